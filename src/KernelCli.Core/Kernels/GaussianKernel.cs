using KernelCli.Numerics;

namespace KernelCli.Kernels;

/// <summary>
/// The Gaussian <c>exp(-x^2 / 2 sigma^2)</c>, sampled at pixel centres and divided by its sum along each axis.
/// </summary>
internal static class GaussianKernel
{
    /// <summary>The largest sigma: its radius of four sigma still fits <see cref="Kernel.MaxSide"/>.</summary>
    public const double MaxSigma = 2000;

    /// <summary>A Gaussian of radius ceil(4 sigma), which leaves out less than 0.007 % of the weight along each axis.</summary>
    /// <param name="sigma">Standard deviation in pixels, above 0 and at most <see cref="MaxSigma"/>.</param>
    public static Kernel Create(double sigma)
    {
        int size = (2 * (int)Math.Ceiling(4 * CheckSigma(sigma))) + 1;
        return Create(sigma, size, size).WithGaussianSigma(sigma);
    }

    /// <summary>A Gaussian truncated to a size; along an even side its centre is between two pixels.</summary>
    public static Kernel Create(double sigma, int width, int height)
    {
        CheckSigma(sigma);
        return Create(sigma, width, sigma, height);
    }

    /// <summary>A Gaussian with a separate sigma and size for each axis.</summary>
    public static Kernel Create(double sigmaX, int width, double sigmaY, int height)
    {
        Kernel.CheckSide(width);
        Kernel.CheckSide(height);
        return Kernel.FromFactors(Line(CheckSigma(sigmaY), height), Line(CheckSigma(sigmaX), width));
    }

    /// <summary>The default sigma for a size: <c>0.3 ((size - 1) / 2 - 1) + 0.8</c>, as in OpenCV.</summary>
    public static double SigmaForSize(int size) => (0.3 * (((size - 1) * 0.5) - 1)) + 0.8;

    /// <summary>The weights along one axis. They sum to 1, up to rounding.</summary>
    internal static double[] Line(double sigma, int size)
    {
        double[] weights = new double[size];
        double centre = (size - 1) / 2.0, sum = 0;

        // Exponents are relative to the tap nearest to the centre, so that at least this tap cannot underflow to 0.
        double nearest = size % 2 == 0 ? 0.25 : 0;
        for (int i = 0; i < size; i++)
        {
            // The square of a sigma below 1.5e-162 underflows to 0, so a distance of 0 must not be divided by it.
            double distance = ((i - centre) * (i - centre)) - nearest;
            sum += weights[i] = distance == 0 ? 1 : PortableMath.Exp(-0.5 * distance / (sigma * sigma));
        }
        double rest = 1;
        for (int i = 0; i < size; i++)
            weights[i] /= sum;
        for (int i = 0; i < size; i++)
            rest -= i == size / 2 ? 0 : weights[i];

        // For odd sizes the centre weight absorbs the rounding error. For even sizes this would break the symmetry.
        if (size % 2 == 1)
            weights[size / 2] = rest;
        return weights;
    }

    private static double CheckSigma(double sigma) => sigma is > 0 and <= MaxSigma
        ? sigma
        : throw new ArgumentOutOfRangeException(nameof(sigma), sigma, $"sigma must be above 0 and at most {MaxSigma}");
}
