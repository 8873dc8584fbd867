namespace KernelCli.Kernels;

/// <summary>How a kernel's divisor follows from its weights.</summary>
public enum KernelNormalization
{
    /// <summary>The divisor stays unchanged.</summary>
    None,

    /// <summary>The divisor is the sum of the weights, so that a flat picture stays unchanged. A sum of 0 is refused.</summary>
    Sum,

    /// <summary>
    /// The divisor is the sum if all weights are 0 or more, the absolute value of the sum if some are negative, and the
    /// sum of the positive weights if the sum is 0 (the rule of ImageMagick's <c>!</c>).
    /// </summary>
    Auto,
}

/// <summary>Applies a <see cref="KernelNormalization"/>.</summary>
public static class KernelNormalizationExtensions
{
    /// <summary>The kernel with the divisor that <paramref name="rule"/> gives it; multiplier and bias stay.</summary>
    /// <exception cref="ArgumentException">There is nothing to divide by: the sum (or, for auto, every weight) is 0.</exception>
    public static Kernel Normalize(this Kernel kernel, KernelNormalization rule)
    {
        KernelTraits traits = kernel.Traits;
        double divisor = rule switch
        {
            KernelNormalization.None => kernel.Divisor,
            KernelNormalization.Sum => ZeroIfCancelled(traits),
            _ when ZeroIfCancelled(traits) is not 0 and var sum => traits.NegativeSum < 0 ? Math.Abs(sum) : sum,
            _ => traits.PositiveSum,
        };
        if (divisor == 0)
            throw new ArgumentException(rule is KernelNormalization.Sum
                ? "the weights add up to 0, so there is nothing to divide by: leave norm=sum out, or use norm=auto"
                : "all weights are 0");
        return kernel.WithScale(kernel.Multiplier, divisor, kernel.Bias);
    }

    // Fractional weights that should cancel leave a rounding error, which must not become a divisor.
    private static double ZeroIfCancelled(KernelTraits traits) =>
        Math.Abs(traits.Sum) <= 1e-12 * (traits.PositiveSum - traits.NegativeSum) ? 0 : traits.Sum;
}
