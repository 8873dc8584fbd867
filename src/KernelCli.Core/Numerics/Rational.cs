namespace KernelCli.Numerics;

/// <summary>An exact fraction with a positive denominator, in lowest terms.</summary>
internal readonly record struct Rational
{
    public static readonly Rational Zero = new(0, 1);
    public static readonly Rational One = new(1, 1);

    // Common denominators of decimal and binary fractions, in the order they are tried.
    private static readonly long[] Denominators =
        [1, 2, 4, 8, 10, 16, 32, 64, 100, 128, 256, 512, 1000, 1024, 2048, 4096, 10_000, 65536, 100_000, 1_000_000];

    public Rational(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        long divisor = FloorMath.GreatestCommonDivisor(Math.Abs(numerator), Math.Abs(denominator)) * Math.Sign(denominator);
        (Numerator, Denominator) = (numerator / divisor, denominator / divisor);
    }

    public long Numerator { get; }

    public long Denominator { get; }

    /// <summary>The nearest double.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>
    /// Finds the fraction with a small denominator whose nearest double is <paramref name="value"/>, such as 3 / 10 for
    /// 0.3. False if there is none, as for a third.
    /// </summary>
    public static bool TryFrom(double value, out Rational result) => Math.Abs(value) < 1L << 53 && value == Math.Floor(value)
        ? Some(new Rational((long)value, 1), out result)
        : TryFromCommon([value], out long[] numerators, out long denominator)
        ? Some(new Rational(numerators[0], denominator), out result)
        : None(out result);

    /// <summary>Writes all values over one denominator, exactly; false where that cannot be done.</summary>
    public static bool TryFromCommon(ReadOnlySpan<double> values, out long[] numerators, out long denominator)
    {
        numerators = new long[values.Length];
        foreach (long candidate in Denominators)
        {
            int i = 0;
            while (i < values.Length)
            {
                double scaled = Math.Round(values[i] * candidate);
                if (!(Math.Abs(scaled) <= int.MaxValue) || scaled / candidate != values[i])
                    break;
                numerators[i++] = (long)scaled;
            }
            if (i == values.Length)
            {
                denominator = candidate;
                return true;
            }
        }
        denominator = 0;
        return false;
    }

    /// <summary>The product; false where it does not fit in 62 bits.</summary>
    public static bool TryMultiply(Rational a, Rational b, out Rational product)
    {
        // Cross-cancelling first keeps the products as small as possible.
        long left = FloorMath.GreatestCommonDivisor(Math.Abs(a.Numerator), b.Denominator),
            right = FloorMath.GreatestCommonDivisor(Math.Abs(b.Numerator), a.Denominator);
        if (TryMultiply(a.Numerator / left, b.Numerator / right, out long numerator)
            && TryMultiply(a.Denominator / right, b.Denominator / left, out long denominator))
            return Some(new Rational(numerator, denominator), out product);
        return None(out product);
    }

    private static bool TryMultiply(long a, long b, out long product)
    {
        product = unchecked(a * b);
        return a == 0 || Math.Abs((double)a) * Math.Abs((double)b) < 4e18;
    }

    private static bool Some(Rational value, out Rational result)
    {
        result = value;
        return true;
    }

    private static bool None(out Rational result)
    {
        result = Zero;
        return false;
    }
}
