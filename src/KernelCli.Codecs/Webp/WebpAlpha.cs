using KernelCli.Codecs.Webp.Lossless;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp;

/// <summary>
/// The alpha of a lossy picture (RFC 9649, 2.7.1.2): an ALPH chunk, plain or compressed as the green of a lossless picture.
/// </summary>
internal static class WebpAlpha
{
    private const int Plain = 0, Lossless = 1;

    /// <summary>Decodes alpha.</summary>
    /// <param name="data">The data of the chunk, at least one byte.</param>
    /// <param name="offset">The offset of the data in the file, for messages.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="limits">The limit on memory; that of the result is checked by the caller.</param>
    /// <returns>A byte for each pixel.</returns>
    /// <exception cref="ImageFormatException">The data is damaged.</exception>
    public static byte[] Decode(byte[] data, long offset, int width, int height, ImageLimits limits)
    {
        byte[] alpha = new byte[width * height];
        int compression = data[0] & 3;
        if (compression == Plain)
        {
            if (data.Length - 1 < alpha.Length)
                throw new ImageFormatException("WebP", offset, $"alpha of {data.Length - 1} bytes for {alpha.Length} pixels");
            data.AsSpan(1, alpha.Length).CopyTo(alpha);
        }
        else if (compression == Lossless)
        {
            uint[] pixels = LosslessDecoder.Decode(new LosslessBits(data, 1, offset), width, height, limits);
            for (int i = 0; i < alpha.Length; i++)
                alpha[i] = (byte)(pixels[i] >> 8);
        }
        else
        {
            throw new ImageFormatException("WebP", offset, $"alpha of compression {compression}");
        }
        Unfilter(alpha, width, (data[0] >> 2) & 3);
        return alpha;
    }

    // Adds the prediction: from the left (1), from above (2), or left + above - upper left (3). In the first row it is the
    // left pixel, in the first column the one above, in any filter.
    private static void Unfilter(byte[] alpha, int width, int filter)
    {
        if (filter == 0)
            return;
        for (int i = 1; i < alpha.Length; i++)
        {
            int x = i % width;
            int prediction = i < width ? alpha[i - 1]
                : x == 0 || filter == 2 ? alpha[i - width]
                : filter == 1 ? alpha[i - 1]
                : Math.Clamp(alpha[i - 1] + alpha[i - width] - alpha[i - width - 1], 0, 255);
            alpha[i] += (byte)prediction;
        }
    }
}
