namespace KernelCli.Kernels;

/// <summary>What is correlated with an image: one kernel, or the two of a gradient.</summary>
/// <param name="X">The kernel; of a gradient the first, whose scale and bias count.</param>
/// <param name="Y">The second kernel of a gradient, or null.</param>
internal readonly record struct KernelSet(Kernel X, Kernel? Y)
{
    public static implicit operator KernelSet(Kernel kernel) => new(kernel, null);

    public static implicit operator KernelSet(GradientKernels kernels) => new(kernels.X, kernels.Y);

    /// <summary>Turned by 180 degrees.</summary>
    public KernelSet Rotate180() => new(X.Rotate180(), Y?.Rotate180());
}
