using System.Runtime.CompilerServices;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Converts rows of components to interleaved RGB. YCbCr is full-range ITU-R BT.601 (JFIF 1.02), computed in fixed point
/// with 16 fractional bits as in the Independent JPEG Group's library.
/// </summary>
internal static unsafe class ColorRow
{
    private const int Half = 1 << 15;

    // 1.402, 1.772, 0.71414 and 0.34414 times 2^16, rounded.
    private const int RedOfCr = 91881;
    private const int BlueOfCb = 116130;
    private const int GreenOfCr = 46802;
    private const int GreenOfCb = 22554;

    /// <summary>Converts a row.</summary>
    /// <param name="color">The meaning of the components, of which there are three or four.</param>
    /// <param name="components">One row of each component.</param>
    /// <param name="to">The row of RGB pixels to write.</param>
    /// <param name="width">The number of pixels.</param>
    public static void Convert(JpegColor color, byte** components, byte* to, int width)
    {
        byte* first = components[0], second = components[1], third = components[2];
        switch (color)
        {
            case JpegColor.Rgb:
                for (int x = 0; x < width; x++, to += 3)
                    (to[0], to[1], to[2]) = (first[x], second[x], third[x]);
                break;
            case JpegColor.YCbCr:
                FromYCbCr(first, second, third, to, width);
                break;
            case JpegColor.Ycck:
                FromYCbCr(first, second, third, to, width);
                for (int x = 0; x < width * 3; x++)
                    to[x] = Divide255((255 - to[x]) * components[3][x / 3]);
                break;
            case JpegColor.InvertedCmyk:
                for (int x = 0; x < width; x++, to += 3)
                {
                    int black = components[3][x];
                    (to[0], to[1], to[2]) = (Divide255(first[x] * black), Divide255(second[x] * black), Divide255(third[x] * black));
                }
                break;
            default:
                for (int x = 0; x < width; x++, to += 3)
                {
                    int black = 255 - components[3][x];
                    (to[0], to[1], to[2]) = (Divide255((255 - first[x]) * black), Divide255((255 - second[x]) * black),
                        Divide255((255 - third[x]) * black));
                }
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromYCbCr(byte* luma, byte* blueDifference, byte* redDifference, byte* to, int width)
    {
        for (int x = 0; x < width; x++, to += 3)
        {
            int y = luma[x], cb = blueDifference[x] - 128, cr = redDifference[x] - 128;
            to[0] = Clamp(y + (((RedOfCr * cr) + Half) >> 16));
            to[1] = Clamp(y + (((-GreenOfCb * cb) - (GreenOfCr * cr) + Half) >> 16));
            to[2] = Clamp(y + (((BlueOfCb * cb) + Half) >> 16));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    // Rounds to the nearest integer; there are no ties, because 255 is odd.
    private static byte Divide255(int product) => (byte)((product + 127) / 255);
}
