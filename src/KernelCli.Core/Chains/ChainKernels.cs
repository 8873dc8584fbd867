using KernelCli.Kernels;

namespace KernelCli.Chains;

/// <summary>Kernels that a chain makes of those that were asked for.</summary>
internal static class ChainKernels
{
    /// <summary>A kernel with weight 1 at the anchor: it copies the picture with the geometry of <paramref name="like"/>.</summary>
    public static Kernel IdentityLike(Kernel like) => IdentityLike(like, like.AnchorX, like.AnchorY);

    /// <summary>A kernel with the weights of another divided by a sum.</summary>
    public static Kernel Unit(Kernel kernel, double sum) =>
        Kernel.FromWeights(kernel.Width, kernel.Height, Array.ConvertAll(kernel.ToArray(), weight => weight / sum))
            .WithAnchor(kernel.AnchorX, kernel.AnchorY);

    /// <summary>A kernel with weight 1 in place of the only nonzero weight, or null if there are several.</summary>
    public static Kernel? SingleTap(Kernel kernel)
    {
        double[] weights = kernel.ToArray();
        int tap = Array.FindIndex(weights, weight => weight != 0);
        return Array.FindLastIndex(weights, weight => weight != 0) == tap
            ? IdentityLike(kernel, tap % kernel.Width, tap / kernel.Width)
            : null;
    }

    private static Kernel IdentityLike(Kernel like, int x, int y)
    {
        double[] column = new double[like.Height], row = new double[like.Width];
        column[y] = row[x] = 1;
        return Kernel.FromFactors(column, row).WithAnchor(like.AnchorX, like.AnchorY);
    }
}
