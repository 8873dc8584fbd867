using System.Globalization;
using KernelCli.Correlation;
using KernelCli.Primitives;

namespace KernelCli.Chains.Parsing;

/// <summary>A value in a spec, and where it stands.</summary>
/// <param name="Spec">The whole spec.</param>
/// <param name="Text">The value.</param>
/// <param name="Column">1-based place of its first letter.</param>
internal sealed record SpecWord(string Spec, string Text, int Column)
{
    /// <summary>The key that it belongs to, or null.</summary>
    public string? Key { get; init; }

    /// <summary>Whether somebody has asked for it.</summary>
    public bool IsUsed { get; set; }

    public KernelFormatException Error(string problem) => new(Spec, Column, problem);

    /// <summary>A number that float32 can hold: filters compute in it.</summary>
    public double Number(string what)
    {
        if (!double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || double.IsNaN(value))
            throw Error($"{what} must be a finite number, not '{Text}'");
        return Math.Abs(value) <= float.MaxValue ? value : throw Error($"{what} must be between -3.4e38 and 3.4e38, the range of float32, not '{Text}'");
    }

    /// <summary>A whole number in a range.</summary>
    public int Whole(string what, int least, int most) =>
        int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Error($"{what} must be a whole number from {least} to {most}, not '{Text}'");

    /// <summary>An intensity in 8-bit levels; <c>50%</c> is half of 255.</summary>
    public double Level(string what) =>
        Text.EndsWith('%') ? (this with { Text = Text[..^1] }).Number(what) * 255 / 100 : Number(what);

    /// <summary><c>5</c> or <c>7x3</c>.</summary>
    public (int X, int Y) Size(string what, int most)
    {
        int cross = Text.IndexOf('x', StringComparison.Ordinal);
        if (cross < 0)
            return (Whole(what, 1, most), Whole(what, 1, most));
        SpecWord first = this with { Text = Text[..cross] };
        SpecWord second = this with { Text = Text[(cross + 1)..], Column = Column + cross + 1 };
        return (first.Whole(what, 1, most), second.Whole(what, 1, most));
    }

    /// <summary>A stride or a dilation.</summary>
    public Step Step(string what)
    {
        (int x, int y) = Size(what, 1_000_000);
        return new Step(x, y);
    }

    /// <summary>0 or 1.</summary>
    public bool Switch(string what) => Text switch
    {
        "0" => false,
        "1" => true,
        _ => throw Error($"{what} must be 0 or 1, not '{Text}'"),
    };
}
