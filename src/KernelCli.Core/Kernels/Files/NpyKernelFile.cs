using System.Buffers.Binary;
using KernelCli.Primitives;

namespace KernelCli.Kernels.Files;

/// <summary>A NumPy array of two axes: rows, columns.</summary>
internal static class NpyKernelFile
{
    public static Kernel Parse(ReadOnlySpan<byte> content, string name)
    {
        try
        {
            int start = NpyHeader.LengthOf(content);
            if (content.Length < start)
                throw KernelFormatException.InFile(name, 0, "the header is cut short");
            NpyHeader header = NpyHeader.Parse(content[..start]);
            if (header.Shape.Length != 2)
                throw KernelFormatException.InFile(name, 0, $"a kernel has two axes, the array has {header.Shape.Length}");
            (int height, int width) = (header.Shape[0], header.Shape[1]);
            if ((long)width * height * header.ItemBytes != content.Length - start)
                throw KernelFormatException.InFile(name, 0,
                    $"{height}x{width} numbers of {header.ItemBytes} bytes do not fill {content.Length - start} bytes");
            double[] weights = new double[width * height];
            for (int i = 0; i < weights.Length; i++)
                weights[i] = header.ReadNumber(content[(start + (i * header.ItemBytes))..]);
            return KernelFile.Create(name, width, height, weights);
        }
        catch (Exception exception) when (exception is ImageFormatException or UnsupportedImageException)
        {
            throw KernelFormatException.InFile(name, 0, exception.Message);
        }
    }

    /// <summary>Formats the weights times multiplier / divisor as a float64 array. Bias and anchor are not stored.</summary>
    public static byte[] Format(Kernel kernel)
    {
        byte[] header = NpyHeader.Create("<f8", kernel.Height, kernel.Width);
        byte[] file = new byte[header.Length + (8 * kernel.Width * kernel.Height)];
        header.CopyTo(file, 0);
        for (int i = 0; i < kernel.Width * kernel.Height; i++)
        {
            double weight = kernel[i % kernel.Width, i / kernel.Width] * kernel.Multiplier / kernel.Divisor;
            BinaryPrimitives.WriteDoubleLittleEndian(file.AsSpan(header.Length + (8 * i)), weight);
        }
        return file;
    }
}
