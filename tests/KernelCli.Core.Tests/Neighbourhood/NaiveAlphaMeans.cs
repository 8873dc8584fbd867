using System.Globalization;
using KernelCli.Correlation;
using KernelCli.Neighbourhood;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>
/// Filters that take means, weighted by alpha, as their definitions say: on planes of the numbers of pixels, so that each cell gives its
/// value and its alpha. A constant border is opaque, and has the number -1.
/// </summary>
internal static class NaiveAlphaMeans
{
    /// <summary>The results of a spec on one colour.</summary>
    public static NaivePlane Run(string spec, NaivePlane picture, NaivePlane alphas, CorrelationOptions movement, double constant, double white)
    {
        string[] words = spec.Split(':');
        (int width, int height) = Sides(spec);
        NaivePlane indices = Indices(picture.Width, picture.Height);
        double Number(int index) => double.Parse(words[index], CultureInfo.InvariantCulture);
        (double Value, double Alpha) At(double index) => index < 0 ? (constant, white) : (picture.Values[(int)index], alphas.Values[(int)index]);
        NaivePlane Of(Func<(double Weight, double Value)[], double, double> result, bool isLast = true, Func<Cell, double>? weight = null) => indices.Windows(width, height, WindowShape.Square,
            isLast ? movement : movement with { Stride = Spacing.One }, -1,
            (cells, middle) => result([.. cells.Select(cell => (At(cell.Value).Alpha / white * (weight?.Invoke(cell) ?? 1), At(cell.Value).Value))], At(middle).Value));
        // A value on the threshold is not above it, whatever rounding makes of that here.
        NaivePlane Decide(Func<(double, double)[], double> threshold) => Of((cells, value) => value - threshold(cells) > 1e-9 * white ? white : 0);
        double Gaussian(Cell cell, double x, double y) => Math.Exp((-cell.Dx * cell.Dx / (2 * x * x)) - (cell.Dy * cell.Dy / (2 * y * y)));
        double SigmaOf(int size) => (0.3 * (((size - 1) / 2.0) - 1)) + 0.8;
        switch (words[0])
        {
            case "stddev":
                return Of((cells, _) => Deviation(cells));
            case "niblack":
                return Decide(cells => Mean(cells) - (Number(2) * Deviation(cells)));
            case "sauvola":
                return Decide(cells => Mean(cells) * (1 + (Number(2) * ((Deviation(cells) * 2 / white) - 1))));
            case "adaptive" when spec.EndsWith("gaussian", StringComparison.Ordinal):
                return Of((cells, value) => value > Mean(cells) - (Number(2) * white / 255) ? white : 0, weight: cell => Gaussian(cell, SigmaOf(width), SigmaOf(height)));
            case "adaptive":
                return Decide(cells => Mean(cells) - (Number(2) * white / 255));
            case "highpass":
                return Of((cells, value) => value - Mean(cells), weight: cell => Gaussian(cell, Number(1), Number(1)));
            default:
                double noise = Math.Pow(Number(2) * white / 255, 2);
                double Slope((double, double)[] cells) => Math.Pow(Deviation(cells), 2) is var variance && variance < 1e-12 * white * white ? 0 : variance / (variance + noise);
                static double Plain(Cell[] cells, double middle) => cells.Average(cell => cell.Value);
                NaivePlane slopes = Of((cells, _) => Slope(cells), isLast: false), intercepts = Of((cells, _) => (1 - Slope(cells)) * Mean(cells), isLast: false);
                NaivePlane slope = slopes.Windows(width, height, WindowShape.Square, movement, 0, Plain), rest = intercepts.Windows(width, height, WindowShape.Square, movement, constant, Plain);
                NaivePlane middles = indices.Middles(width, height, 2, movement, -1);
                return middles.With(slope, (index, a) => a * At(index).Value).With(rest, (a, b) => a + b);
        }
    }

    /// <summary>The number of each pixel of a picture.</summary>
    public static NaivePlane Indices(int width, int height) => new([.. Enumerable.Range(0, width * height).Select(i => (double)i)], width, height);

    /// <summary>The sides of a spec's window.</summary>
    public static (int Width, int Height) Sides(string spec)
    {
        string[] words = spec.Split(':');
        int side = (2 * (int)Math.Ceiling(4 * double.Parse(words[1].Split('x')[0], CultureInfo.InvariantCulture))) + 1;
        return words[0] == "highpass" ? (side, side) : NaiveFilters.Sides(words[1]);
    }

    private static double Mean((double Weight, double Value)[] cells) => cells.Sum(cell => cell.Weight) is var sum && sum == 0 ? 0
        : cells.Sum(cell => cell.Weight * cell.Value) / sum;

    private static double Deviation((double Weight, double Value)[] cells) => Mean(cells) is var mean
        ? Math.Sqrt(Mean([.. cells.Select(cell => (cell.Weight, (cell.Value - mean) * (cell.Value - mean)))])) : 0;
}
