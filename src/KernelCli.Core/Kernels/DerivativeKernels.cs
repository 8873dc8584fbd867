using System.Runtime.CompilerServices;
using KernelCli.Numerics;

namespace KernelCli.Kernels;

/// <summary>The sum of the second differences: positive where the neighbours are brighter than the centre.</summary>
internal static class LaplacianKernel
{
    /// <summary>0 1 0 / 1 -4 1 / 0 1 0.</summary>
    public static Kernel Create4() => Kernel.FromWeights(3, 3, [0, 1, 0, 1, -4, 1, 0, 1, 0]);

    /// <summary>1 1 1 / 1 -8 1 / 1 1 1.</summary>
    public static Kernel Create8() => Kernel.FromWeights(3, 3, [1, 1, 1, 1, -8, 1, 1, 1, 1]);
}

/// <summary>
/// The Laplacian of a Gaussian: bright blobs of radius sigma * sqrt 2 give negative results, as with
/// <see cref="LaplacianKernel"/>.
/// </summary>
internal static class LaplacianOfGaussianKernel
{
    /// <summary>The smallest sigma: the centre weight is about -2 / sigma^2 and must fit in float32.</summary>
    public const double MinSigma = 1e-9;

    /// <summary>The largest sigma: its radius of four sigma fits <see cref="Kernel.MaxTextSide"/>.</summary>
    public const double MaxSigma = 31;

    /// <summary>
    /// <c>g(r) (r^2 - 2 sigma^2) / sigma^4</c>, where g is a Gaussian with
    /// sum 1 and radius ceil(4 sigma); shifted so that the weights sum to 0.
    /// </summary>
    /// <param name="sigma">Standard deviation in pixels, from <see cref="MinSigma"/> to <see cref="MaxSigma"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Sigma is out of range.</exception>
    public static Kernel Create(double sigma)
    {
        if (!(sigma >= MinSigma && sigma <= MaxSigma))
            throw new ArgumentOutOfRangeException(nameof(sigma), sigma,
                FormattableString.Invariant($"sigma must be at least {MinSigma} and at most {MaxSigma}"));
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

/// <summary>The difference of two Gaussians, a band-pass filter.</summary>
internal static class DifferenceOfGaussiansKernel
{
    /// <summary>
    /// <c>G(first) - G(second)</c> for two sigmas in pixels, above 0 and at most <see cref="LaplacianOfGaussianKernel.MaxSigma"/>. The
    /// kernel has the size of the wider Gaussian.
    /// </summary>
    public static Kernel Create(double first, double second)
    {
        CheckSigma(first);
        CheckSigma(second);
        Kernel a = GaussianKernel.Create(first), b = GaussianKernel.Create(second);
        int size = Math.Max(a.Width, b.Width);
        double[] weights = new double[size * size];
        Add(weights, size, a, 1);
        Add(weights, size, b, -1);
        return Kernel.FromWeights(size, size, weights);
    }

    private static void CheckSigma(double sigma, [CallerArgumentExpression(nameof(sigma))] string? name = null)
    {
        if (!(sigma > 0 && sigma <= LaplacianOfGaussianKernel.MaxSigma))
            throw new ArgumentOutOfRangeException(name, sigma, $"sigma must be above 0 and at most {LaplacianOfGaussianKernel.MaxSigma}");
    }

    private static void Add(double[] weights, int size, Kernel kernel, double factor)
    {
        int offset = (size - kernel.Width) / 2;
        for (int y = 0; y < kernel.Height; y++)
            for (int x = 0; x < kernel.Width; x++)
                weights[((y + offset) * size) + x + offset] += factor * kernel[x, y];
    }
}

/// <summary>The identity minus a multiple of the Laplacian.</summary>
internal static class SharpenKernel
{
    /// <summary>0 -a 0 / -a 1+4a -a / 0 -a 0.</summary>
    public static Kernel Create(double amount)
    {
        Kernel.CheckFinite([amount], nameof(amount));
        return Kernel.FromWeights(3, 3, [0, -amount, 0, -amount, 1 + (4 * amount), -amount, 0, -amount, 0]);
    }
}

/// <summary>A directional derivative added to the picture, so that surfaces look lit from one side.</summary>
internal static class EmbossKernel
{
    /// <summary>
    /// <c>weight(dx, dy) = (dx cos a + dy sin a) / max(|cos a|, |sin a|)</c>,
    /// and 1 at the centre. At 45 degrees: -2 -1 0 / -1 1 1 / 0 1 2.
    /// </summary>
    /// <param name="degrees">The direction in which brightness rises, clockwise from the right.</param>
    public static Kernel Create(double degrees = 45)
    {
        Kernel.CheckFinite([degrees], nameof(degrees));
        double cos = PortableMath.CosDegrees(degrees), sin = PortableMath.SinDegrees(degrees);
        double scale = Math.Max(Math.Abs(cos), Math.Abs(sin));

        // For multiples of 45 degrees, both quotients are 0, 1 or -1 except
        // for the last bits. Rounding makes the weights exact integers.
        (cos, sin) = (Math.Round(cos / scale, 12), Math.Round(sin / scale, 12));
        double[] weights = new double[9];
        for (int y = -1; y <= 1; y++)
            for (int x = -1; x <= 1; x++)
                weights[((y + 1) * 3) + x + 1] = x == 0 && y == 0 ? 1 : (x * cos) + (y * sin);
        return Kernel.FromWeights(3, 3, weights);
    }
}
