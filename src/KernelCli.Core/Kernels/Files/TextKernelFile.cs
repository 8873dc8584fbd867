using System.Globalization;
using System.Text;
using KernelCli.Primitives;

namespace KernelCli.Kernels.Files;

/// <summary>
/// Rows of numbers, one a line, parted by blanks, commas or semicolons; <c>#</c> starts a comment. A libvips matrix has a line
/// <c>width height [scale [offset]]</c> first: it is taken for one where the name ends in ".mat", or where its first line is not as
/// long as the others and says their number.
/// </summary>
internal static class TextKernelFile
{
    // The first line of matrices that were written here: a header of four numbers may be as long as the rows.
    private const string MatrixMark = "# libvips matrix: width height scale offset";

    private static readonly char[] Separators = [' ', '\t', ',', ';', '"'];

    public static Kernel Parse(ReadOnlySpan<byte> content, string name)
    {
        var rows = new List<double[]>();
        int line = 0;
        string all = Encoding.UTF8.GetString(content);
        foreach (string raw in all.Split('\n'))
        {
            line++;
            int comment = raw.IndexOf('#', StringComparison.Ordinal);
            string text = (comment < 0 ? raw : raw[..comment]).TrimEnd('\r');
            string[] words = text.Split(Separators, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
                rows.Add(Array.ConvertAll(words, word => Number(name, line, text, word)));
        }
        if (rows.Count == 0)
            throw new KernelFormatException(name, 0, "the file has no numbers");
        return all.StartsWith(MatrixMark, StringComparison.Ordinal) || IsMatrix(rows, name) ? Matrix(rows, name) : Rows(rows, name);
    }

    /// <summary>The kernel as text rows.</summary>
    public static string Format(Kernel kernel)
    {
        var text = new StringBuilder();
        double scale = kernel.Multiplier / kernel.Divisor;
        bool matrix = scale != 1 || kernel.Bias != 0;
        if (matrix)
            text.Append(MatrixMark).Append('\n').Append(CultureInfo.InvariantCulture, $"{kernel.Width} {kernel.Height} {kernel.Divisor / kernel.Multiplier} {kernel.Bias}\n");
        for (int y = 0; y < kernel.Height; y++)
            for (int x = 0; x < kernel.Width; x++)
                text.Append(CultureInfo.InvariantCulture, $"{kernel[x, y]}").Append(x == kernel.Width - 1 ? '\n' : ' ');
        return text.ToString();
    }

    private static bool IsMatrix(List<double[]> rows, string name)
    {
        double[] head = rows[0];
        if (name.EndsWith(".mat", StringComparison.OrdinalIgnoreCase))
            return true;
        return head.Length is >= 2 and <= 4 && rows.Count > 1 && head.Length != rows[1].Length && head[0] == rows[1].Length && head[1] == rows.Count - 1;
    }

    private static Kernel Matrix(List<double[]> rows, string name)
    {
        double[] head = rows[0];
        if (head.Length is < 2 or > 4 || head[0] != Math.Floor(head[0]) || head[1] != Math.Floor(head[1]))
            throw new KernelFormatException(name, 0, "the first line of a matrix is: width height [scale [offset]]");

        // libvips reads numbers across line ends.
        double[] weights = [.. rows.Skip(1).SelectMany(row => row)];
        if (weights.Length != head[0] * head[1])
            throw new KernelFormatException(name, 0, FormattableString.Invariant($"the first line says {head[0]}x{head[1]}, but {weights.Length} numbers follow"));
        double scale = head.Length > 2 ? head[2] : 1, offset = head.Length > 3 ? head[3] : 0;
        if (scale == 0)
            throw new KernelFormatException(name, 0, "the scale of the matrix is 0, and results are divided by it");
        return KernelFile.Create(name, (int)head[0], (int)head[1], weights).WithScale(1, scale, offset);
    }

    private static Kernel Rows(List<double[]> rows, string name)
    {
        int width = rows[0].Length;
        for (int y = 1; y < rows.Count; y++)
            if (rows[y].Length != width)
                throw new KernelFormatException(name, 0, $"row {y + 1} has {rows[y].Length} numbers, row 1 has {width}: all rows must be equally long");
        return KernelFile.Create(name, width, rows.Count, [.. rows.SelectMany(row => row)]);
    }

    private static double Number(string name, int line, string text, string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new KernelFormatException(name, text.IndexOf(word, StringComparison.Ordinal) + 1, $"line {line}: '{word}' is not a finite number");
}
