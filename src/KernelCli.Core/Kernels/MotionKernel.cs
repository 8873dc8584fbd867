using System.Diagnostics;
using KernelCli.Numerics;

namespace KernelCli.Kernels;

/// <summary>The mean along a straight line, which simulates the blur of a moving camera.</summary>
internal static class MotionKernel
{
    // Points per pixel of the line's length. Each point is distributed over its four neighbouring pixels.
    private const int PointsPerPixel = 16;

    /// <summary>A line of <paramref name="length"/> pixels through the centre; the weights sum to 1 after division.</summary>
    /// <param name="length">Pixels, 1 to <see cref="Kernel.MaxTextSide"/>.</param>
    /// <param name="degrees">Its direction, clockwise from the right. Multiples of 90 give a box with integer weights.</param>
    public static Kernel Create(int length, double degrees)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Kernel.MaxTextSide);
        Kernel.CheckFinite([degrees], nameof(degrees));
        double cos = PortableMath.CosDegrees(degrees), sin = PortableMath.SinDegrees(degrees);
        if (sin == 0)
            return BoxKernel.Create(length, 1);
        if (cos == 0)
            return BoxKernel.Create(1, length);

        double half = length / 2.0;
        int radius = (int)Math.Ceiling(half), size = (2 * radius) + 1, points = length * PointsPerPixel;
        double[] weights = new double[size * size];
        for (int i = 0; i < points; i++)
        {
            double t = ((i + 0.5) / PointsPerPixel) - half;
            double x = radius + (t * cos), y = radius + (t * sin);
            int left = (int)Math.Floor(x), top = (int)Math.Floor(y);
            double right = x - left, below = y - top;

            // Each point is less than half a length from the centre, and half a length is at most the radius.
            Debug.Assert(left >= 0 && left + 1 < size && top >= 0 && top + 1 < size, "A point has four neighbours.");
            weights[(top * size) + left] += (1 - right) * (1 - below);
            weights[(top * size) + left + 1] += right * (1 - below);
            weights[((top + 1) * size) + left] += (1 - right) * below;
            weights[((top + 1) * size) + left + 1] += right * below;
        }
        return Kernel.FromWeights(size, size, weights).Normalize(KernelNormalization.Sum);
    }
}
