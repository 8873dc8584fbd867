using System.Globalization;
using KernelCli.Correlation;
using KernelCli.Neighbourhood;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>Every neighbourhood filter as its definition says it, on one plane of doubles in the unit of the samples.</summary>
internal static class NaiveFilters
{
    /// <summary>The results of a spec.</summary>
    /// <param name="spec">The spec, with values in the order of the definition and the keys shape and size only.</param>
    /// <param name="source">The plane.</param>
    /// <param name="movement">Padding, border and stride.</param>
    /// <param name="white">The value of white.</param>
    public static NaivePlane Run(string spec, NaivePlane source, CorrelationOptions movement, double white)
    {
        string[] words = spec.Split(':');
        var keys = words.Skip(1).Where(word => word.Contains('=')).ToDictionary(word => word.Split('=')[0], word => word.Split('=')[1]);
        string[] values = [.. words.Skip(1).Where(word => !word.Contains('='))];
        double constant = (float)(movement.Border.Value * white / 255);
        (int width, int height) = words[0] is "bilateral" or "canny" or "highpass" ? (1, 1) : Sides(values.Length > 0 ? values[0] : "3");
        WindowShape shape = keys.TryGetValue("shape", out string? name) ? Enum.Parse<WindowShape>(name, ignoreCase: true) : WindowShape.Square;
        return words[0] switch
        {
            "median" => Windows(source, cells => Ranked(cells, 50)),
            "min" or "erode" => Windows(source, Least),
            "max" or "dilate" => Windows(source, Greatest),
            "rank" => Windows(source, cells => Ranked(cells, Number(1))),
            "open" => Twice(Least, Greatest),
            "close" => Twice(Greatest, Least),
            "gradient" => Windows(source, Greatest).With(Windows(source, Least), (a, b) => a - b),
            "tophat" => Middles(2).With(Twice(Least, Greatest), (a, b) => a - b),
            "blackhat" => Twice(Greatest, Least).With(Middles(2), (a, b) => a - b),
            "despeckle" => Middles(1).With(Windows(source, cells => Ranked(cells, 50)),
                (value, median) => double.IsNaN(median) || Math.Abs(value - median) > Number(1) * white / 255 ? median : value),
            "stddev" => Windows(source, cells => NaiveStatistics.Deviation(cells)),
            "niblack" => WithMiddle((cells, value) => NaiveStatistics.Niblack(cells, value, values[1]) * white),
            "sauvola" => WithMiddle((cells, value) => NaiveStatistics.Sauvola(cells, value, values[1], white) * white),
            "adaptive" when !keys.ContainsKey("by") => WithMiddle((cells, value) => NaiveStatistics.AboveMean(cells, value, values[1], white) * white),
            "adaptive" when keys["by"] == "median" => Middles(1).With(Windows(source, cells => Ranked(cells, 50)), (value, median) =>
                double.IsNaN(median) ? double.NaN : value > median - (Number(1) * white / 255) ? white : 0),
            "adaptive" => source.Windows(width, height, shape, movement, constant, (cells, value) => NaiveStatistics.Gaussian(cells, width, height) is var mean && double.IsNaN(mean)
                ? double.NaN : value > mean - (Number(1) * white / 255) ? white : 0),
            "bilateral" => Bilateral(),
            "guided" => Guided(),
            "kirsch" => source.Windows(3, 3, WindowShape.Square, movement, constant, (cells, _) => Compass(cells, [5, 5, 5, -3, -3, -3, -3, -3])),
            "robinson" => source.Windows(3, 3, WindowShape.Square, movement, constant, (cells, _) => Compass(cells, [1, 2, 1, 0, -1, -2, -1, 0])),
            "highpass" => source.Windows((2 * (int)Math.Ceiling(4 * Number(0))) + 1, (2 * (int)Math.Ceiling(4 * Number(0))) + 1, WindowShape.Square, movement, constant,
                (cells, value) => value - NaiveCanny.Gaussian(cells, Number(0))),
            "canny" => NaiveCanny.Run(source, Number(0), Number(1) * white / 255, Number(2) * white / 255, movement, constant, white),
            _ => throw new ArgumentException(spec),
        };

        NaivePlane Windows(NaivePlane plane, Func<double[], double> result, bool isLast = true) => plane.Windows(width, height, shape,
            isLast ? movement : movement with { Stride = KernelCli.SlidingWindow.Spacing.One }, constant, (cells, _) => result([.. cells.Select(cell => cell.Value)]));
        NaivePlane WithMiddle(Func<double[], double, double> result) =>
            source.Windows(width, height, shape, movement, constant, (cells, value) => result([.. cells.Select(cell => cell.Value)], value));
        NaivePlane Twice(Func<double[], double> first, Func<double[], double> second) => Windows(Windows(source, first, isLast: false), second);
        NaivePlane Bilateral()
        {
            double sigma = Number(0), levels = Number(1) * white / 255;
            int side = (2 * (int)Math.Ceiling(2 * sigma)) + 1;
            (int columns, int rows) = keys.TryGetValue("size", out string? size) ? Sides(size) : (side, side);
            return source.Windows(columns, rows, WindowShape.Square, movement, constant, (cells, value) =>
            {
                double sum = 0, weights = 0;
                foreach (Cell cell in cells)
                {
                    double difference = cell.Value - value;
                    double weight = Math.Exp(-((cell.Dx * cell.Dx) + (cell.Dy * cell.Dy)) / (2 * sigma * sigma)) * Math.Exp(-difference * difference / (2 * levels * levels));
                    (sum, weights) = (sum + (double.IsFinite(value) && double.IsInfinity(cell.Value) ? 0 : weight * cell.Value), weights + weight);
                }
                return sum / weights;
            });
        }

        NaivePlane Guided()
        {
            double noise = Math.Pow(Number(1) * white / 255, 2);
            NaivePlane slopes = Windows(source, Slope, isLast: false), intercepts = Windows(source, cells => (1 - Slope(cells)) * cells.Average(), isLast: false);
            NaivePlane mean = slopes.Windows(width, height, shape, movement, 0, Mean), rest = intercepts.Windows(width, height, shape, movement, constant, Mean);
            return Middles(2).With(mean, (value, slope) => value * slope).With(rest, (a, b) => a + b);

            double Slope(double[] cells) => Math.Pow(NaiveStatistics.Deviation(cells), 2) is var variance && variance == 0 ? 0 : variance / (variance + noise);
            static double Mean(Cell[] cells, double middle) => cells.Average(cell => cell.Value);
        }

        NaivePlane Middles(int passes) => source.Middles(width, height, passes, movement, constant);
        double Number(int index) => double.Parse(values[index], CultureInfo.InvariantCulture);
    }

