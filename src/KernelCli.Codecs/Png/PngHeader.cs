using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>The contents of IHDR.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool IsInterlaced)
{
    public const int Bytes = 13;

    /// <summary>Samples per stored pixel; a palette index counts as one.</summary>
    public int StoredChannels => ColorType switch
    {
        PngColorType.Gray or PngColorType.Palette => 1,
        PngColorType.GrayAlpha => 2,
        PngColorType.Rgb => 3,
        _ => 4,
    };

    /// <summary>Bits per stored pixel.</summary>
    public int PixelBits => StoredChannels * BitDepth;

    /// <summary>The distance in bytes from a byte to the one that filters predict it from: bytes per pixel, at least 1.</summary>
    public int BytesPerPixel => Math.Max(1, PixelBits / 8);

    /// <summary>Bytes of a stored row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public int RowBytes(int width) => (int)((((long)width * PixelBits) + 7) / 8);

    /// <summary>Reads and checks the contents.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> data, long offset, ImageLimits limits)
    {
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        (int depth, int color) = (data[8], data[9]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw Damaged(data, offset);
        bool valid = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!valid)
            throw Damaged(data, offset);
        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
            throw Damaged(data, offset);
        limits.CheckPixels(width, height);
        limits.CheckRow(width, 8);
        return new PngHeader((int)width, (int)height, depth, (PngColorType)color, data[12] == 1);
    }

    /// <summary>The contents as they are stored.</summary>
    public byte[] ToBytes()
    {
        byte[] data = new byte[Bytes];
        BinaryPrimitives.WriteInt32BigEndian(data, Width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), Height);
        (data[8], data[9], data[12]) = ((byte)BitDepth, (byte)ColorType, (byte)(IsInterlaced ? 1 : 0));
        return data;
    }

    private static ImageFormatException Damaged(ReadOnlySpan<byte> data, long offset) => new("PNG", offset,
        $"no such picture: size {BinaryPrimitives.ReadUInt32BigEndian(data)}x{BinaryPrimitives.ReadUInt32BigEndian(data[4..])}, bit "
            + $"depth {data[8]}, "
        + $"colour type {data[9]}, compression {data[10]}, filter {data[11]}, interlace {data[12]}");
}

/// <summary>The colour types of IHDR.</summary>
internal enum PngColorType : byte
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    Rgba = 6,
}
