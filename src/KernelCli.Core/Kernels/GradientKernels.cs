namespace KernelCli.Kernels;

/// <summary>A pair of first-derivative kernels; x grows to the right, y downwards.</summary>
/// <param name="X">Positive where brightness rises to the right; its scale and bias are those of the gradient.</param>
/// <param name="Y">Positive where brightness rises downwards.</param>
/// <exception cref="ArgumentNullException">One of them is null.</exception>
public sealed record GradientKernels(Kernel X, Kernel Y)
{
    /// <summary>Positive where brightness rises to the right; its scale and bias are those of the gradient.</summary>
    public Kernel X { get; init; } = X ?? throw new ArgumentNullException(nameof(X));

    /// <summary>Positive where brightness rises downwards.</summary>
    public Kernel Y { get; init; } = Y ?? throw new ArgumentNullException(nameof(Y));

    /// <summary>-1 0 1 / -2 0 2 / -1 0 1 and its transpose.</summary>
    public static GradientKernels Sobel() => FromSmoothing([1, 2, 1]);

    /// <summary>-3 0 3 / -10 0 10 / -3 0 3 and its transpose.</summary>
    public static GradientKernels Scharr() => FromSmoothing([3, 10, 3]);

    /// <summary>-1 0 1 / -1 0 1 / -1 0 1 and its transpose.</summary>
    public static GradientKernels Prewitt() => FromSmoothing([1, 1, 1]);

    /// <summary>The Roberts cross: 1 0 / 0 -1 and 0 1 / -1 0.</summary>
    public static GradientKernels Roberts() => new(
        Kernel.FromWeights(2, 2, [1, 0, 0, -1]),
        Kernel.FromWeights(2, 2, [0, 1, -1, 0]));

    private static GradientKernels FromSmoothing(ReadOnlySpan<double> smoothing) =>
        new(Kernel.FromFactors(smoothing, [-1, 0, 1]), Kernel.FromFactors([-1, 0, 1], smoothing));
}

/// <summary>The kernels of one correlation: a single kernel, or the two kernels of a gradient.</summary>
/// <param name="X">The kernel, or the first kernel of a gradient, whose scale and bias are used.</param>
/// <param name="Y">The second kernel of a gradient, or null.</param>
internal readonly record struct KernelSet(Kernel X, Kernel? Y)
{
    public static implicit operator KernelSet(Kernel kernel) => new(kernel, null);

    public static implicit operator KernelSet(GradientKernels kernels) => new(kernels.X, kernels.Y);

    /// <summary>The kernels rotated by 180 degrees.</summary>
    public KernelSet Rotate180() => new(X.Rotate180(), Y?.Rotate180());
}
