using System.Globalization;
using System.Text;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Kernels.Files;

/// <summary>
/// Rows of numbers, as <see cref="NumberRows"/> reads them from a file. The first line of a
/// libvips matrix is <c>width height [scale [offset]]</c>. A file is read as a matrix if its name
/// ends in ".mat", if it starts with the comment that <see cref="Format"/> writes, or if its
/// first line gives the width and height of the rows after it and differs from them in length.
/// </summary>
internal static class TextKernelFile
{
    // Format starts matrices with this comment. Without it, a header of four numbers over rows of four looks like another row.
    private const string MatrixMark = "# libvips matrix: width height scale offset";

    public static Kernel Parse(ReadOnlySpan<byte> content, string name)
    {
        string all = Encoding.UTF8.GetString(content);
        var rows = NumberRows.ReadLines(name, all);
        if (rows.Count == 0)
            throw KernelFormatException.InFile(name, 0, "the file has no numbers");
        return all.StartsWith(MatrixMark, StringComparison.Ordinal) || IsMatrix(rows, name)
            ? Matrix(rows, name)
            : KernelFile.Create(name, rows.Width(), rows.Count, rows.From(0));
    }

    /// <summary>
    /// Formats the kernel as text rows, or as a libvips matrix if it has a scale or a bias. The anchor is not stored.
    /// </summary>
    public static string Format(Kernel kernel)
    {
        var text = new StringBuilder();
        double scale = kernel.Multiplier / kernel.Divisor;
        bool matrix = scale != 1 || kernel.Bias != 0;
        if (matrix)
            text.Append(MatrixMark).Append('\n')
                .Append(
                CultureInfo.InvariantCulture, $"{kernel.Width} {kernel.Height} {kernel.Divisor / kernel.Multiplier} {kernel.Bias}\n");
        for (int y = 0; y < kernel.Height; y++)
            for (int x = 0; x < kernel.Width; x++)
                text.Append(CultureInfo.InvariantCulture, $"{kernel[x, y]}").Append(x == kernel.Width - 1 ? '\n' : ' ');
        return text.ToString();
    }

    private static bool IsMatrix(NumberRows rows, string name)
    {
        double[] head = rows[0];
        if (name.EndsWith(".mat", StringComparison.OrdinalIgnoreCase))
            return true;
        return head.Length is >= 2 and <= 4 && rows.Count > 1 && head.Length != rows[1].Length && head[0] == rows[1].Length
            && head[1] == rows.Count - 1;
    }

    private static Kernel Matrix(NumberRows rows, string name)
    {
        double[] head = rows[0];
        if (head.Length is < 2 or > 4 || head[0] != Math.Floor(head[0]) || head[1] != Math.Floor(head[1]))
            throw KernelFormatException.InFile(name, 0, "the first line of a matrix is: width height [scale [offset]]");

        // libvips ignores line breaks between numbers.
        double[] weights = rows.From(1);
        if (weights.Length != head[0] * head[1])
            throw KernelFormatException.InFile(name, 0,
                FormattableString.Invariant($"the first line says {head[0]}x{head[1]}, but {weights.Length} numbers follow"));
        double scale = head.Length > 2 ? head[2] : 1, offset = head.Length > 3 ? head[3] : 0;
        if (scale == 0)
            throw KernelFormatException.InFile(name, 0, "the scale of the matrix is 0, and results are divided by it");
        return KernelFile.Create(name, (int)head[0], (int)head[1], weights).WithScale(1, scale, offset);
    }
}
