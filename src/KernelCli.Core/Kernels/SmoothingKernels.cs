namespace KernelCli.Kernels;

/// <summary>The mean of a rectangle: all weights 1, divided by their number.</summary>
internal static class BoxKernel
{
    /// <summary>A mean over <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static Kernel Create(int width, int height)
    {
        Kernel.CheckSide(width);
        Kernel.CheckSide(height);
        return Kernel.FromFactors(Ones(height), Ones(width)).WithScale(1, (double)width * height, 0);
    }

    private static double[] Ones(int count)
    {
        double[] ones = new double[count];
        for (int i = 0; i < count; i++)
            ones[i] = 1;
        return ones;
    }
}

/// <summary>
/// A row of Pascal's triangle along both axes: an integer approximation of a Gaussian, with variance (size - 1) / 4.
/// </summary>
internal static class BinomialKernel
{
    /// <summary>The largest size: sums of 8-bit samples, 255 * 4^22, stay below 2^53, where they are exact.</summary>
    public const int MaxSize = 23;

    /// <summary>Weights <c>C(size - 1, i)</c> along each axis, divided by <c>4^(size - 1)</c>.</summary>
    /// <param name="size">1 to <see cref="MaxSize"/>.</param>
    public static Kernel Create(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        double[] row = new double[size];
        row[0] = 1;
        for (int n = 1; n < size; n++)
            for (int i = n; i > 0; i--)
                row[i] += row[i - 1];
        return Kernel.FromFactors(row, row).WithScale(1, Math.ScaleB(1, 2 * (size - 1)), 0);
    }
}
