namespace KernelCli.Numerics;

/// <summary>
/// Elementary functions that use only additions, multiplications, divisions and exact operations. IEEE 754 defines the
/// results of these to the last bit, unlike those of a platform's C library, so weights and tables are the same
/// everywhere. Errors are a few units in the last place.
/// </summary>
internal static class PortableMath
{
    // ln 2 in two parts: the first has 21 trailing zero bits, so k * Ln2High is exact for |k| < 2^20.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary><c>e^x</c>.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > 709)
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        if (x < -745)
            return 0;
        double k = Math.Round(x / (Ln2High + Ln2Low));
        double r = x - (k * Ln2High) - (k * Ln2Low);

        // |r| <= 0.35: the Taylor remainder after r^14 / 14! is below 1e-18.
        double sum = 1;
        for (int n = 14; n >= 1; n--)
            sum = 1 + (r / n * sum);
        return Math.ScaleB(sum, (int)k);
    }

    /// <summary>Natural logarithm of a number above 0.</summary>
    public static double Log(double x)
    {
        if (!(x > 0))
            return x == 0 ? double.NegativeInfinity : double.NaN;
        if (double.IsPositiveInfinity(x))
            return x;
        int exponent = Math.ILogB(x);
        double m = Math.ScaleB(x, -exponent);
        if (m > 1.4142135623730951)
            (m, exponent) = (m / 2, exponent + 1);

        // ln m = 2 artanh s with |s| <= 0.1716: s^25 / 25 is below 1e-20.
        double s = (m - 1) / (m + 1);
        double square = s * s;
        double sum = 0;
        for (int n = 23; n >= 1; n -= 2)
            sum = (1.0 / n) + (square * sum);
        return (exponent * Ln2High) + ((2 * s * sum) + (exponent * Ln2Low));
    }

    /// <summary><c>x^y</c> for x of 0 or more.</summary>
    public static double Pow(double x, double y) =>
        y == 0 || x == 1 ? 1 : y == 1 ? x : x == 0 ? (y > 0 ? 0 : double.PositiveInfinity) : Exp(y * Log(x));

    /// <summary><c>1 / (1 + e^-x)</c>; 0 below -700, so that <c>e^-x</c> does not overflow.</summary>
    public static double Sigmoid(double x) => x < -700 ? 0 : 1 / (1 + Exp(-x));

    /// <summary>Sine of an angle in degrees; exact at multiples of 90.</summary>
    public static double SinDegrees(double degrees) => CosDegrees(degrees - 90);

    /// <summary>Cosine of an angle in degrees; exact at multiples of 90.</summary>
    public static double CosDegrees(double degrees)
    {
        // The cosine is even with period 360, and cos(180 - a) = -cos a, so the angle reduces to 0..90. Above 45 it is sin(90 - a).
        double a = Math.Abs(Math.IEEERemainder(degrees, 360));
        double sign = 1;
        if (a > 90)
            (a, sign) = (180 - a, -1);
        const double radians = 3.14159265358979323846 / 180;
        return sign * (a <= 45 ? Series(a * radians, 0) : Series((90 - a) * radians, 1));
    }

    // x^first / first! - x^(first + 2) / (first + 2)! + ...: cosine for 0, sine for 1; |x| <= 0.79.
    private static double Series(double x, int first)
    {
        double sum = 0;
        for (int n = first + 20; n > first; n -= 2)
            sum = (1 - sum) * x * x / (n * (n - 1.0));
        return (1 - sum) * (first == 0 ? 1 : x);
    }
}
