using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tga;

/// <summary>The header of a TGA (Truevision TGA File Format Specification 2.0), checked.</summary>
internal sealed class TgaHeader
{
    /// <summary>Bytes of the header.</summary>
    public const int Bytes = 18;

    private const int ColorMapped = 1, TrueColor = 2, Gray = 3, RunLengths = 8;

    private readonly byte[] _header;

    private TgaHeader(byte[] header) => _header = header;

    /// <summary>Pixels of a row, at least 1.</summary>
    public int Width => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(12));

    /// <summary>Rows, at least 1.</summary>
    public int Height => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(14));

    /// <summary>Bytes of a stored pixel, 1 to 4.</summary>
    public int PixelBytes => (_header[16] + 7) / 8;

    /// <summary>Whether pixels are stored in packets of equal and of unequal ones.</summary>
    public bool HasRunLengths => _header[2] >= RunLengths;

    /// <summary>Whether all pixels are gray.</summary>
    public bool IsGray => Kind == Gray;

    /// <summary>Whether the header declares bits of alpha.</summary>
    public bool HasAlpha => AlphaBits > 0;

    /// <summary>Bytes of the identification and the color map, between the header and the pixels.</summary>
    public int GapBytes => _header[0] + (MapLength * ((MapBits + 7) / 8));

    /// <summary>The header's bytes.</summary>
    public ReadOnlySpan<byte> Raw => _header;

    private int Kind => _header[2] & ~RunLengths;

    private int MapLength => BinaryPrimitives.ReadUInt16LittleEndian(_header.AsSpan(5));

    private int MapBits => _header[7];

    private int AlphaBits => _header[17] & 0x0F;

    /// <summary>
    /// Whether a file may be a TGA, which has no signature: a kind of picture that exists, with a color map or without one as
    /// that kind needs, and nothing in the fields of a map that is not there. It is the last format that is tried.
    /// </summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> head)
    {
        if (head.Length < 16 || (head[2] & ~RunLengths) is < ColorMapped or > Gray)
            return false;
        bool isMapped = (head[2] & ~RunLengths) == ColorMapped;
        return head[1] == (isMapped ? 1 : 0) && (isMapped ? head[7] is 15 or 16 or 24 or 32 : head[7] == 0);
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="ImageFormatException">The file is too short, or the picture has no pixels.</exception>
    /// <exception cref="UnsupportedImageException">The pixels are of a kind that is not read.</exception>
    public static TgaHeader Read(ByteReader reader)
    {
        byte[] raw = new byte[Bytes];
        reader.ReadExactly(raw, "the header");
        var header = new TgaHeader(raw);
        int depth = raw[16];
        if (header.Width == 0 || header.Height == 0)
            throw reader.Error($"a picture of {header.Width}x{header.Height} pixels");
        bool isRead = header.Kind switch
        {
            // The library takes the first entry of a map for index 0, and reads no maps of 15 bits.
            ColorMapped => depth == 8 && header.MapBits is 16 or 24 or 32 && header.MapLength > 0 && raw[3] == 0 && raw[4] == 0,
            TrueColor => depth is 15 or 16 or 24 or 32,
            _ => depth == 8,
        };
        if (!isRead || header.AlphaBits is not (0 or 1 or 8))
            throw new UnsupportedImageException(
                $"TGA of kind {raw[2]} with {depth} bits a pixel, "
                + $"{header.MapBits} of the color map and {header.AlphaBits} of alpha is not read");
        return header;
    }
}
