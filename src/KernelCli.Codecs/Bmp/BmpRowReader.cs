using System.Buffers.Binary;
using System.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Bmp;

/// <summary>Converts stored rows to samples.</summary>
internal sealed class BmpRowReader
{
    private readonly BmpHeader _header;
    private readonly byte[][] _scales = new byte[4][];

    public BmpRowReader(BmpHeader header)
    {
        _header = header;
        bool gray = header.IsIndexed;
        for (int i = 0; i < header.Palette.Length; i += 3)
            gray &= header.Palette[i] == header.Palette[i + 1] && header.Palette[i] == header.Palette[i + 2];
        bool alpha = header.Masks is { } masks && masks[3] != 0;
        Layout = gray ? PixelLayout.Gray : alpha ? PixelLayout.Rgba : PixelLayout.Rgb;
        for (int c = 0; c < 4 && header.Masks is not null; c++)
            _scales[c] = Scale(BitOperations.PopCount(header.Masks[c]));
    }

    /// <summary>The channels of the samples: gray if all palette entries are gray.</summary>
    public PixelLayout Layout { get; }

    /// <summary>Converts palette indices, one per byte.</summary>
    public void FromIndices(ReadOnlySpan<byte> indices, Span<byte> row)
    {
        byte[] palette = _header.Palette;
        for (int x = 0; x < _header.Width; x++)
        {
            int entry = 3 * indices[x];
            if (Layout is PixelLayout.Gray)
                row[x] = palette[entry];
            else
                (row[3 * x], row[(3 * x) + 1], row[(3 * x) + 2]) = (palette[entry + 2], palette[entry + 1], palette[entry]);
        }
    }

    /// <summary>Unpacks the indices of a stored row to one per byte.</summary>
    public void Unpack(ReadOnlySpan<byte> stored, Span<byte> indices)
    {
        int bits = _header.BitCount;
        for (int x = 0; x < _header.Width; x++)
        {
            int at = x * bits;
            indices[x] = (byte)((stored[at >> 3] >> (8 - bits - (at & 7))) & ((1 << bits) - 1));
        }
    }

    /// <summary>Converts pixels of 16, 24 or 32 bits.</summary>
    public void FromColours(ReadOnlySpan<byte> stored, Span<byte> row)
    {
        if (_header.Masks is not { } masks)
        {
            for (int i = 0; i < 3 * _header.Width; i += 3)
                (row[i], row[i + 1], row[i + 2]) = (stored[i + 2], stored[i + 1], stored[i]);
            return;
        }
        int channels = (int)Layout, bytes = _header.BitCount / 8;
        for (int x = 0; x < _header.Width; x++)
        {
            uint pixel = bytes == 2
                ? BinaryPrimitives.ReadUInt16LittleEndian(stored[(2 * x)..])
                : BinaryPrimitives.ReadUInt32LittleEndian(stored[(4 * x)..]);
            for (int c = 0; c < channels; c++)
            {
                uint value = masks[c] == 0 ? 0 : (pixel & masks[c]) >> BitOperations.TrailingZeroCount(masks[c]);
                int width = BitOperations.PopCount(masks[c]);
                row[(x * channels) + c] = width > 8 ? (byte)(value >> (width - 8)) : _scales[c][value];
            }
        }
    }

    // A lookup table for channels of up to 8 bits: round(v * 255 / (2^bits - 1)).
    private static byte[] Scale(int bits)
    {
        int count = 1 << Math.Min(bits, 8), most = Math.Max(1, count - 1);
        byte[] table = new byte[count];
        for (int i = 0; i < count; i++)
            table[i] = (byte)(((2 * i * 255) + most) / (2 * most));
        return table;
    }
}
