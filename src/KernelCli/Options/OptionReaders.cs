using System.Globalization;
using KernelCli.Chains;
using KernelCli.Text;

namespace KernelCli.Cli.Options;

/// <summary>Parsers for kinds of values that several options take. Their errors say which values are valid.</summary>
internal static class OptionReaders
{
    /// <summary>The text as it is.</summary>
    public static string Text(SpecToken token) => token.Text;

    /// <summary>An integer in a range, both ends included.</summary>
    public static Func<SpecToken, int> Integer(int min, int max) => token => (int)Long(token, min, max);

    /// <summary>A 64-bit integer in a range, both ends included.</summary>
    public static Func<SpecToken, long> Long(long min, long max) => token => Long(token, min, max);

    /// <summary>A decimal number from 0 to <paramref name="max"/>, without an exponent.</summary>
    public static Func<SpecToken, double> Fraction(double max) => token =>
        double.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= 0
            && value <= max
            ? value
            : throw token.Refuse($"use a number from 0 to {max}");

    /// <summary>The same, where there is no default.</summary>
    public static Func<SpecToken, double?> OptionalFraction(double max) => token => Fraction(max)(token);

    /// <summary>A number, <c>nan</c> or <c>auto</c>, and <c>:fill</c> after it where pixels without a value are filled.</summary>
    public static NoData NoData(SpecToken token)
    {
        const string fill = ":fill", ofFile = "auto";
        bool fills = token.Text.EndsWith(fill, StringComparison.Ordinal);
        string text = fills ? token.Text[..^fill.Length] : token.Text;
        if (text == ofFile)
            return Chains.NoData.OfFile(fills);
        return NoDataText.Parse(text) is { } value ? Chains.NoData.Of(value, fills)
            : throw token.Refuse("use a number, nan or auto, and :fill after it to fill the pixels without a value");
    }

    private static long Long(SpecToken token, long min, long max) =>
        long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min
            && value <= max
            ? value
            : throw token.Refuse($"use a whole number from {min} to {max}");
}
