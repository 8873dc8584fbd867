using KernelCli.Primitives;

namespace KernelCli.Correlation.Selection;

/// <summary>
/// Scaling and rounding of integer sums by one product: <c>floor((u * Factor + Addend) / 2^Bits) - Lift</c>, where u is the distance of
/// the sum from one end of its range. Proved equal to <c>floor((sum * m + a) / d + 1/2)</c> for every sum whose value is in the range of
/// the samples, and beyond that range on the same side of it.
/// </summary>
/// <param name="From">The least sum, or the largest where the multiplier is negative.</param>
/// <param name="IsNegative">Whether u is counted down from <paramref name="From"/>.</param>
/// <param name="Factor">Below 2^32.</param>
/// <param name="Addend">Added to the product.</param>
/// <param name="Bits">The shift.</param>
/// <param name="Lift">Keeps all quotients at 0 or above before it is subtracted.</param>
internal sealed record ProductForm(int From, bool IsNegative, uint Factor, ulong Addend, int Bits, int Lift)
{
    /// <summary>
    /// Finds the form for sums from <paramref name="least"/> to <paramref name="most"/>; null where 64 bits prove too few.
    /// </summary>
    /// <remarks>
    /// With n = 2 m u + c and D = 2 d, the result is floor(n / D). All n are equal to c modulo G = gcd(2 m, D), so that n / D is at least
    /// (G - c mod G) / D below the next integer. Factor and addend are rounded up, by which the quotient gains less than (u + 1) / 2^Bits.
    /// It stays below that integer where this is no more than the distance.
    /// </remarks>
    public static ProductForm? TryFind(double least, double most, OutputScale scale, SampleType result)
    {
        if (!scale.IsExact || scale.Multiplier == 0 || result is SampleType.Float32 || least < int.MinValue || most > int.MaxValue
            || Math.Abs(scale.Multiplier) >= 1L << 40 || scale.Divisor >= 1L << 40)
            return null;
        bool isNegative = scale.Multiplier < 0;
        long from = (long)(isNegative ? most : least), range = (long)(most - least);
        Int128 step = 2 * (Int128)Math.Abs(scale.Multiplier), divisor = 2 * (Int128)scale.Divisor;
        Int128 start = (2 * (((Int128)from * scale.Multiplier) + scale.Addend)) + scale.Divisor;
        Int128 lift = start < 0 ? (-start + divisor - 1) / divisor : 0;
        start += lift * divisor;
        Int128 common = GreatestCommonDivisor(step, divisor), gap = common - (start % common);

        // Larger sums are clamped, and the error only makes them larger.
        Int128 relevant = Int128.Min(range, ((((Int128)result.FullRange() + 1 + lift) * divisor) - start) / step);
        if (relevant < 0 || lift >= 1 << 30)
            return null;
        for (int bits = 62; bits >= 0; bits--)
        {
            Int128 power = Int128.One << bits;
            Int128 factor = ((step * power) + divisor - 1) / divisor, addend = ((start * power) + divisor - 1) / divisor;
            Int128 largest = (range * factor) + addend;
            if (factor > uint.MaxValue || largest > ulong.MaxValue || largest >> bits > int.MaxValue)
                continue;
            return (relevant + 1) * divisor <= gap * power
                ? new ProductForm((int)from, isNegative, (uint)factor, (ulong)addend, bits, (int)lift)
                : null;
        }
        return null;
    }

    private static Int128 GreatestCommonDivisor(Int128 a, Int128 b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
