using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Bmp;

/// <summary>File and information header, masks and palette: everything before the pixels.</summary>
internal sealed record BmpHeader
{
    private const int FileHeaderBytes = 14;
    private const int CoreHeaderBytes = 12;

    public int Width { get; private init; }

    public int Height { get; private init; }

    public bool IsTopDown { get; private init; }

    public int BitCount { get; private init; }

    public BmpCompression Compression { get; private init; }

    /// <summary>Bit masks of red, green, blue and alpha; null for palette indices and for pixels of 24 bits.</summary>
    public uint[]? Masks { get; private init; }

    /// <summary>
    /// The palette as B, G, R triples, 2^bits of them; entries missing from the file are black. Empty if pixels are not
    /// indices.
    /// </summary>
    public byte[] Palette { get; private init; } = [];

    public PixelDensity? Density { get; private init; }

    /// <summary>Bytes in a stored row, padded to a multiple of 4.</summary>
    public long RowBytes => ((((long)Width * BitCount) + 31) / 32) * 4;

    /// <summary>Whether the pixels are palette indices.</summary>
    public bool IsIndexed => BitCount <= 8;

    /// <summary>Reads everything up to the first pixel.</summary>
    public static BmpHeader Read(ByteReader reader, ImageLimits limits)
    {
        Span<byte> start = stackalloc byte[FileHeaderBytes + 4];
        reader.ReadExactly(start, "the header");
        uint pixelOffset = BinaryPrimitives.ReadUInt32LittleEndian(start[10..]),
            size = BinaryPrimitives.ReadUInt32LittleEndian(start[14..]);
        if (size is not (CoreHeaderBytes or 16 or 40 or 52 or 56 or 64 or 108 or 124))
            throw reader.Error($"a header of {size} bytes, which is none of 12, 16, 40, 52, 56, 64, 108, 124");
        byte[] info = new byte[Math.Max(size, 124)];
        reader.ReadExactly(info.AsSpan(4, (int)size - 4), "the header");
        BmpHeader header = size == CoreHeaderBytes ? ReadCore(info) : ReadInfo(info, (int)size, reader);
        if (header.Width <= 0 || header.Height <= 0)
            throw reader.Error($"a size of {header.Width}x{header.Height}");
        limits.CheckPixels(header.Width, header.Height);
        limits.CheckRow(header.Width, 8);
        header = header with { Masks = header.ReadMasks(info, (int)size, reader) };
        header = header with { Palette = header.ReadPalette(info, (int)size, reader, pixelOffset) };
        if (pixelOffset < reader.Offset)
            throw reader.Error($"the pixels start at byte {pixelOffset}, inside the header");
        reader.Skip(pixelOffset - reader.Offset, "the pixels");
        return header;
    }

    private static BmpHeader ReadCore(byte[] info) => new()
    {
        Width = BinaryPrimitives.ReadUInt16LittleEndian(info.AsSpan(4)),
        Height = BinaryPrimitives.ReadUInt16LittleEndian(info.AsSpan(6)),
        BitCount = CheckBitCount(BinaryPrimitives.ReadUInt16LittleEndian(info.AsSpan(10))),
    };

    private static BmpHeader ReadInfo(byte[] info, int size, ByteReader reader)
    {
        int width = BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(4)), height = BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(8));
        int bits = CheckBitCount(BinaryPrimitives.ReadUInt16LittleEndian(info.AsSpan(14)));
        uint compression = BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(16));
        bool topDown = height < 0;
        if (width <= 0 || height is 0 or int.MinValue)
            throw reader.Error($"a size of {width}x{height}");
        bool isSupported = compression switch
        {
            0 => true,
            1 => bits == 8 && !topDown,
            2 => bits == 4 && !topDown,
            3 or 6 => bits is 16 or 32 && size != 64,
            _ => false,
        };
        if (!isSupported)
            throw new UnsupportedImageException($"a BMP with compression {compression} at {bits} bits{(topDown ? ", top down" : "")}");
        (int x, int y) = (BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(24)), BinaryPrimitives.ReadInt32LittleEndian(info.AsSpan(28)));
        return new BmpHeader
        {
            Width = width,
            Height = Math.Abs(height),
            IsTopDown = topDown,
            BitCount = bits,
            Compression = (BmpCompression)compression,
            Density = x > 0 && y > 0 ? new PixelDensity(x, y) : null,
        };
    }

    private static int CheckBitCount(int bits) => bits is 1 or 2 or 4 or 8 or 16 or 24 or 32
        ? bits
        : throw new UnsupportedImageException($"a BMP of {bits} bits a pixel; there are 1, 2, 4, 8, 16, 24 and 32");

    private uint[]? ReadMasks(byte[] info, int size, ByteReader reader)
    {
        if (IsIndexed || BitCount == 24)
            return null;
        if (Compression is BmpCompression.None)
            return BitCount == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0x00FF00, 0x0000FF, 0];
        if (size == 40)
        {
            // The masks follow the header.
            int bytes = Compression is BmpCompression.MasksWithAlpha ? 16 : 12;
            reader.ReadExactly(info.AsSpan(40, bytes), "the masks");
            size += bytes;
        }
        var masks = new uint[4];
        for (int c = 0; c < 4 && 40 + (4 * c) < size; c++)
            masks[c] = BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(40 + (4 * c)));
        uint used = 0;
        foreach (uint mask in masks)
        {
            uint ones = mask == 0 ? 0 : mask >> System.Numerics.BitOperations.TrailingZeroCount(mask);
            if ((ones & (ones + 1)) != 0 || (mask & used) != 0 || (BitCount == 16 && mask > 0xFFFF))
                throw reader.Error("a mask has gaps, overlaps another or is too wide");
            used |= mask;
        }
        return (masks[0] | masks[1] | masks[2]) == 0 ? throw reader.Error("all masks are empty") : masks;
    }

    private byte[] ReadPalette(byte[] info, int size, ByteReader reader, uint pixelOffset)
    {
        int entryBytes = size == CoreHeaderBytes ? 3 : 4;
        uint declared = size >= 40 ? BinaryPrimitives.ReadUInt32LittleEndian(info.AsSpan(32)) : 0;
        if (!IsIndexed)
            return [];
        int capacity = 1 << BitCount;
        long count = declared == 0 ? capacity : Math.Min(declared, capacity);

        // Some files have room for fewer entries than they declare; only those between the header and the pixels are read.
        count = Math.Min(count, Math.Max(0, (pixelOffset - reader.Offset) / entryBytes));
        byte[] palette = new byte[3 * capacity];
        Span<byte> entry = stackalloc byte[4];
        for (int i = 0; i < count; i++)
        {
            reader.ReadExactly(entry[..entryBytes], "the palette");
            entry[..3].CopyTo(palette.AsSpan(3 * i));
        }
        return palette;
    }
}

/// <summary>The compression field of the header.</summary>
internal enum BmpCompression
{
    None = 0,
    RunLength8 = 1,
    RunLength4 = 2,
    Masks = 3,
    MasksWithAlpha = 6,
}
