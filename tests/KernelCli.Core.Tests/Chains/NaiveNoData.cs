using KernelCli.Chains;
using KernelCli.Core.Tests.Neighbourhood;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Neighbourhood;
using KernelCli.Neighbourhood.Filters;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>What each filter makes of planes in which NaN is no value, by definition.</summary>
/// <param name="movement">Padding, border and stride.</param>
/// <param name="white">The value of white.</param>
/// <param name="fills">Whether pixels without a value get one.</param>
internal sealed class NaiveNoData(CorrelationOptions movement, double white, bool fills)
{
    public NaivePlane Run(FilterStep step, string spec, NaivePlane plane)
    {
        string[] words = spec.Split(':');
        double Number(int index) => double.Parse(words[index], System.Globalization.CultureInfo.InvariantCulture);
        switch (step)
        {
            case KernelStep kernel:
                return Kernel(kernel.Kernel, plane);
            case GradientStep gradient:
                (Kernel x, Kernel y) = (gradient.Kernels.X, gradient.Kernels.Y);
                return Keep(Windows(plane, x.Width, x.Height, (cells, _) =>
                    Math.Sqrt(Square(Sum(x, cells)) + Square(Sum(y, cells))) * x.Multiplier / x.Divisor), plane, x.Width, x.Height);
            case UnsharpStep unsharp:
                return Kernel(unsharp.Blur, plane) is var blurred ? Middles(plane, unsharp.Blur.Width, unsharp.Blur.Height)
                    .With(blurred, (v, b) => v + (Math.Abs(v - b) >= unsharp.Threshold * white / 255 ? unsharp.Amount * (v - b) : 0)) : plane;
        }
        NeighbourhoodFilter filter = ((WindowStep)step).Filter;
        FilterWindow window = filter.Window;
        NaivePlane Of(Func<double[], double> result, NaivePlane from, CorrelationOptions? move = null) => Keep(from.Windows(window.Width, window.Height, window.Shape, move ?? movement,
            Constant, (cells, _) => Valid(cells) is { Length: > 0 } valid ? result(valid) : double.NaN), from, window.Width, window.Height, move);
        NaivePlane Decide(Func<double[], double, double> threshold) => plane.Windows(window.Width, window.Height, window.Shape, movement, Constant,
            (cells, value) => double.IsNaN(value) ? value : value > threshold(Valid(cells), value) ? white : 0);
        NaivePlane Chain(Func<double[], double> first, Func<double[], double> second) => Of(second, Of(first, plane, movement with { Stride = Spacing.One }));
        NaivePlane Centres(int passes) => plane.Middles(window.Width, window.Height, passes, movement, Constant);
        double Median(double[] cells) => cells.Order().ElementAt(cells.Length / 2);
        switch (words[0])
        {
            case "median":
                return Of(Median, plane);
            case "rank":
                double percentile = Number(2);
                return Of(cells => cells.Order().ElementAt((int)Math.Min(cells.Length - 1, Math.Floor(cells.Length * percentile / 100))), plane);
            case "min":
                return Of(Enumerable.Min, plane);
            case "max":
                return Of(Enumerable.Max, plane);
            case "open":
                return Chain(Enumerable.Min, Enumerable.Max);
            case "close":
                return Chain(Enumerable.Max, Enumerable.Min);
            case "tophat":
                return Centres(2).With(Chain(Enumerable.Min, Enumerable.Max), (value, open) => value - open);
            case "blackhat":
                return Chain(Enumerable.Max, Enumerable.Min).With(Centres(2), (close, value) => close - value);
            case "gradient":
                return Of(cells => cells.Max() - cells.Min(), plane);
            case "despeckle":
                double levels = Number(2) * white / 255;
                return Centres(1).With(Of(Median, plane), (value, median) =>
                    double.IsNaN(value) ? fills ? median : value : Math.Abs(value - median) > levels ? median : value);
            case "stddev":
                return Of(NaiveStatistics.Deviation, plane);
            case "niblack":
                return Decide((cells, _) => cells.Average() - (Number(2) * NaiveStatistics.Deviation(cells)));
            case "sauvola":
                return Decide((cells, _) => cells.Average() * (1 + (Number(2) * ((NaiveStatistics.Deviation(cells) * 2 / white) - 1))));
            case "adaptive" when spec.Contains("median", StringComparison.Ordinal):
                return Decide((cells, _) => Median(cells) - (Number(2) * white / 255));
            case "adaptive" when spec.Contains("gaussian", StringComparison.Ordinal):
                return plane.Windows(window.Width, window.Height, window.Shape, movement, Constant, (cells, value) => double.IsNaN(value) ? value
                    : value > NaiveStatistics.Gaussian([.. cells.Where(cell => !double.IsNaN(cell.Value))], window.Width, window.Height) - (Number(2) * white / 255) ? white : 0);
            case "adaptive":
                return Decide((cells, _) => cells.Average() - (Number(2) * white / 255));
            case "guided":
                double noise = Math.Pow(Number(2) * white / 255, 2);
                double Slope(double[] cells) => Math.Pow(NaiveStatistics.Deviation(cells), 2) is var variance && variance == 0 ? 0 : variance / (variance + noise);
                NaivePlane Mean(Func<double[], double> line, double constant) => plane.Windows(window.Width, window.Height, window.Shape, movement with { Stride = Spacing.One }, Constant,
                    (cells, _) => Valid(cells) is { Length: > 0 } valid ? line(valid) : double.NaN)
                    .Windows(window.Width, window.Height, window.Shape, movement, constant, (cells, _) => cells.Average(cell => cell.Value));
                return Centres(2).With(Mean(Slope, 0), (value, slope) => value * slope).With(Mean(cells => (1 - Slope(cells)) * cells.Average(), Constant), (a, b) => a + b);
            case "bilateral":
                (double sigma, double range) = (Number(1), Number(2) * white / 255);
                return plane.Windows(window.Width, window.Height, window.Shape, movement, Constant, (cells, value) =>
                {
                    (double sum, double weights) = (0, 0);
                    foreach (Cell cell in cells.Where(cell => !double.IsNaN(cell.Value)))
                    {
                        double weight = Math.Exp(-((cell.Dx * cell.Dx) + (cell.Dy * cell.Dy)) / (2 * sigma * sigma)) * Math.Exp(-Square(cell.Value - value) / (2 * range * range));
                        (sum, weights) = (sum + (weight * cell.Value), weights + weight);
                    }
                    return double.IsNaN(value) ? value : sum / weights;
                });
            default:
                return Centres(1).With(Kernel(GaussianKernel.Create(Number(1)), plane), (value, blurred) => value - blurred);
        }
    }

