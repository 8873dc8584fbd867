namespace KernelCli.Kernels;

/// <summary>
/// Edge kernels in eight directions of the compass, each the last turned by 45 degrees. A direction is named after where its
/// positive weights are; north is up.
/// </summary>
internal static class CompassKernels
{
    /// <summary>The directions, clockwise from the upper left corner.</summary>
    public static readonly string[] Directions = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

    // The ring of cells around the middle, clockwise from the upper left corner, as indices of a 3x3 kernel.
    private static readonly int[] Ring = [0, 1, 2, 5, 8, 7, 6, 3];

    /// <summary>5 in three cells next to each other, -3 in the others; <c>n</c> is 5 5 5 / -3 0 -3 / -3 -3 -3.</summary>
    public static Kernel Kirsch(string direction) => Turned([5, 5, 5, -3, -3, -3, -3, -3], direction);

    /// <summary>1 2 1 and, opposite, -1 -2 -1; <c>n</c> is 1 2 1 / 0 0 0 / -1 -2 -1.</summary>
    public static Kernel Robinson(string direction) => Turned([1, 2, 1, 0, -1, -2, -1, 0], direction);

    // The first three weights lie around the direction.
    private static Kernel Turned(double[] ring, string direction)
    {
        int middle = Array.IndexOf(Directions, direction);
        double[] weights = new double[9];
        for (int i = 0; i < ring.Length; i++)
            weights[Ring[(i + middle + 7) % 8]] = ring[i];
        return Kernel.FromWeights(3, 3, weights);
    }
}

/// <summary>Pairs of first derivatives of other sizes and weights than Sobel's 3x3.</summary>
internal static class LargeGradientKernels
{
    /// <summary>
    /// Sobel of 3, 5 or 7: a row of Pascal's triangle across, and along it the row that is shorter by 2, combined with -1 0 1.
    /// </summary>
    public static GradientKernels Sobel(int size)
    {
        double[] smooth = Pascal(size), shorter = Pascal(size - 2), difference = new double[size];
        for (int i = 0; i < shorter.Length; i++)
        {
            difference[i] -= shorter[i];
            difference[i + 2] += shorter[i];
        }
        return new GradientKernels(Kernel.FromFactors(smooth, difference), Kernel.FromFactors(difference, smooth));
    }

    /// <summary>Frei and Chen: -1 0 1 / -sqrt(2) 0 sqrt(2) / -1 0 1 and its transpose.</summary>
    public static GradientKernels FreiChen()
    {
        double[] smooth = [1, Math.Sqrt(2), 1], difference = [-1, 0, 1];
        return new GradientKernels(Kernel.FromFactors(smooth, difference), Kernel.FromFactors(difference, smooth));
    }

    private static double[] Pascal(int size)
    {
        double[] row = new double[size];
        row[0] = 1;
        for (int n = 1; n < size; n++)
            for (int i = n; i > 0; i--)
                row[i] += row[i - 1];
        return row;
    }
}
