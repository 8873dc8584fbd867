using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>What the markers of JPEG data say before it is decoded.</summary>
/// <param name="Components">Components of the frame.</param>
/// <param name="IsProgressive">Whether its coefficients come in several scans and must be kept.</param>
internal readonly record struct TiffJpegData(int Components, bool IsProgressive)
{
    // More than any encoder writes. Each scan may pass over the whole picture, however few bytes it has.
    private const int MostScans = 100;

    // Eight tables have less than 3 KiB.
    private const int MostTableBytes = 1 << 16;

    private const byte StartOfImage = 0xD8;
    private const byte StartOfScan = 0xDA;
    private const byte Baseline = 0xC0;
    private const byte Progressive = 0xC2;

    /// <summary>The tables that all strips or tiles share: a JPEG file without a picture; empty if there are none.</summary>
    public static byte[] Tables(TiffDirectory directory) =>
        directory.TryGet(TiffTag.JpegTables, out TiffEntry entry) && entry.Bytes <= MostTableBytes ? directory.Bytes(entry) : [];

    /// <summary>Whether data starts as a JPEG file does.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> data) => data is [0xFF, StartOfImage, ..];

    /// <summary>Reads the frame and counts the scans.</summary>
    /// <param name="data">A JPEG file, with its tables or without.</param>
    /// <param name="offset">Where it is, for messages.</param>
    /// <exception cref="ImageFormatException">There is no frame, or there are too many scans.</exception>
    /// <exception cref="UnsupportedImageException">The process of the frame is not supported.</exception>
    public static TiffJpegData Read(ReadOnlySpan<byte> data, long offset)
    {
        TiffJpegData? frame = null;
        int scans = 0;
        for (int at = 0; NextMarker(data, ref at) is >= 0 and var marker;)
        {
            // Markers without a segment: the start and the end of the image, restarts, and padding.
            if (marker is >= 0xD0 and <= 0xD9 or <= 1)
                continue;
            if (at + 2 > data.Length)
                break;
            int length = BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
            if (marker is >= Baseline and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (marker > Progressive)
                    throw new UnsupportedImageException($"a TIFF with JPEG data of process {marker - Baseline}: convert it first");
                if (length < 11 || at + length > data.Length)
                    break;
                frame ??= new TiffJpegData(data[at + 7], marker == Progressive);
            }
            if (marker == StartOfScan && ++scans > MostScans)
                throw new ImageFormatException(TiffFile.Format, offset, $"JPEG data of more than {MostScans} scans");
            at += Math.Max(length, 2);
        }
        return frame ?? throw new ImageFormatException(TiffFile.Format, offset, "JPEG data without a frame");
    }

    // The next marker, and the place after it; -1 at the end.
    private static int NextMarker(ReadOnlySpan<byte> data, ref int at)
    {
        while (at < data.Length)
        {
            int found = data[at..].IndexOf((byte)0xFF);
            if (found < 0)
                break;
            at += found + 1;
            while (at < data.Length && data[at] == 0xFF)
                at++;
            if (at < data.Length && data[at++] is not 0 and var marker)
                return marker;
        }
        return -1;
    }
}
