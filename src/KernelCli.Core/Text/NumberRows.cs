using System.Globalization;
using KernelCli.Primitives;

namespace KernelCli.Text;

/// <summary>Rows of numbers: from a spec, separated by commas and slashes, or from a file, one row per line.</summary>
internal sealed class NumberRows
{
    private static readonly char[] FileSeparators = [' ', '\t', ',', ';', '"'];

    private readonly string _text;
    private readonly List<(double[] Numbers, int Column)> _rows = [];

    private NumberRows(string text) => _text = text;

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>The numbers of a row.</summary>
    public double[] this[int row] => _rows[row].Numbers;

    /// <summary>Reads <c>0,-1,0/-1,5,-1/0,-1,0</c>: slashes separate rows, commas separate numbers.</summary>
    public static NumberRows Read(SpecToken token)
    {
        var rows = new NumberRows(token.Spec);
        foreach (SpecToken row in token.Split('/'))
            rows._rows.Add((row.Numbers("a weight"), row.Column));
        return rows;
    }

    /// <summary>
    /// Reads the lines of a file. Spaces, tabs, commas, semicolons and double quotes separate numbers, <c>#</c> starts a
    /// comment, and empty lines are ignored.
    /// </summary>
    public static NumberRows ReadLines(string name, string content)
    {
        var rows = new NumberRows(name);
        int line = 0;
        foreach (string raw in content.Split('\n'))
        {
            line++;
            int comment = raw.IndexOf('#', StringComparison.Ordinal);
            string text = (comment < 0 ? raw : raw[..comment]).TrimEnd('\r');
            string[] numbers = text.Split(FileSeparators, StringSplitOptions.RemoveEmptyEntries);
            if (numbers.Length > 0)
                rows._rows.Add((Array.ConvertAll(numbers, number => Number(name, line, text, number)), 0));
        }
        return rows;
    }

    /// <summary>The numbers of all rows from <paramref name="first"/> on, concatenated.</summary>
    public double[] From(int first)
    {
        var all = new List<double>();
        for (int row = first; row < Count; row++)
            all.AddRange(this[row]);
        return [.. all];
    }

    /// <summary>The common length of all rows.</summary>
    /// <exception cref="KernelFormatException">The rows differ in length.</exception>
    public int Width()
    {
        for (int row = 1; row < Count; row++)
            if (this[row].Length != this[0].Length)
                throw new KernelFormatException(_text, _rows[row].Column,
                    $"row {row + 1} has {this[row].Length} numbers, row 1 has {this[0].Length}: all rows must be equally long");
        return this[0].Length;
    }

    private static double Number(string name, int line, string text, string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new KernelFormatException(name, text.IndexOf(number, StringComparison.Ordinal) + 1,
                $"line {line}: '{number}' is not a finite number");
}
