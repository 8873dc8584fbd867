using System.Diagnostics;

namespace KernelCli.Codecs.Webp.Lossless;

/// <summary>The predictor transform (RFC 9649, 4.1): from the pixels to the left and above.</summary>
internal static class Predictor
{
    private const uint Black = 0xFF000000;

    /// <summary>Adds to each pixel its prediction.</summary>
    /// <param name="pixels">The differences, which become the pixels.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="blocks">Of each block the number of its predictor in bits 8 to 11.</param>
    /// <param name="bits">The side of a block as a power of 2.</param>
    public static void Undo(uint[] pixels, int width, int height, uint[] blocks, int bits)
    {
        Debug.Assert(pixels.Length == width * height, "each pixel has a block");
        int blocksPerRow = (width + (1 << bits) - 1) >> bits;
        pixels[0] = LosslessTransform.Add(pixels[0], Black);
        for (int x = 1; x < width; x++)
            pixels[x] = LosslessTransform.Add(pixels[x], pixels[x - 1]);
        for (int y = 1, i = width; y < height; y++)
        {
            pixels[i] = LosslessTransform.Add(pixels[i], pixels[i - width]);
            i++;
            for (int x = 1; x < width; x++, i++)
            {
                // To the upper right of the last column is the first pixel of this row.
                uint mode = (blocks[((y >> bits) * blocksPerRow) + (x >> bits)] >> 8) & 15;
                uint left = pixels[i - 1], top = pixels[i - width], topLeft = pixels[i - width - 1], topRight = pixels[i - width + 1];
                pixels[i] = LosslessTransform.Add(pixels[i], Predict(mode, left, top, topLeft, topRight));
            }
        }
    }

    private static uint Predict(uint mode, uint left, uint top, uint topLeft, uint topRight) => mode switch
    {
        1 => left,
        2 => top,
        3 => topRight,
        4 => topLeft,
        5 => Average(Average(left, topRight), top),
        6 => Average(left, topLeft),
        7 => Average(left, top),
        8 => Average(topLeft, top),
        9 => Average(top, topRight),
        10 => Average(Average(left, topLeft), Average(top, topRight)),
        11 => Select(left, top, topLeft),
        12 => Gradient(left, top, topLeft),
        13 => HalfGradient(Average(left, top), topLeft),
        _ => Black,
    };

    private static uint Average(uint a, uint b) => (((a ^ b) & 0xFEFEFEFE) >> 1) + (a & b);

    // The neighbour that is nearer to left + top - topLeft, in the sum of its channels.
    private static uint Select(uint left, uint top, uint topLeft)
    {
        int toLeft = 0, toTop = 0;
        for (int shift = 0; shift < 32; shift += 8)
        {
            int corner = (byte)(topLeft >> shift);
            toLeft += Math.Abs((byte)(top >> shift) - corner);
            toTop += Math.Abs((byte)(left >> shift) - corner);
        }
        return toLeft < toTop ? left : top;
    }

    private static uint Gradient(uint left, uint top, uint topLeft)
    {
        uint result = 0;
        for (int shift = 0; shift < 32; shift += 8)
            result |= Clamp((byte)(left >> shift) + (byte)(top >> shift) - (byte)(topLeft >> shift)) << shift;
        return result;
    }

    private static uint HalfGradient(uint average, uint topLeft)
    {
        uint result = 0;
        for (int shift = 0; shift < 32; shift += 8)
        {
            int level = (byte)(average >> shift);
            result |= Clamp(level + ((level - (byte)(topLeft >> shift)) / 2)) << shift;
        }
        return result;
    }

    private static uint Clamp(int level) => (uint)Math.Clamp(level, byte.MinValue, byte.MaxValue);
}
