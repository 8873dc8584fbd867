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

/// <content>The divisor that follows from the weights.</content>
public sealed partial class Kernel
{
    /// <summary>The same kernel with the divisor that <paramref name="rule"/> gives it; multiplier and bias stay.</summary>
    /// <exception cref="ArgumentException">There is nothing to divide by: the sum (or, for auto, every weight) is 0.</exception>
    public Kernel Normalize(KernelNormalization rule)
    {
        double divisor = rule switch
        {
            KernelNormalization.None => Divisor,
            KernelNormalization.Sum => Traits.Sum,
            KernelNormalization.Auto when Traits.Sum is not 0 and var sum => Traits.NegativeSum < 0 ? Math.Abs(sum) : sum,
            KernelNormalization.Auto => Traits.PositiveSum,
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "the rule is not known"),
        };
        return divisor != 0
            ? WithScale(Multiplier, divisor, Bias)
            : throw new ArgumentException(rule is KernelNormalization.Sum
                ? "the weights add up to 0, so there is nothing to divide by"
                : "all weights are 0", nameof(rule));
    }
}
