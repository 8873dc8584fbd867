using KernelCli.Codecs;
using KernelCli.Codecs.Png;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Sheets;

/// <summary>
/// A kernel as a gray picture: the gray level of a weight w is 128 + 127 w / max|w|, so that 0 is middle gray (128).
/// </summary>
internal static class KernelImage
{
    /// <summary>Writes a PNG.</summary>
    /// <param name="kernel">The weights.</param>
    /// <param name="cell">Pixels along a side of the square of each weight.</param>
    /// <param name="stream">Where it goes.</param>
    public static void Write(Kernel kernel, int cell, Stream stream)
    {
        double[] weights = kernel.ToArray();
        double largest = weights.Max(Math.Abs);
        ImageLimits.Default.CheckPixels((long)kernel.Width * cell, (long)kernel.Height * cell);
        var info = new ImageInfo(kernel.Width * cell, kernel.Height * cell, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        using IRowSink sink = new PngCodec().Create(stream, info, EncodeOptions.Default);
        byte[] row = new byte[info.RowBytes];
        for (int y = 0; y < info.Height; y++)
        {
            for (int x = 0; x < info.Width; x++)
            {
                double weight = weights[((y / cell) * kernel.Width) + (x / cell)];
                row[x] = (byte)(largest == 0 ? 128 : Math.Clamp(Math.Floor(128 + (127 * weight / largest) + 0.5), 0, 255));
            }
            sink.WriteRow(row);
        }
        sink.Complete();
    }
}
