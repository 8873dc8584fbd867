using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>Filters that take means weight them by alpha: each against its definition, cell by cell.</summary>
public sealed class AlphaMeansTests
{
    private const int Width = 23, Height = 17;

    public static TheoryData<string> Specs =>
        ["stddev:5", "stddev:3x7", "niblack:5:0.2", "niblack:7:-0.3", "sauvola:5:0.3", "adaptive:5:3", "adaptive:7x3:-2.5", "adaptive:7:2:by=gaussian", "guided:5:20", "guided:3:4", "highpass:1.2"];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Means_are_weighted(string spec)
    {
        int seed = 0;
        foreach (BorderMode border in Enum.GetValues<BorderMode>())
            foreach (Padding padding in (Padding[])[Padding.Same, Padding.Full, Padding.Valid])
                foreach (int stride in (int[])[1, 2])
                {
                    var movement = new CorrelationOptions { Border = new Border(border, 60), Padding = padding, Stride = new Spacing(stride, stride) };
                    byte[] bytes = Picture(seed++);
                    Check(spec, movement, bytes, 255, sample => sample);
                    Check(spec, movement, Array.ConvertAll(bytes, sample => (ushort)(sample * 257)), 65535, sample => sample);
                    Check(spec, movement, Array.ConvertAll(bytes, sample => sample / 255f), 1, sample => sample);
                }
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Kept_alpha_weights_nothing(string spec)
    {
        byte[] source = Picture(5), gray = [.. source.Where((_, i) => i % 2 == 0)];
        Assert.Equal(Run<byte>(spec, gray, 1, new ChainOptions()), Run<byte>(spec, source, 2, new ChainOptions { Alpha = AlphaMode.Keep }).Where((_, i) => i % 2 == 0));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void What_is_hidden_does_not_show_whatever_it_is(string spec)
    {
        float[] source = Array.ConvertAll(Picture(6), sample => sample / 255f);
        float[] hidden = [.. source.Select((sample, i) => i % 2 == 0 && source[i + 1] == 0 ? i % 4 == 0 ? float.NaN : float.PositiveInfinity : sample)];
        float[] results = Run<float>(spec, source, 2, new ChainOptions()), actual = Run<float>(spec, hidden, 2, new ChainOptions());
        Assert.Contains(0f, source);
        for (int i = 0; i < results.Length; i += 2)
            Assert.True(results[i + 1] == 0 || results[i] == actual[i], $"{spec} at {i}: {results[i]} and {actual[i]}");
    }

    // Slopes, a disc and a little noise; alpha of all kinds, a quarter of it 0.
    private static byte[] Picture(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Width * Height).SelectMany(i =>
        {
            (int x, int y) = ((i % Width) - 11, (i / Width) - 8);
            return (byte[])[(byte)Math.Clamp(90 + (5 * x) + ((x * x) + (y * y) < 30 ? 60 : 0) + random.Next(9), 0, 255), random.Next(4) switch { 0 => 0, 1 => 255, _ => (byte)random.Next(256) }];
        })];
    }

    private static void Check<T>(string spec, CorrelationOptions movement, T[] source, double white, Func<T, double> value)
        where T : unmanaged
    {
        T[] results = Run<T>(spec, source, 2, new ChainOptions { Geometry = movement });
        bool isWhole = typeof(T) != typeof(float);
        double constant = movement.Border.Value * white / 255;
        var values = Array.ConvertAll(source, sample => value(sample));
        NaivePlane expected = Expected(spec, values, movement, (float)constant, white), middles = Indices().Middles(Sides(spec).Width, Sides(spec).Height, Passes(spec), movement, -1);
        Assert.Equal(expected.Values.Length * 2, results.Length);
        int unequal = 0;
        for (int i = 0; i < expected.Values.Length; i++)
        {
            double alpha = middles.Values[i] < 0 ? white : values[(2 * (int)middles.Values[i]) + 1];
            Assert.Equal(alpha, value(results[(2 * i) + 1]), 1e-6);
            double result = expected.Values[i], actual = value(results[2 * i]);
            if (alpha == 0)
                continue;
            result = isWhole ? Math.Clamp(Math.Floor(result + 0.5), 0, white) : result;
            unequal += isWhole ? result == actual ? 0 : 1 : Math.Abs(result - actual) <= 2e-5 ? 0 : 1;
            Assert.True(IsDecision(spec) || Math.Abs(result - actual) <= (isWhole ? white / 255 : 1e-3), $"{spec} {typeof(T).Name} {movement.Border} at {i}: {actual} instead of {result}");
        }
        Assert.True(unequal <= Math.Max(1, expected.Values.Length / 100), $"{spec} {typeof(T).Name} {movement}: {unequal} of {expected.Values.Length} are unequal");
    }

    private static NaivePlane Expected(string spec, double[] picture, CorrelationOptions movement, double constant, double white)
    {
        string[] words = spec.Split(':');
        (int width, int height) = Sides(spec);
        double Number(int index) => double.Parse(words[index], System.Globalization.CultureInfo.InvariantCulture);
        (double Value, double Alpha) At(double index) => index < 0 ? (constant, white) : (picture[2 * (int)index], picture[(2 * (int)index) + 1]);
        NaivePlane Of(Func<(double Weight, double Value)[], double, double> result, bool isLast = true, Func<Cell, double>? weight = null) => Indices().Windows(width, height, KernelCli.Neighbourhood.WindowShape.Square,
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
                NaivePlane slope = slopes.Windows(width, height, KernelCli.Neighbourhood.WindowShape.Square, movement, 0, Plain), rest = intercepts.Windows(width, height, KernelCli.Neighbourhood.WindowShape.Square, movement, constant, Plain);
                NaivePlane middles = Indices().Middles(width, height, 2, movement, -1);
                return middles.With(slope, (index, a) => a * At(index).Value).With(rest, (a, b) => a + b);
        }
    }

    private static NaivePlane Indices() => new([.. Enumerable.Range(0, Width * Height).Select(i => (double)i)], Width, Height);

    private static double Mean((double Weight, double Value)[] cells) => cells.Sum(cell => cell.Weight) is var sum && sum == 0 ? 0
        : cells.Sum(cell => cell.Weight * cell.Value) / sum;

    private static double Deviation((double Weight, double Value)[] cells) => Mean(cells) is var mean
        ? Math.Sqrt(Mean([.. cells.Select(cell => (cell.Weight, (cell.Value - mean) * (cell.Value - mean)))])) : 0;

    private static bool IsDecision(string spec) => spec.Split(':')[0] is "niblack" or "sauvola" or "adaptive";

    private static int Passes(string spec) => spec.StartsWith("guided", StringComparison.Ordinal) ? 2 : 1;

    private static (int Width, int Height) Sides(string spec) => spec.StartsWith("highpass", StringComparison.Ordinal) ? (11, 11) : NaiveFilters.Sides(spec.Split(':')[1]);

    private static T[] Run<T>(string spec, T[] source, int channels, ChainOptions options)
        where T : unmanaged
    {
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, Width, Height, channels), [FilterParser.Parse(spec, _ => [])], options);
        return MemoryMarshal.Cast<byte, T>(MemoryRows.ReadAll(chain.Output)).ToArray();
    }
}
