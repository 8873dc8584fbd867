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
            Expect.That(results[i + 1] == 0 || results[i] == actual[i], $"{spec} at {i}: {results[i]} and {actual[i]}");
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
        NaivePlane picture = new([.. values.Where((_, i) => i % 2 == 0)], Width, Height), alphas = picture with { Values = [.. values.Where((_, i) => i % 2 == 1)] };
        NaivePlane expected = NaiveAlphaMeans.Run(spec, picture, alphas, movement, (float)constant, white), middles = NaiveAlphaMeans.Indices(Width, Height).Middles(NaiveAlphaMeans.Sides(spec).Width, NaiveAlphaMeans.Sides(spec).Height, Passes(spec), movement, -1);
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
            Expect.That(IsDecision(spec) || Math.Abs(result - actual) <= (isWhole ? white / 255 : 1e-3), $"{spec} {typeof(T).Name} {movement.Border} at {i}: {actual} instead of {result}");
        }
        Expect.That(unequal <= Math.Max(1, expected.Values.Length / 100), $"{spec} {typeof(T).Name} {movement}: {unequal} of {expected.Values.Length} are unequal");
    }

    private static bool IsDecision(string spec) => spec.Split(':')[0] is "niblack" or "sauvola" or "adaptive";

    private static int Passes(string spec) => spec.StartsWith("guided", StringComparison.Ordinal) ? 2 : 1;

    private static T[] Run<T>(string spec, T[] source, int channels, ChainOptions options)
        where T : unmanaged
    {
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, Width, Height, channels), [FilterParser.Parse(spec, _ => [])], options);
        return MemoryMarshal.Cast<byte, T>(MemoryRows.ReadAll(chain.Output)).ToArray();
    }
}
