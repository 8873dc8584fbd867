namespace KernelCli.Kernels;

/// <summary>The Laplacian of a Gaussian: bright blobs of radius sigma * sqrt 2 give negative results, as with <see cref="LaplacianKernel"/>.</summary>
public static class LaplacianOfGaussianKernel
{
    /// <summary>The least sigma: the middle weight is about -2 / sigma^2, and float32 must hold it.</summary>
    public const double MinSigma = 1e-9;

    /// <summary><c>g(r) (r^2 - 2 sigma^2) / sigma^4</c> with g of sum 1 and radius ceil(4 sigma); shifted so that the sum is 0.</summary>
    /// <param name="sigma">Standard deviation in pixels, at least <see cref="MinSigma"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is smaller.</exception>
    public static Kernel Create(double sigma)
    {
        if (!(sigma >= MinSigma))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, $"sigma must be at least {MinSigma.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        int radius = (int)Math.Ceiling(4 * sigma), size = (2 * radius) + 1;
        double[] line = GaussianKernel.Line(sigma, size), weights = new double[size * size];
        double square = sigma * sigma, sum = 0;
        for (int y = -radius; y <= radius; y++)
            for (int x = -radius; x <= radius; x++)
                sum += weights[((y + radius) * size) + x + radius] =
                    line[y + radius] * line[x + radius] * ((x * x) + (y * y) - (2 * square)) / (square * square);
        for (int i = 0; i < weights.Length; i++)
            weights[i] -= sum / weights.Length;
        return Kernel.FromWeights(size, size, weights);
    }
}
