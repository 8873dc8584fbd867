using System.Globalization;
using KernelCli.Primitives;

namespace KernelCli.Text;

/// <summary>One value of a filter spec, an option or a settings file, with its position.</summary>
/// <param name="Spec">The whole text.</param>
/// <param name="Text">The value.</param>
/// <param name="Column">1-based position of its first character.</param>
internal sealed record SpecToken(string Spec, string Text, int Column)
{
    /// <summary>Creates a token for a text that is a single value.</summary>
    public SpecToken(string text)
        : this(text, text, 1)
    {
    }

    /// <summary>The key that it belongs to, or null.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it has been read.</summary>
    public bool IsUsed { get; set; }

    /// <summary>An error at this value.</summary>
    public KernelFormatException Error(string problem) => new(Spec, Column, problem);

    /// <summary>An error at this value, without a column if the value is the whole text.</summary>
    public KernelFormatException Refuse(string problem) => new(Spec, Text.Length == Spec.Length ? 0 : Column, problem);

    /// <summary>A finite number in the range of float32, because filters compute in float32.</summary>
    public double Number(string what)
    {
        if (!double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || double.IsNaN(value))
            throw Error($"{what} must be a finite number, not '{Text}'{PointHint()}");
        return Math.Abs(value) <= float.MaxValue
            ? value
            : throw Error($"{what} must be between -3.4e38 and 3.4e38, the range of float32, not '{Text}'");
    }

    // In half of the world a comma is written where programs take a point.
    private string PointHint() =>
        Text.Split(',') is [var whole, var part] && long.TryParse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            && ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? $"; write {whole}.{part}" : "";

    /// <summary>An integer in a range.</summary>
    public int Integer(string what, int min, int max) =>
        int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max
            ? value
            : throw Error($"{what} must be a whole number from {min} to {max}, not '{Text}'");

    /// <summary>An intensity in 8-bit levels; <c>50%</c> is half of 255.</summary>
    public double Level(string what) =>
        Text.EndsWith('%') ? (this with { Text = Text[..^1] }).Number(what) * 255 / 100 : Number(what);

    /// <summary><c>5</c> for both axes, or <c>7x3</c> for X and Y.</summary>
    public (int X, int Y) Pair(string what, int min, int max)
    {
        int cross = Text.IndexOf('x', StringComparison.Ordinal);
        return cross < 0
            ? (Integer(what, min, max), Integer(what, min, max))
            : (Part(0, cross).Integer(what, min, max), Part(cross + 1).Integer(what, min, max));
    }

    /// <summary>The parts between separators, each with its column.</summary>
    public SpecToken[] Split(char separator)
    {
        var parts = new List<SpecToken>();
        int begin = 0;
        for (int end; (end = Text.IndexOf(separator, begin)) >= 0; begin = end + 1)
            parts.Add(Part(begin, end));
        parts.Add(Part(begin));
        return [.. parts];
    }

    /// <summary>Numbers with commas between them.</summary>
    public double[] Numbers(string what) => Array.ConvertAll(Split(','), part => part.Number(what));

    /// <summary>One value for all three axes, or <c>X,Y,Z</c>: along rows, down columns and through slices.</summary>
    public SpecToken[] PerAxis()
    {
        SpecToken[] parts = Split(',');
        return parts.Length switch
        {
            1 => [this, this, this],
            3 => parts,
            _ => throw Refuse("use one value for all axes, or three: across, down and through"),
        };
    }

    /// <summary>A number of bytes: 1000000, 500M, 1.5G, 2GiB. The letters are powers of 1024.</summary>
    public long Bytes()
    {
        string number = Text.TrimEnd('b', 'B').TrimEnd('i');
        long unit = number.Length == 0 ? 0 : char.ToUpperInvariant(number[^1]) switch
        {
            'K' => 1L << 10,
            'M' => 1L << 20,
            'G' => 1L << 30,
            'T' => 1L << 40,
            _ => 1,
        };
        if (unit > 1)
            number = number[..^1];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0
            && value * unit < long.MaxValue / 2
            ? (long)(value * unit)
            : throw Refuse("use a size such as 500M or 4G");
    }

    /// <summary>0 or 1.</summary>
    public bool Switch(string what) => Text switch
    {
        "0" => false,
        "1" => true,
        _ => throw Error($"{what} must be 0 or 1, not '{Text}'"),
    };

    /// <summary>The characters from <paramref name="begin"/> to <paramref name="end"/>, exclusive.</summary>
    public SpecToken Part(int begin, int end) => this with { Text = Text[begin..end], Column = Column + begin };

    /// <summary>The characters from <paramref name="begin"/> on.</summary>
    public SpecToken Part(int begin) => Part(begin, Text.Length);
}
