using System.Globalization;
using KernelCli.Primitives;

namespace KernelCli.Text;

/// <summary>Rows of numbers: from a spec, separated by commas and slashes, or from a file, one row per line.</summary>
internal sealed class NumberRows
{
    private static readonly char[] FileSeparators = [' ', '\t', ',', ';', '"'];
    private const string OtherSeparators = " ;|\n\t";

    private readonly string _text;
    private readonly bool _isFile;
    private readonly List<(double[] Numbers, int Place)> _rows = [];

    private NumberRows(string text, bool isFile) => (_text, _isFile) = (text, isFile);

    /// <summary>Number of rows.</summary>
    public int Count => _rows.Count;

    /// <summary>The numbers of a row.</summary>
    public double[] this[int row] => _rows[row].Numbers;

    /// <summary>Reads <c>0,-1,0/-1,5,-1/0,-1,0</c>: slashes separate rows, commas separate numbers.</summary>
    public static NumberRows Read(SpecToken token)
    {
        var rows = new NumberRows(token.Spec, isFile: false);
        foreach (SpecToken row in token.Split('/'))
        {
            foreach (SpecToken number in row.Split(','))
                if (number.Text.Trim().AsSpan().ContainsAny(OtherSeparators))
                    throw number.Error($"'{number.Text}' is not a number: commas stand between numbers, and / between rows");
            rows._rows.Add((row.Numbers("a weight"), row.Column));
        }
        return rows;
    }

    /// <summary>
    /// Reads the lines of a file. Spaces, tabs, commas, semicolons and double quotes separate numbers, <c>#</c> starts a
    /// comment, and empty lines are ignored.
    /// </summary>
    public static NumberRows ReadLines(string name, string content)
    {
        var rows = new NumberRows(name, isFile: true);
        int line = 0;
        foreach (string raw in content.Split('\n'))
        {
            line++;
            int comment = raw.IndexOf('#', StringComparison.Ordinal);
            string text = (comment < 0 ? raw : raw[..comment]).TrimEnd('\r');
            string[] numbers = text.Split(FileSeparators, StringSplitOptions.RemoveEmptyEntries);
            if (numbers.Length > 0)
                rows._rows.Add((Array.ConvertAll(numbers, number => Number(name, line, number)), line));
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
                throw Error(_rows[row].Place,
                    $"row {row + 1} has {this[row].Length} numbers, row 1 has {this[0].Length}: all rows must be equally long");
        return this[0].Length;
    }

    private KernelFormatException Error(int place, string problem) =>
        _isFile ? KernelFormatException.InFile(_text, place, problem) : new KernelFormatException(_text, place, problem);

    private static double Number(string name, int line, string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw KernelFormatException.InFile(name, line, $"'{number}' is not a finite number");
}