    // Cells clockwise from the upper left corner.
    private static double Compass(Cell[] cells, double[] weights)
    {
        double[] ring = [.. ((int[])[0, 1, 2, 5, 8, 7, 6, 3]).Select(i => cells[i].Value)];

        // Cells opposite each other first: what they cancel is gone before the others are added.
        double[] sums = [.. Enumerable.Range(0, 8).Select(turn => Enumerable.Range(0, 4).Sum(i => Term(i, turn) + Term(i + 4, turn)))];
        return ring.Any(double.IsNaN) || sums.Any(double.IsNaN) ? double.NaN : sums.Max();

        double Term(int i, int turn) => weights[i] == 0 ? 0 : weights[i] * ring[(i + turn) % 8];
    }

    public static (int Width, int Height) Sides(string text) => text.Contains('x')
        ? (int.Parse(text.Split('x')[0], CultureInfo.InvariantCulture), int.Parse(text.Split('x')[1], CultureInfo.InvariantCulture))
        : (int.Parse(text, CultureInfo.InvariantCulture), int.Parse(text, CultureInfo.InvariantCulture));

    private static double Least(double[] cells) => cells.Any(double.IsNaN) ? double.NaN : cells.Min();

    private static double Greatest(double[] cells) => cells.Any(double.IsNaN) ? double.NaN : cells.Max();

    private static double Ranked(double[] cells, double percentile)
    {
        if (cells.Any(double.IsNaN))
            return double.NaN;
        Array.Sort(cells);
        return cells[(int)Math.Min(cells.Length - 1, Math.Floor(cells.Length * percentile / 100))];
    }
}
