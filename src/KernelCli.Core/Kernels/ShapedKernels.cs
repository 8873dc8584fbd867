using KernelCli.Numerics;

namespace KernelCli.Kernels;

/// <summary>The mean of a disk.</summary>
internal static class DiskKernel
{
    /// <summary>Weights 1 where <c>dx^2 + dy^2 &lt;= radius^2</c>, divided by their number.</summary>
    /// <param name="radius">Pixels, 0 or more.</param>
    public static Kernel Create(double radius)
    {
        int reach = (int)Math.Floor(radius), side = (2 * reach) + 1, cells = 0;
        double[] weights = new double[side * side];
        for (int i = 0; i < weights.Length; i++)
        {
            int dx = (i % side) - reach, dy = (i / side) - reach;
            weights[i] = (dx * dx) + (dy * dy) <= radius * radius ? 1 : 0;
            cells += (int)weights[i];
        }
        return Kernel.FromWeights(side, side, weights).WithScale(1, cells, 0);
    }
}

/// <summary>A tent along both axes: 1 2 3 2 1 for a size of 5.</summary>
internal static class TriangleKernel
{
    /// <summary>The tent, divided by the sum of its weights.</summary>
    /// <param name="size">An odd number.</param>
    public static Kernel Create(int size)
    {
        double[] tent = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++)
            sum += tent[i] = Math.Min(i + 1, size - i);
        return Kernel.FromFactors(tent, tent).WithScale(1, sum * sum, 0);
    }
}

/// <summary>A wave under a Gaussian.</summary>
/// <param name="Sigma">Deviation of the Gaussian along the wave, in pixels.</param>
/// <param name="Angle">Direction of the wave, in degrees clockwise from the right.</param>
/// <param name="Wavelength">Pixels.</param>
/// <param name="Phase">Degrees.</param>
/// <param name="Aspect">Deviation along the wave divided by that across it.</param>
internal sealed record GaborKernel(double Sigma, double Angle, double Wavelength, double Phase, double Aspect)
{
    /// <summary>Pixels from the middle to the edge.</summary>
    public int Radius => (int)Math.Ceiling(4 * Sigma / Math.Min(1, Aspect));

    /// <summary>
    /// <c>exp(-(u^2 + Aspect^2 v^2) / (2 Sigma^2)) cos(360 u / Wavelength + Phase)</c> with u along the wave and v across it;
    /// not normalised.
    /// </summary>
    public Kernel Create()
    {
        int radius = Radius, side = (2 * radius) + 1;
        double cosine = PortableMath.CosDegrees(Angle), sine = PortableMath.SinDegrees(Angle);
        double[] weights = new double[side * side];
        for (int i = 0; i < weights.Length; i++)
        {
            int x = (i % side) - radius, y = (i / side) - radius;
            double u = (x * cosine) + (y * sine), v = ((y * cosine) - (x * sine)) * Aspect;
            weights[i] = PortableMath.Exp(-((u * u) + (v * v)) / (2 * Sigma * Sigma))
                * PortableMath.CosDegrees((360 * u / Wavelength) + Phase);
        }
        return Kernel.FromWeights(side, side, weights);
    }
}

/// <summary>Derivatives of a Gaussian, positive where the picture rises to the right and downwards.</summary>
internal static class GaussianDerivativeKernel
{
    /// <summary>The smallest sigma: below it the samples say nothing of the curve.</summary>
    public const double MinSigma = 0.1;

    /// <summary>The derivatives of orders 0 to 2 along each axis, per pixel; the Gaussian's weights sum to 1.</summary>
    public static Kernel Create(double sigma, int radiusX, int radiusY, int orderX, int orderY) =>
        Kernel.FromFactors(Row(sigma, radiusY, orderY), Row(sigma, radiusX, orderX));

    private static double[] Row(double sigma, int radius, int order)
    {
        double[] weights = GaussianKernel.Line(sigma, (2 * radius) + 1), row = new double[weights.Length];
        double rest = 0, variance = sigma * sigma;
        for (int i = 0; i < weights.Length; i++)
        {
            double x = i - radius;
            rest += row[i] = order switch
            {
                0 => weights[i],
                1 => x / variance * weights[i],
                _ => ((x * x / variance) - 1) / variance * weights[i],
            };
        }

        // A flat picture has no curvature, although its samples are few.
        for (int i = 0; order == 2 && i < row.Length; i++)
            row[i] -= rest * weights[i];
        return row;
    }
}
