using KernelCli.Numerics;

namespace KernelCli.Kernels;

/// <summary>A directional derivative laid over the picture, so that surfaces look lit from one side.</summary>
public static class EmbossKernel
{
    /// <summary>
    /// <c>weight(dx, dy) = (dx cos a + dy sin a) / max(|cos a|, |sin a|)</c>, 1 in the middle.
    /// At 45 degrees: -2 -1 0 / -1 1 1 / 0 1 2.
    /// </summary>
    /// <param name="degrees">The direction in which brightness rises, clockwise from the right.</param>
    public static Kernel Create(double degrees = 45)
    {
        double cos = PortableMath.CosDegrees(degrees), sin = PortableMath.SinDegrees(degrees);
        double scale = Math.Max(Math.Abs(cos), Math.Abs(sin));

        // Multiples of 45 degrees give whole weights: there both quotients are 0, 1 or -1 up to the last bit.
        (cos, sin) = (Math.Round(cos / scale, 12), Math.Round(sin / scale, 12));
        double[] weights = new double[9];
        for (int y = -1; y <= 1; y++)
            for (int x = -1; x <= 1; x++)
                weights[((y + 1) * 3) + x + 1] = x == 0 && y == 0 ? 1 : (x * cos) + (y * sin);
        return Kernel.FromWeights(3, 3, weights);
    }
}
