using KernelCli.Codecs.ImageSharp;
using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using ImageFormatException = KernelCli.Primitives.ImageFormatException;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.Tga;

/// <summary>
/// Has the library decode a TGA after the header and the length of the pixels are checked, because the library takes bytes that
/// are missing for pixels.
/// </summary>
internal static class TgaDecoder
{
    private const int DecodedBytes = 4;

    // The checked part of a file is given to the library in one buffer, with room for a header and a color map.
    private const long MaxFileBytes = int.MaxValue - (1 << 20);

    /// <summary>Decodes a file.</summary>
    /// <param name="reader">The file, at its first byte.</param>
    /// <param name="options">The limits, and whether pixels that are missing are zeros.</param>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    /// <exception cref="UnsupportedImageException">The pixels are of a kind that is not read.</exception>
    /// <exception cref="ImageLimitException">The picture exceeds the limits.</exception>
    public static IRowSource Decode(ByteReader reader, DecodeOptions options)
    {
        TgaHeader header = TgaHeader.Read(reader);
        ImageLimits limits = options.Limits;
        limits.CheckPixels(header.Width, header.Height);
        limits.CheckRow(header.Width, DecodedBytes);
        long pixels = (long)header.Width * header.Height;
        limits.CheckMemory(pixels * (DecodedBytes + header.PixelBytes));
        if (pixels * (1 + header.PixelBytes) > MaxFileBytes)
            throw new ImageLimitException("bytes in one buffer", MaxFileBytes, pixels * (1 + header.PixelBytes),
                "there is no option for more: split the picture");
        using var file = new MemoryStream();
        file.Write(header.Raw);
        file.Write(reader.ReadBlock(header.GapBytes, "the color map"));
        long left = pixels;
        try
        {
            if (header.HasRunLengths)
                CopyPackets(reader, file, header.PixelBytes, ref left);
            else
                CopyBytes(reader, file, pixels * header.PixelBytes);
        }
        catch (ImageFormatException damage)
        {
            options.ReportDamage(damage);
            if (header.HasRunLengths)
                FillPackets(file, header.PixelBytes, left);
            else
                file.SetLength(TgaHeader.Bytes + header.GapBytes + (pixels * header.PixelBytes));
        }
        file.Position = 0;
        PixelLayout layout = header.IsGray ? PixelLayout.Gray : header.HasAlpha ? PixelLayout.Rgba : PixelLayout.Rgb;
        return ImageSharpErrors.Guard("TGA", () => new ImageSharpRows(
            Image.Load<Rgba32>(ImageSharpSettings.For("tga", limits), file),
            new ImageInfo(header.Width, header.Height, new PixelFormat(layout, SampleType.UInt8))));
    }

    // A packet is a byte with one less than its pixels, then one pixel for all of them (bit 7) or each of them.
    private static void CopyPackets(ByteReader reader, MemoryStream file, int pixelBytes, ref long left)
    {
        byte[] packet = new byte[1 + (128 * pixelBytes)];
        while (left > 0)
        {
            packet[0] = reader.ReadByte("pixels");
            int count = (packet[0] & 0x7F) + 1, bytes = (packet[0] & 0x80) != 0 ? pixelBytes : count * pixelBytes;
            if (count > left)
                throw reader.Error($"a packet of {count} pixels where {left} are left");
            reader.ReadExactly(packet.AsSpan(1, bytes), "pixels");
            file.Write(packet, 0, 1 + bytes);
            left -= count;
        }
    }

    private static void CopyBytes(ByteReader reader, MemoryStream file, long bytes)
    {
        byte[] piece = new byte[1 << 16];
        for (long left = bytes; left > 0;)
        {
            Span<byte> part = piece.AsSpan(0, (int)Math.Min(left, piece.Length));
            int count = reader.Read(part);
            file.Write(part[..count]);
            left -= count;
            if (count < part.Length)
                throw reader.UnexpectedEnd("pixels");
        }
    }

    // Packets of zeros for the pixels that are missing.
    private static void FillPackets(MemoryStream file, int pixelBytes, long left)
    {
        byte[] packet = new byte[1 + pixelBytes];
        for (int count; left > 0; left -= count)
        {
            count = (int)Math.Min(128, left);
            packet[0] = (byte)(0x80 | (count - 1));
            file.Write(packet);
        }
    }
}
