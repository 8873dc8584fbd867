using System.Diagnostics;

namespace KernelCli.Codecs.Webp.Lossless;

/// <summary>The kinds of transforms (RFC 9649, section 4), as they are numbered in the file.</summary>
internal enum TransformKind
{
    /// <summary>Pixels are differences from a prediction.</summary>
    Predictor,

    /// <summary>Red and blue are differences from multiples of green and red.</summary>
    CrossColor,

    /// <summary>Red and blue are differences from green.</summary>
    SubtractGreen,

    /// <summary>Pixels are indices of a table of colours.</summary>
    ColorIndexing,
}

/// <summary>A transform that the encoder applied to the pixels, and how it is undone.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Width">The width of the picture before the encoder applied it.</param>
/// <param name="Bits">The side of a block, or the number of pixels in one, as a power of 2.</param>
/// <param name="Data">Of each block the predictor or the multipliers, or the table of colours.</param>
internal sealed record LosslessTransform(TransformKind Kind, int Width, int Bits, uint[] Data)
{
    private const uint EvenBytes = 0x00FF00FF, OddBytes = 0xFF00FF00;

    /// <summary>The width of the picture after the encoder applied it.</summary>
    public int StoredWidth => Kind is TransformKind.ColorIndexing ? (Width + (1 << Bits) - 1) >> Bits : Width;

    /// <summary>Adds two pixels channel by channel, modulo 256.</summary>
    public static uint Add(uint a, uint b) =>
        (((a & EvenBytes) + (b & EvenBytes)) & EvenBytes) | (((a & OddBytes) + (b & OddBytes)) & OddBytes);

    /// <summary>Undoes the transform, and returns the pixels, which may be the same array.</summary>
    public uint[] Undo(uint[] pixels, int height)
    {
        Debug.Assert(pixels.Length == StoredWidth * height, "the pixels are those of the stored size");
        switch (Kind)
        {
            case TransformKind.Predictor:
                Predictor.Undo(pixels, Width, height, Data, Bits);
                return pixels;
            case TransformKind.CrossColor:
                UndoCrossColor(pixels, height);
                return pixels;
            case TransformKind.SubtractGreen:
                for (int i = 0; i < pixels.Length; i++)
                    pixels[i] = Add(pixels[i], ((pixels[i] >> 8) & 0xFF) * 0x00010001);
                return pixels;
            default:
                return UndoIndexing(pixels, height);
        }
    }

    private void UndoCrossColor(uint[] pixels, int height)
    {
        int blocksPerRow = (Width + (1 << Bits) - 1) >> Bits;
        for (int y = 0, i = 0; y < height; y++)
            for (int x = 0; x < Width; x++, i++)
            {
                uint block = Data[((y >> Bits) * blocksPerRow) + (x >> Bits)], pixel = pixels[i];
                int green = (sbyte)(pixel >> 8);
                int red = (byte)((pixel >> 16) + (uint)Product(block, green));
                int blue = (byte)(pixel + (uint)Product(block >> 8, green) + (uint)Product(block >> 16, (sbyte)red));
                pixels[i] = (pixel & OddBytes) | ((uint)red << 16) | (uint)blue;
            }

        // Multipliers are signed, with 5 bits after the point.
        static int Product(uint multiplier, int level) => ((sbyte)multiplier * level) >> 5;
    }

    // The green of a pixel holds one index, or 2, 4 or 8, the leftmost in the lowest bits. An index outside the table is
    // transparent black.
    private uint[] UndoIndexing(uint[] pixels, int height)
    {
        uint[] result = Bits == 0 ? pixels : new uint[Width * height];
        int indexBits = 8 >> Bits, storedWidth = StoredWidth;
        uint mask = (1u << indexBits) - 1;
        for (int y = 0, i = 0; y < height; y++)
            for (int x = 0; x < Width; x++, i++)
            {
                uint stored = pixels[(y * storedWidth) + (x >> Bits)] >> 8;
                uint index = (stored >> ((x & ((1 << Bits) - 1)) * indexBits)) & mask;
                result[i] = index < Data.Length ? Data[index] : 0;
            }
        return result;
    }
}
