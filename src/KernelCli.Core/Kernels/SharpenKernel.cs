namespace KernelCli.Kernels;

/// <summary>The identity minus a multiple of the Laplacian.</summary>
public static class SharpenKernel
{
    /// <summary>0 -a 0 / -a 1+4a -a / 0 -a 0.</summary>
    public static Kernel Create(double amount) =>
        Kernel.FromWeights(3, 3, [0, -amount, 0, -amount, 1 + (4 * amount), -amount, 0, -amount, 0]);
}