    private double Constant => movement.Border.Value * white / 255;

    private static double Square(double value) => value * value;

    private static double[] Valid(Cell[] cells) => [.. cells.Select(cell => cell.Value).Where(value => !double.IsNaN(value))];

    private NaivePlane Kernel(Kernel kernel, NaivePlane plane)
    {
        bool isNormalised = kernel.ToArray().All(weight => weight >= 0);
        double bias = kernel.Bias * white / 255, scale = kernel.Multiplier / kernel.Divisor, total = kernel.ToArray().Sum();
        return Keep(Windows(plane, kernel.Width, kernel.Height, (cells, _) =>
        {
            if (!isNormalised)
                return (Sum(kernel, cells) * scale) + bias;
            Cell[] valid = [.. cells.Where(cell => !double.IsNaN(cell.Value) && Weight(kernel, cell) > 0)];
            return valid.Length == 0 ? double.NaN : (Sum(kernel, valid) / valid.Sum(cell => Weight(kernel, cell)) * total * scale) + bias;
        }), plane, kernel.Width, kernel.Height);
    }

    private static double Weight(Kernel kernel, Cell cell) => kernel[cell.Dx + (kernel.Width / 2), cell.Dy + (kernel.Height / 2)];

    private static double Sum(Kernel kernel, Cell[] cells) =>
        cells.Where(cell => Weight(kernel, cell) != 0).Sum(cell => Weight(kernel, cell) * cell.Value);

    private NaivePlane Windows(NaivePlane plane, int width, int height, Func<Cell[], double, double> result) =>
        plane.Windows(width, height, WindowShape.Square, movement, Constant, result);

    private NaivePlane Middles(NaivePlane plane, int width, int height) => plane.Middles(width, height, 1, movement, Constant);

    private NaivePlane Keep(NaivePlane results, NaivePlane plane, int width, int height, CorrelationOptions? move = null) => fills ? results
        : results.With(plane.Middles(width, height, 1, move ?? movement, Constant), (result, centre) => double.IsNaN(centre) ? centre : result);
}
