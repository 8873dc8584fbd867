using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>
/// Converts stored rows to samples: scales samples of fewer than 8 bits to bytes, applies the palette and the
/// transparent colour, and converts 16-bit samples to the byte order of the machine.
/// </summary>
internal sealed class PngRowExpander
{
    private readonly PngHeader _header;
    private readonly byte[]? _palette;
    private readonly byte[]? _paletteAlpha;
    private readonly ushort[]? _transparent;

    /// <param name="header">IHDR.</param>
    /// <param name="palette">PLTE, or null.</param>
    /// <param name="transparency">tRNS, or null.</param>
    public PngRowExpander(PngHeader header, byte[]? palette, byte[]? transparency)
    {
        _header = header;
        bool indexed = header.ColorType is PngColorType.Palette;
        if (indexed)
        {
            // Indices past the palette are black, as libpng has it.
            _palette = new byte[256 * 3];
            palette!.AsSpan().CopyTo(_palette);
            if (transparency is not null)
            {
                _paletteAlpha = new byte[256];
                Array.Fill(_paletteAlpha, (byte)255);
                transparency.AsSpan(0, Math.Min(transparency.Length, 256)).CopyTo(_paletteAlpha);
            }
        }
        else if (header.ColorType is PngColorType.Gray or PngColorType.Rgb && transparency?.Length == 2 * header.StoredChannels)
        {
            _transparent = new ushort[header.StoredChannels];
            for (int c = 0; c < _transparent.Length; c++)
                _transparent[c] = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(transparency.AsSpan(2 * c)) & ((1 << header.BitDepth) - 1));
        }
        bool alpha = _paletteAlpha is not null || _transparent is not null
            || header.ColorType is PngColorType.GrayAlpha or PngColorType.Rgba;
        bool gray = header.ColorType is PngColorType.Gray or PngColorType.GrayAlpha;
        PixelLayout layout = gray ? (alpha ? PixelLayout.GrayAlpha : PixelLayout.Gray) : alpha ? PixelLayout.Rgba : PixelLayout.Rgb;
        Format = new PixelFormat(layout, header.BitDepth == 16 ? SampleType.UInt16 : SampleType.UInt8);
    }

    /// <summary>The format of the samples.</summary>
    public PixelFormat Format { get; }

    /// <summary>Expands <paramref name="width"/> pixels of a stored row.</summary>
    public void Expand(ReadOnlySpan<byte> stored, int width, Span<byte> row)
    {
        if (_header.ColorType is PngColorType.Palette)
            ExpandPalette(stored, width, row);
        else if (_header.BitDepth == 16)
            Expand16(stored, width, MemoryMarshal.Cast<byte, ushort>(row));
        else
            Expand8(stored, width, row);
    }

    private void ExpandPalette(ReadOnlySpan<byte> stored, int width, Span<byte> row)
    {
        byte[] palette = _palette!;
        int channels = Format.Channels;
        for (int x = 0; x < width; x++)
        {
            int index = Bits(stored, x);
            row[x * channels] = palette[index * 3];
            row[(x * channels) + 1] = palette[(index * 3) + 1];
            row[(x * channels) + 2] = palette[(index * 3) + 2];
            if (_paletteAlpha is not null)
                row[(x * channels) + 3] = _paletteAlpha[index];
        }
    }

    private void Expand8(ReadOnlySpan<byte> stored, int width, Span<byte> row)
    {
        int channels = _header.StoredChannels;
        if (_transparent is null && _header.BitDepth == 8)
        {
            stored[..(width * channels)].CopyTo(row);
            return;
        }
        int scale = 255 / ((1 << _header.BitDepth) - 1), written = Format.Channels;
        for (int x = 0; x < width; x++)
        {
            bool transparent = _transparent is not null;
            for (int c = 0; c < channels; c++)
            {
                int value = channels == 1 ? Bits(stored, x) : stored[(x * channels) + c];
                transparent = transparent && value == _transparent![c];
                row[(x * written) + c] = (byte)(value * scale);
            }
            if (_transparent is not null)
                row[(x * written) + channels] = (byte)(transparent ? 0 : 255);
        }
    }

    private void Expand16(ReadOnlySpan<byte> stored, int width, Span<ushort> row)
    {
        int channels = _header.StoredChannels;
        if (_transparent is null)
        {
            ReadOnlySpan<ushort> big = MemoryMarshal.Cast<byte, ushort>(stored)[..(width * channels)];
            if (BitConverter.IsLittleEndian)
                BinaryPrimitives.ReverseEndianness(big, row);
            else
                big.CopyTo(row);
            return;
        }
        for (int x = 0; x < width; x++)
        {
            bool transparent = true;
            for (int c = 0; c < channels; c++)
            {
                ushort value = BinaryPrimitives.ReadUInt16BigEndian(stored[(((x * channels) + c) * 2)..]);
                transparent = transparent && value == _transparent[c];
                row[(x * (channels + 1)) + c] = value;
            }
            row[(x * (channels + 1)) + channels] = (ushort)(transparent ? 0 : 65535);
        }
    }

    // The sample of pixel x in a row of one channel.
    private int Bits(ReadOnlySpan<byte> stored, int x)
    {
        int depth = _header.BitDepth, bit = x * depth;
        return depth == 8 ? stored[x] : (stored[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
}
