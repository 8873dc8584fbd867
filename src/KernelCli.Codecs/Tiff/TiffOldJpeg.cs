using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// JPEG data as TIFF 6.0 had it (section 22, scheme 6): the tables are fields of the directory, and strips are entropy-coded data alone. Of
/// both a JPEG file is made. Where there are no such fields, a field points to a JPEG file.
/// </summary>
internal static class TiffOldJpeg
{
    private const int QuantiserBytes = 64;
    private const int CountBytes = 16;
    private const byte StartOfScan = 0xDA;

    /// <summary>Whether a picture is one JPEG file for all of its strips.</summary>
    public static bool IsOneStream(TiffDirectory directory) =>
        !directory.TryGet(TiffTag.OldJpegQuantisers, out _) && directory.TryGet(TiffTag.OldJpegStream, out _);

    /// <summary>The JPEG file that holds the data of a strip or tile.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="data">The strip or tile.</param>
    /// <param name="rows">Its rows.</param>
    /// <exception cref="ImageFormatException">Tables are missing.</exception>
    public static byte[] Wrap(TiffPicture picture, byte[] data, int rows)
    {
        if (TiffJpegData.IsWhole(data))
            return !picture.HasLuma
                ? data : throw new UnsupportedImageException("a TIFF with old-style JPEG tables and JPEG files besides");

        // The first strip may begin with the header of the scan.
        if (data is [0xFF, StartOfScan, var high, var low, ..])
            data = data[Math.Min(data.Length, 2 + (high << 8 | low))..];
        if (picture.ChunkWidth > ushort.MaxValue || rows > ushort.MaxValue)
            throw new UnsupportedImageException("a TIFF with old-style JPEG data of more than 65535 rows or columns");
        TiffDirectory directory = picture.Directory;
        int components = picture.IsPlanar ? 1 : picture.Samples;
        if (components > 3)
            throw new UnsupportedImageException("a TIFF with old-style JPEG data of four components");
        long[] quantisers = Places(directory, TiffTag.OldJpegQuantisers, components);
        long[] dcTables = Places(directory, TiffTag.OldJpegDcTables, components);
        long[] acTables = Places(directory, TiffTag.OldJpegAcTables, components);
        long[] factors = picture.Photometric is not TiffPhotometric.YCbCr || components < 3 ? [1, 1]
            : directory.Numbers(TiffTag.ChromaSubsampling, 2) is { Length: 2 } given ? given : [2, 2];

        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        for (int i = 0; i < components; i++)
        {
            byte[] quantiser = new byte[QuantiserBytes];
            picture.File.Read(quantisers[i], quantiser, "a quantisation table");
            Segment(file, 0xDB, [(byte)i, .. quantiser]);
            Segment(file, 0xC4, [(byte)i, .. Huffman(picture.File, dcTables[i])]);
            Segment(file, 0xC4, [(byte)(0x10 | i), .. Huffman(picture.File, acTables[i])]);
        }
        byte[] frame = new byte[6 + (3 * components)], scan = new byte[4 + (2 * components)];
        frame[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)rows);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)picture.ChunkWidth);
        frame[5] = scan[0] = (byte)components;
        for (int i = 0; i < components; i++)
        {
            int sampling = i == 0 ? ((int)factors[0] & 15) << 4 | ((int)factors[1] & 15) : 0x11;
            (frame[6 + (3 * i)], frame[7 + (3 * i)], frame[8 + (3 * i)]) = ((byte)(i + 1), (byte)sampling, (byte)i);
            (scan[1 + (2 * i)], scan[2 + (2 * i)]) = ((byte)(i + 1), (byte)((i << 4) | i));
        }
        scan[^2] = 63;
        Segment(file, 0xC0, frame);
        if (directory.Number(TiffTag.OldJpegRestartInterval) is > 0 and <= ushort.MaxValue and var interval)
            Segment(file, 0xDD, [(byte)(interval >> 8), (byte)interval]);
        Segment(file, StartOfScan, scan);
        file.Write(data);
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    private static long[] Places(TiffDirectory directory, TiffTag tag, int components) =>
        directory.Numbers(tag, components) is { } places && places.Length == components
            ? places : throw directory.Damage(tag, $"has no table for each of {components} components");

    // The number of codes of each length, then what they mean.
    private static byte[] Huffman(TiffFile file, long offset)
    {
        byte[] counts = new byte[CountBytes];
        file.Read(offset, counts, "a Huffman table");
        byte[] values = new byte[Math.Min(256, counts.Sum(count => count))];
        file.Read(offset + CountBytes, values, "a Huffman table");
        return [.. counts, .. values];
    }

    private static void Segment(MemoryStream file, byte marker, ReadOnlySpan<byte> data)
    {
        byte[] head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(data.Length + 2));
        file.Write(head);
        file.Write(data);
    }
}
