using KernelCli.Kernels;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Chains;

/// <summary>
/// Defers the divisors of integer kernels, so that a chain of them stays exact. Rows then hold
/// integers below 2^24, which float32 represents exactly; their values are these integers
/// times <see cref="Factor"/>. The last kernel divides once by the product of all divisors.
/// </summary>
/// <param name="Factor">The factor that turns the numbers in the rows into values.</param>
/// <param name="Range">The range of the integers, or null if the rows do not hold integers.</param>
internal sealed record DeferredScale(Rational Factor, (double Least, double Most)? Range)
{
    /// <summary>The state of rows as they were read: factor 1, and the full range of integer samples.</summary>
    public static DeferredScale Of(SampleType sample) => new(Rational.One, sample is SampleType.Float32 ? null : (0, sample.FullRange()));

    /// <summary>The state of rows whose values need not be integers: factor 1, no range.</summary>
    public static DeferredScale None { get; } = new(Rational.One, null);

    /// <summary>Whether the factor is 1, so that the rows hold values.</summary>
    public bool IsApplied => Factor == Rational.One;

    /// <summary>
    /// The kernel's integer weights without their scale, and the deferred
    /// scale after it; null if the sums would not be exact integers.
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
    /// A kernel that computes values from the rows as they are: its scale
    /// includes the factor, and its weights are integers where possible.
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
