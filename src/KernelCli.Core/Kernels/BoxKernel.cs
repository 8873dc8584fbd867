namespace KernelCli.Kernels;

/// <summary>The mean of a rectangle: all weights 1, divided by their number.</summary>
public static class BoxKernel
{
    /// <summary>A mean over <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    public static Kernel Create(int width, int height)
    {
        double[] column = new double[height], row = new double[width];
        Array.Fill(column, 1);
        Array.Fill(row, 1);
        return Kernel.FromFactors(column, row).WithScale(1, (double)width * height, 0);
    }
}
