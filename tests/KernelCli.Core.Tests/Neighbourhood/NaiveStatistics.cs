using System.Globalization;
using System.Numerics;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>Statistics of the cells of a window: in exact arithmetic where they are whole numbers, else in doubles. Decisions are 1 or 0.</summary>
internal static class NaiveStatistics
{
    public static double Deviation(double[] cells)
    {
        if (IsWhole(cells))
            return Math.Sqrt((double)Variance(cells)) / cells.Length;
        double mean = cells.Average();
        return Math.Sqrt(cells.Select(cell => (cell - mean) * (cell - mean)).Average());
    }

    public static double AboveMean(double[] cells, double value, string subtracted, double white)
    {
        if (!IsWhole(cells))
            return double.IsNaN(value - cells.Average()) && !double.IsInfinity(value) ? double.NaN
                : double.IsNaN(cells.Average()) ? double.NaN : Decide(value > cells.Average() - (double.Parse(subtracted, CultureInfo.InvariantCulture) * white / 255));
        return Decide((cells.Length * (decimal)value) - (decimal)cells.Sum() > -cells.Length * Number(subtracted) * (decimal)white / 255);
    }

    public static double Niblack(double[] cells, double value, string k)
    {
        if (!IsWhole(cells))
            return Decide(value - cells.Average() + (double.Parse(k, CultureInfo.InvariantCulture) * Deviation(cells)), cells);
        (BigInteger p, BigInteger q) = Fraction(k);
        return Decide(IsAbove(q * (new BigInteger(cells.Length * value) - new BigInteger(cells.Sum())), -p, Variance(cells)));
    }

    public static double Sauvola(double[] cells, double value, string k, double white)
    {
        double factor = double.Parse(k, CultureInfo.InvariantCulture);
        if (!IsWhole(cells))
            return Decide(value - (cells.Average() * (1 + (factor * ((Deviation(cells) * 2 / white) - 1)))), cells);
        (BigInteger p, BigInteger q) = Fraction(k);
        BigInteger n = cells.Length, sum = new(cells.Sum());

        // value > mean (1 + K (2 deviation / white - 1)), times n^2 q white.
        return Decide(IsAbove(new BigInteger(white) * ((n * n * q * new BigInteger(value)) - (n * sum * (q - p))), 2 * sum * p, Variance(cells)));
    }

    public static double Gaussian(Cell[] cells, int width, int height)
    {
        double sum = 0, weights = 0;
        foreach ((int dx, int dy, double value) in cells)
        {
            double weight = Math.Exp((-dx * dx / (2 * Squared(width))) - (dy * dy / (2 * Squared(height))));
            (sum, weights) = (sum + (weight * value), weights + weight);
        }
        return sum / weights;

        static double Squared(int size) => Math.Pow((0.3 * (((size - 1) / 2.0) - 1)) + 0.8, 2);
    }

    private static bool IsWhole(double[] cells) => cells.All(cell => double.IsInteger(cell) && Math.Abs(cell) < 1e6);

    // n times the sum of squares minus the square of the sum.
    private static BigInteger Variance(double[] cells)
    {
        BigInteger sum = new(cells.Sum()), squares = new(cells.Sum(cell => cell * cell));
        return (cells.Length * squares) - (sum * sum);
    }

    // Whether a > b sqrt(square).
    private static bool IsAbove(BigInteger a, BigInteger b, BigInteger square) =>
        b.Sign >= 0 ? a.Sign > 0 && a * a > b * b * square : a.Sign > 0 || a * a < b * b * square;

    private static double Decide(double margin, double[] cells) => double.IsNaN(margin) || cells.Any(double.IsNaN) ? double.NaN : Decide(margin > 0);

    private static double Decide(bool isAbove) => isAbove ? 1 : 0;

    private static (BigInteger P, BigInteger Q) Fraction(string text)
    {
        decimal number = Number(text);
        var q = BigInteger.Pow(10, number.Scale);
        return (new BigInteger(number * (decimal)q), q);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
