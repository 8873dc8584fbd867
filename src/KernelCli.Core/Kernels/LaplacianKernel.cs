namespace KernelCli.Kernels;

/// <summary>The sum of the second differences: how much the neighbours are brighter than the middle.</summary>
public static class LaplacianKernel
{
    /// <summary>0 1 0 / 1 -4 1 / 0 1 0.</summary>
    public static Kernel Create4() => Kernel.FromWeights(3, 3, [0, 1, 0, 1, -4, 1, 0, 1, 0]);

    /// <summary>1 1 1 / 1 -8 1 / 1 1 1.</summary>
    public static Kernel Create8() => Kernel.FromWeights(3, 3, [1, 1, 1, 1, -8, 1, 1, 1, 1]);
}
