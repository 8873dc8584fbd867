using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp;

/// <summary>A piece of the file.</summary>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct WebpPiece(long Offset, long Length);

/// <summary>A frame of a WebP: where its parts are in the file, and how it is drawn.</summary>
internal sealed record WebpFrame
{
    /// <summary>The left edge on the canvas.</summary>
    public int Left { get; init; }

    /// <summary>The top edge on the canvas.</summary>
    public int Top { get; init; }

    /// <summary>Pixels of a row, at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Whether the picture is a VP8L chunk, otherwise a VP8 chunk.</summary>
    public required bool IsLossless { get; init; }

    /// <summary>The data of the VP8 or VP8L chunk.</summary>
    public required WebpPiece Picture { get; init; }

    /// <summary>The data of the ALPH chunk; empty if there is none.</summary>
    public WebpPiece Alpha { get; init; }

    /// <summary>Whether a pixel may be transparent.</summary>
    public required bool HasAlpha { get; init; }

    /// <summary>Whether the frame is blended with the canvas by its alpha; otherwise it replaces the pixels.</summary>
    public bool IsBlended { get; init; }

    /// <summary>Whether the frame's area becomes transparent before the next frame is drawn.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>How long the frame is shown, in milliseconds.</summary>
    public int Delay { get; init; }

    /// <summary>Reads the header of a VP8 or VP8L chunk.</summary>
    /// <param name="reader">The file, at the first byte of the chunk's data.</param>
    /// <param name="length">The length of the data in bytes.</param>
    /// <param name="isLossless">Whether it is VP8L.</param>
    /// <param name="alpha">The ALPH chunk before it, which only VP8 uses.</param>
    /// <exception cref="ImageFormatException">It is damaged.</exception>
    public static WebpFrame ReadHeader(ByteReader reader, long length, bool isLossless, WebpPiece alpha)
    {
        long start = reader.Offset;
        Span<byte> header = stackalloc byte[isLossless ? 5 : 10];
        if (length < header.Length)
            throw reader.Error($"a picture of {length} bytes");
        reader.ReadExactly(header, "a picture");
        return isLossless ? ReadLossless(header) : ReadLossy(header);

        // RFC 9649, 3.4: a signature, 14 bits of width less 1, 14 of height less 1, a bit for alpha, 3 of the version.
        WebpFrame ReadLossless(ReadOnlySpan<byte> header)
        {
            uint bits = BinaryPrimitives.ReadUInt32LittleEndian(header[1..]);
            if (header[0] != 0x2F || bits >> 29 != 0)
                throw new ImageFormatException(reader.Format, start, "a VP8L picture without the signature of version 0");
            return new WebpFrame
            {
                Width = (int)(bits & 0x3FFF) + 1,
                Height = (int)((bits >> 14) & 0x3FFF) + 1,
                IsLossless = true,
                HasAlpha = (bits & (1 << 28)) != 0,
                Picture = new WebpPiece(start, length),
            };
        }

        // RFC 6386, 9.1: a bit that is 0 for a key frame, the version, a bit that shows the frame, 19 bits of the first
        // partition's length; a signature; 14 bits each of width and height, under 2 bits of a scale for viewers.
        WebpFrame ReadLossy(ReadOnlySpan<byte> header)
        {
            int tag = header[0] | (header[1] << 8) | (header[2] << 16);
            int width = BinaryPrimitives.ReadUInt16LittleEndian(header[6..]) & 0x3FFF;
            int height = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]) & 0x3FFF;
            if ((tag & 1) != 0 || !header[3..6].SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
                throw new ImageFormatException(reader.Format, start, "a VP8 picture without the signature of a key frame");
            if (width == 0 || height == 0 || tag >> 5 > length - header.Length)
                throw new ImageFormatException(reader.Format, start, $"a VP8 picture of {width}x{height} pixels in {length} bytes");
            return new WebpFrame
            {
                Width = width,
                Height = height,
                IsLossless = false,
                HasAlpha = alpha.Length > 0,
                Alpha = alpha,
                Picture = new WebpPiece(start, length),
            };
        }
    }
}
