using System.Globalization;
using KernelCli.Text;

namespace KernelCli.Cli.Options;

/// <summary>Readers of the values that several options take; what is refused is told with what to use.</summary>
internal static class OptionReaders
{
    /// <summary>The text as it is.</summary>
    public static string Text(SpecToken token) => token.Text;

    /// <summary>A whole number in a range.</summary>
    public static Func<SpecToken, int> Integer(int min, int max) => token => (int)Long(token, min, max);

    /// <summary>A whole number in a range of 64 bits.</summary>
    public static Func<SpecToken, long> Long(long min, long max) => token => Long(token, min, max);

    /// <summary>A number from 0 on, with or without a fraction.</summary>
    public static Func<SpecToken, double> Fraction(double max) => token =>
        double.TryParse(token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= 0
            && value <= max
            ? value
            : throw token.Refuse($"use a number from 0 to {max}");

    private static long Long(SpecToken token, long min, long max) =>
        long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min
            && value <= max
            ? value
            : throw token.Refuse($"use a whole number from {min} to {max}");
}
