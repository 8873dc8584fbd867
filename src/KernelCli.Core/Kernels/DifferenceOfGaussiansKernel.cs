namespace KernelCli.Kernels;

/// <summary>A Gaussian minus a wider one: a band of detail sizes.</summary>
public static class DifferenceOfGaussiansKernel
{
    /// <summary><c>G(first) - G(second)</c>, as large as the larger of the two.</summary>
    public static Kernel Create(double first, double second)
    {
        Kernel a = GaussianKernel.Create(first), b = GaussianKernel.Create(second);
        int size = Math.Max(a.Width, b.Width);
        double[] weights = new double[size * size];
        Add(weights, size, a, 1);
        Add(weights, size, b, -1);
        return Kernel.FromWeights(size, size, weights);
    }

    private static void Add(double[] weights, int size, Kernel kernel, double factor)
    {
        int offset = (size - kernel.Width) / 2;
        for (int y = 0; y < kernel.Height; y++)
            for (int x = 0; x < kernel.Width; x++)
                weights[((y + offset) * size) + x + offset] += factor * kernel[x, y];
    }
}
