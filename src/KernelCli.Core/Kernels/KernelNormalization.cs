namespace KernelCli.Kernels;

/// <summary>How a kernel's divisor follows from its weights.</summary>
public enum KernelNormalization
{
    /// <summary>It does not: weights are used as they stand.</summary>
    None,

    /// <summary>Divided by the sum of the weights, so that a flat picture stays as it is. Refused where the sum is 0.</summary>
    Sum,

    /// <summary>
    /// By the sum where all weights are 0 or more, by its absolute value where some are negative, by the sum of the positive
    /// ones where the sum is 0 (the rule of ImageMagick's <c>!</c>).
    /// </summary>
    Auto,
}
