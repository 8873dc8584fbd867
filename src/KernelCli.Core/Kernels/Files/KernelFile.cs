using KernelCli.Primitives;

namespace KernelCli.Kernels.Files;

/// <summary>
/// Reads kernel files: rows of text, libvips matrices, JSON and NumPy arrays. The content determines the format; the
/// extension .mat marks a libvips matrix.
/// </summary>
public static class KernelFile
{
    /// <summary>The largest file that is read, in bytes; 255 x 255 weights of 17 digits take less than 2 MB.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Reads a kernel.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">The file's name, for messages; ".mat" marks a libvips matrix.</param>
    /// <exception cref="ArgumentNullException">The name is null.</exception>
    /// <exception cref="KernelFormatException">The content is not a valid kernel.</exception>
    public static Kernel Parse(ReadOnlySpan<byte> content, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (content.Length > MaxBytes)
            throw KernelFormatException.InFile(name, 0, $"a kernel file may have {MaxBytes} bytes, this has {content.Length}");
        if (content.StartsWith(NpyHeader.Magic))
            return NpyKernelFile.Parse(content, name);
        ReadOnlySpan<byte> text = content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? content[3..] : content;
        text = text.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            throw KernelFormatException.InFile(name, 0, "the file is empty");
        return text[0] is (byte)'[' or (byte)'{' ? JsonKernelFile.Parse(text, name) : TextKernelFile.Parse(text, name);
    }

    /// <summary>Makes the kernel, with errors that name the file.</summary>
    internal static Kernel Create(string name, int width, int height, double[] weights)
    {
        if (width is < 1 or > Kernel.MaxTextSide || height is < 1 or > Kernel.MaxTextSide)
            throw KernelFormatException.InFile(name, 0,
                $"a kernel has 1x1 to {Kernel.MaxTextSide}x{Kernel.MaxTextSide} weights, this {width}x{height}");
        foreach (double weight in weights)
            if (!double.IsFinite(weight))
                throw KernelFormatException.InFile(name, 0, $"a weight is {weight}, which is not a finite number");
        return Kernel.FromWeights(width, height, weights);
    }
}
