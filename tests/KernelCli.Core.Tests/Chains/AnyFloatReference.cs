using KernelCli.Chains;
using KernelCli.Core.Tests.Correlation;
using KernelCli.Kernels;
using KernelCli.Pointwise;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>
/// Every filter on a gray float picture of any values, in double, one output at a time. A result comes with the sum of the magnitudes that went
/// into it, by which its error is judged: where large terms cancel, no float32 arithmetic can be closer.
/// </summary>
internal static class AnyFloatReference
{
    public static (double Value, double Magnitude)[] Run(FilterStep step, float[] source, float[] mask, int width, int height, Border border) => step switch
    {
        KernelStep { Kernel: var kernel } => Scale(Correlate(source, width, height, kernel, border), kernel),
        GradientStep { Kernels: var pair } => Scale(
            [.. Correlate(source, width, height, pair.X, border).Zip(Correlate(source, width, height, pair.Y, border),
                (x, y) => (Math.Sqrt((x.Value * x.Value) + (y.Value * y.Value)), x.Magnitude + y.Magnitude))], pair.X),
        UnsharpStep unsharp => [.. Correlate(source, width, height, unsharp.Blur, border).Select((blurred, i) => Unsharp(unsharp, source[i], blurred))],
        PointStep { Operation: var operation } => Array.ConvertAll(source, v => (Point(operation, v), Math.Abs((double)v) + 1)),
        MaskStep => [.. source.Select((v, i) => mask[i] == 0 ? (0, 0) : ((double)v * mask[i], Math.Abs((double)v)))],
        _ => throw new NotSupportedException(step.Text),
    };

    private static (double, double)[] Scale((double Value, double Magnitude)[] sums, Kernel kernel)
    {
        double factor = kernel.Multiplier / kernel.Divisor, bias = kernel.Bias / 255;
        return Array.ConvertAll(sums, sum => ((sum.Value * factor) + bias, (sum.Magnitude * Math.Abs(factor)) + Math.Abs(bias)));
    }

    private static (double Value, double Magnitude)[] Correlate(float[] source, int width, int height, Kernel kernel, Border border)
    {
        double[] weights = kernel.ToArray();
        int[] columns = NaiveCorrelation.Places(width, 1, kernel.Width, 1, kernel.AnchorX, width, border.Mode);
        int[] rows = NaiveCorrelation.Places(height, 1, kernel.Height, 1, kernel.AnchorY, height, border.Mode);
        var results = new (double, double)[source.Length];
        for (int i = 0; i < results.Length; i++)
        {
            (double sum, double magnitude) = (0, 0);
            for (int k = 0; k < weights.Length; k++)
            {
                if (weights[k] == 0)
                    continue;
                (int column, int row) = (columns[(i % width * kernel.Width) + (k % kernel.Width)], rows[(i / width * kernel.Height) + (k / kernel.Width)]);
                double term = weights[k] * (column < 0 || row < 0 ? border.Value / 255 : source[(row * width) + column]);
                (sum, magnitude) = (sum + term, magnitude + Math.Abs(term));
            }
            results[i] = (sum, magnitude);
        }
        return results;
    }

    private static (double, double) Unsharp(UnsharpStep step, float value, (double Value, double Magnitude) blurred)
    {
        double difference = value - blurred.Value;
        bool isLeft = Math.Abs(difference) < step.Threshold / 255;
        return (isLeft ? value : value + (step.Amount * difference), Math.Abs(value) + (step.Amount * (Math.Abs(value) + blurred.Magnitude)));
    }

    private static double Point(PointOperation operation, double v) => operation.Kind switch
    {
        PointKind.Abs => Math.Abs(v),
        PointKind.Invert => 1 - v,
        PointKind.Multiply => v * operation.A,
        PointKind.Add => v + (operation.A / 255),
        PointKind.Gamma => Math.Pow(Math.Max(v, 0), 1 / operation.A),
        PointKind.Threshold => double.IsNaN(v) ? v : v >= (float)(operation.A / 255) ? 1 : 0,
        _ => Math.Clamp(v, operation.A / 255, operation.B / 255),
    };
}
