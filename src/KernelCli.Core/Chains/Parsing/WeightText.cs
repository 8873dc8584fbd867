using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Chains.Parsing;

/// <summary>Weights written out in a spec: rows end with a slash, numbers are parted by commas.</summary>
internal static class WeightText
{
    /// <summary><c>0,-1,0/-1,5,-1/0,-1,0</c>.</summary>
    public static Kernel ParseRows(SpecWord word)
    {
        var weights = new List<double>();
        int width = 0, height = 0, column = word.Column;
        foreach (string row in word.Text.Split('/'))
        {
            double[] numbers = ParseLine(word, row, column);
            if (height > 0 && numbers.Length != width)
                throw new KernelFormatException(word.Spec, column, $"row {height + 1} has {numbers.Length} numbers, row 1 has {width}: all rows must be equally long");
            (width, height) = (numbers.Length, height + 1);
            weights.AddRange(numbers);
            column += row.Length + 1;
        }
        CheckSides(word, width, height);
        return Kernel.FromWeights(width, height, [.. weights]);
    }

    /// <summary><c>1,2,1</c> for both axes, or <c>1,2,1/1,0,-1</c>: column, then row.</summary>
    public static Kernel ParseFactors(SpecWord word)
    {
        string[] lines = word.Text.Split('/');
        if (lines.Length > 2)
            throw word.Error("separable takes one line of numbers, or a column and a row parted by '/'");
        double[] column = ParseLine(word, lines[0], word.Column);
        double[] row = lines.Length == 1 ? column : ParseLine(word, lines[1], word.Column + lines[0].Length + 1);
        CheckSides(word, row.Length, column.Length);
        return Kernel.FromFactors(column, row);
    }

    private static double[] ParseLine(SpecWord word, string line, int column)
    {
        var numbers = new List<double>();
        foreach (string number in line.Split(','))
        {
            numbers.Add((word with { Text = number, Column = column }).Number("a weight"));
            column += number.Length + 1;
        }
        return [.. numbers];
    }

    private static void CheckSides(SpecWord word, int width, int height)
    {
        if (width > Kernel.MaxTextSide || height > Kernel.MaxTextSide)
            throw word.Error($"the kernel is {width}x{height}; the largest is {Kernel.MaxTextSide}x{Kernel.MaxTextSide}");
    }
}
