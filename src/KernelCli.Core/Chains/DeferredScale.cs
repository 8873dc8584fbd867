using KernelCli.Kernels;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Chains;

/// <summary>
/// What keeps a chain of whole-number kernels exact: their divisors are put off. Rows then hold whole numbers below 2^24, which float32
/// holds exactly, and are worth that times <see cref="Factor"/>; the last kernel divides once by the product of all divisors.
/// </summary>
/// <param name="Factor">What rows must be multiplied by to be values.</param>
/// <param name="Range">The range of the whole numbers, or null where rows hold no such.</param>
internal sealed record DeferredScale(Rational Factor, (double Least, double Most)? Range)
{
    /// <summary>Rows of samples as they were read.</summary>
    public static DeferredScale Of(SampleType sample) => new(Rational.One, sample is SampleType.Float32 ? null : (0, sample.FullRange()));

    /// <summary>Rows of values that need not be whole.</summary>
    public static DeferredScale None { get; } = new(Rational.One, null);

    /// <summary>Whether rows are values.</summary>
    public bool IsApplied => Factor == Rational.One;

    /// <summary>
    /// A kernel's whole-number weights alone, with its anchor, and the scale after it; null where sums would not stay whole or
    /// exact.
    /// </summary>
    public (Kernel Kernel, DeferredScale After)? TryDefer(Kernel kernel)
    {
        if (Range is not { } range || kernel.Bias != 0 || kernel.Traits.IntegerWeights is not { } weights
            || (Math.Max(Math.Abs(range.Least), Math.Abs(range.Most)) * (weights.PositiveSum - weights.NegativeSum)) >= 1 << 24
            || !Rational.TryFrom(kernel.Multiplier, out Rational multiplier) || !Rational.TryFrom(kernel.Divisor, out Rational divisor)
            || !Rational.TryMultiply(Factor, multiplier, out Rational factor)
            || !Rational.TryMultiply(factor, new Rational(divisor.Denominator, divisor.Numerator), out factor)
            || !Rational.TryMultiply(factor, new Rational(1, weights.Denominator), out factor))
            return null;
        (double, double) after = ((weights.PositiveSum * range.Least) + (weights.NegativeSum * range.Most),
            (weights.PositiveSum * range.Most) + (weights.NegativeSum * range.Least));
        return (Whole(weights).WithAnchor(kernel.AnchorX, kernel.AnchorY), new DeferredScale(factor, after));
    }

    /// <summary>
    /// A kernel that takes rows as they are and gives values: the factor goes into its scale, and whole weights are taken as
    /// such.
    /// </summary>
    public Kernel ApplyScale(Kernel kernel)
    {
        if (Range is not null && TryDefer(kernel.WithScale(kernel.Multiplier, kernel.Divisor, 0)) is { } deferred)
            return deferred.Kernel.WithScale(deferred.After.Factor.Numerator, deferred.After.Factor.Denominator, kernel.Bias)
                .WithExact(kernel.Exact);
        return IsApplied ? kernel : kernel.WithScale(kernel.Multiplier * Factor.Numerator, kernel.Divisor * Factor.Denominator,
            kernel.Bias);
    }

    private static Kernel Whole(IntegerWeights weights) => weights.Column is { } column
        ? Kernel.FromFactors(Array.ConvertAll(column, v => (double)v), Array.ConvertAll(weights.Row!, v => (double)v))
        : Kernel.FromWeights(weights.Width, weights.Height, Array.ConvertAll(weights.Dense!, v => (double)v));
}
