namespace KernelCli.Kernels;

/// <summary>The Laplacian of a Gaussian: bright blobs of radius sigma * sqrt 2 give negative results, as with <see cref="LaplacianKernel"/>.</summary>
public static class LaplacianOfGaussianKernel
{
    /// <summary>The least sigma: the middle weight is about -2 / sigma^2, and float32 must hold it.</summary>
    public const double MinSigma = 1e-9;

    /// <summary>The largest sigma: its radius of four sigma fits <see cref="Kernel.MaxTextSide"/>.</summary>
    public const double MaxSigma = 31;

    /// <summary><c>g(r) (r^2 - 2 sigma^2) / sigma^4</c> with g of sum 1 and radius ceil(4 sigma); shifted so that the sum is 0.</summary>
    /// <param name="sigma">Standard deviation in pixels, from <see cref="MinSigma"/> to <see cref="MaxSigma"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static Kernel Create(double sigma)
    {
        if (!(sigma >= MinSigma && sigma <= MaxSigma))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma, FormattableString.Invariant($"sigma must be at least {MinSigma} and at most {MaxSigma}"));
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
