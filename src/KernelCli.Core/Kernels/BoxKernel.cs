namespace KernelCli.Kernels;

/// <summary>The mean of a rectangle: all weights 1, divided by their number.</summary>
public static class BoxKernel
{
    /// <summary>A mean over <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static Kernel Create(int width, int height)
    {
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
