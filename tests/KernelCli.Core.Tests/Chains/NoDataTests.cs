using System.Globalization;
using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Neighbourhood;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>Pictures in which some pixels hold no value, against the definition in doubles: each cell is looked up, NaN is none.</summary>
public sealed class NoDataTests
{
    private const int Width = 53;
    private const int Height = 41;
    private const double Constant = 40;

    private static readonly string[] Kernels =
    [
        "box:3", "box:9", "box:15x5", "gaussian:1", "gaussian:3", "gaussian:5", "binomial:5", "disk:2.5", "triangle:5", "motion:5:30", "identity",
        "custom:0,1,0/1,0,1/0,1,0", "custom:0.3,0.1,0.2:bias=9:mul=2", "custom:1,2,3/4,5,6/7,8,9:div=-45", "separable:1,2,1/1,0,3", "laplacian",
        "sharpen", "emboss:30", "log:1", "sobel:x", "prewitt", "sobel", "scharr",
    ];

    private static readonly string[] Windows =
    [
        "median:3", "median:5", "median:7x3", "median:5:shape=disk", "rank:5:30", "rank:3:100", "rank:7:85:shape=cross", "min:3", "max:5", "min:15",
        "stddev:5", "niblack:7:0.2", "sauvola:7:0.3", "adaptive:5:3", "adaptive:5:2:by=median", "adaptive:7:2:by=gaussian", "despeckle:3:10", "open:3",
        "close:5", "gradient:3", "tophat:3", "blackhat:3", "bilateral:1:30", "guided:5:20", "highpass:1", "unsharp:1:amount=0.5",
    ];

    private static readonly string[] Moves = ["", ":padding=valid", ":padding=full:border=wrap", ":stride=3x2", ":padding=2,0,1,4:border=symmetric"];

    public static TheoryData<string> Filters => [.. Kernels, .. Windows];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Results_equal_the_definition_in_doubles(string spec)
    {
        foreach (bool fills in (bool[])(CannotFill(spec) ? [false] : [false, true]))
        {
            foreach (BorderMode border in Enum.GetValues<BorderMode>())
                Check(spec, new Border(border, border is BorderMode.Constant ? Constant : 0), fills, -9999f, seed: 1);
            foreach (string move in Moves)
                Check(spec + move, Border.Replicate, fills, float.NaN, seed: 2);
            Check(spec, Border.Replicate, fills, (byte)0, seed: 3);
            Check(spec, Border.Reflect101, fills, (byte)255, seed: 4);
            Check(spec, Border.Replicate, fills, (ushort)32768, seed: 5);
        }
    }

    [Theory]
    [InlineData("box:5")]
    [InlineData("median:5")]
    [InlineData("sobel")]
    public void A_picture_of_nothing_stays_that_and_one_value_fills_its_window(string spec)
    {
        float[] nothing = new float[Width * Height];
        Array.Fill(nothing, -1);
        Assert.All(Run(spec, nothing, NoData.Of(-1, fills: true), Border.Replicate), value => Assert.Equal(-1, value));
        nothing[(20 * Width) + 30] = 7;
        float[] filled = Run(spec, nothing, NoData.Of(-1, fills: true), Border.Replicate);
        Assert.Equal(spec == "sobel" ? 0 : 25, filled.Count(value => value == 7));
        Assert.Equal(spec == "sobel" ? 0 : 1, Run(spec, nothing, NoData.Of(-1), Border.Replicate).Count(value => value != -1));
    }

    [Fact]
    public void A_result_that_would_read_as_nodata_is_one_step_beside_it()
    {
        Assert.All(Run("multiply:0", Bytes(100), NoData.Of(0), Border.Replicate), value => Assert.Equal(1, value));
        Assert.All(Run("multiply:9", Bytes(100), NoData.Of(255), Border.Replicate), value => Assert.Equal(254, value));
        Assert.All(Run("add:-50", Bytes(100), NoData.Of(50), Border.Replicate), value => Assert.InRange(Math.Abs(value - 50), 1, 1));
        Assert.All(Run("multiply:0", Enumerable.Repeat(3f, Width * Height).ToArray(), NoData.Of(0), Border.Replicate),
            value => Assert.Equal(float.Epsilon, value));
    }

    [Fact]
    public void Without_nodata_in_the_picture_results_are_those_of_any_picture()
    {
        byte[] source = Picture<byte>(6, 255);
        for (int i = 0; i < source.Length; i++)
            source[i] = Math.Min((byte)200, source[i]);
        foreach (string spec in (string[])["box:5", "binomial:5", "median:5", "sobel", "laplacian", "stddev:5", "sharpen"])
        {
            byte[] with = Run(spec, source, NoData.Of(201), Border.Replicate), without = Run(spec, source, null, Border.Replicate);
            for (int i = 0; i < with.Length; i++)
                Expect.That(without[i] == 201 ? with[i] is 200 or 202 : with[i] == without[i], $"{spec} {i}: {with[i]}, {without[i]}");
        }
    }

    [Fact]
    public void A_colour_pixel_is_nodata_where_every_channel_is()
    {
        byte[] source = [.. Enumerable.Repeat((byte)90, 9 * 3)];
        source.AsSpan(12, 3).Clear();
        source[0] = 0;
        byte[] Filtered(ChannelMode channels, bool fills)
        {
            using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, 3, 3, 3), [FilterParser.Parse("box:3")],
                new ChainOptions { Channels = channels, NoData = NoData.Of(0, fills) });
            return MemoryRows.ReadAll(chain.Output);
        }
        byte[] kept = Filtered(ChannelMode.Color, false), filled = Filtered(ChannelMode.Color, true);
        Assert.Equal([0, 0, 0], kept[12..15]);
        Assert.Equal([79, 90, 90], filled[12..15]);
        Assert.Equal(0, Filtered(ChannelMode.Gray, false)[4]);
        Assert.Equal(87, Filtered(ChannelMode.Gray, true)[4]);
    }

    [Fact]
    public void Nodata_is_NaN_in_float_results_of_other_samples()
    {
        byte[] source = Bytes(51);
        source[60] = 9;
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, Width, Height, 1), [FilterParser.Parse("box:3")],
            new ChainOptions { NoData = NoData.Of(9), Depth = SampleType.Float32 });
        float[] result = MemoryMarshal.Cast<byte, float>(MemoryRows.ReadAll(chain.Output)).ToArray();
        Assert.All(result.Index(), at => Assert.Equal(at.Index == 60 ? float.NaN : 0.2f, at.Item));
        Assert.Equal("nan", chain.Info.Metadata.NoData);
    }

    [Fact]
    public void What_makes_no_sense_is_refused_in_words()
    {
        string Message(string spec, NoData noData, int channels, SampleType? depth) => Assert.ThrowsAny<ArgumentException>(() =>
            ChainBuilder.Build(MemoryRows.Of(new byte[12], 12 / channels, 1, channels), [FilterParser.Parse(spec)],
                new ChainOptions { NoData = noData, Depth = depth })).Message;
        Assert.Contains("whole numbers from 0 to 255", Message("box:1", NoData.Of(-9999), 1, null), StringComparison.Ordinal);
        Assert.Contains("drop it first", Message("box:1", NoData.Of(0), 2, null), StringComparison.Ordinal);
        Assert.Contains("f32 is written", Message("box:1", NoData.Of(0), 1, SampleType.UInt16), StringComparison.Ordinal);
        Assert.Contains("a value at every pixel", Message("canny:1:10:20", NoData.Of(0), 1, null), StringComparison.Ordinal);
        Assert.Contains("leave out ':fill'", Message("guided:3:9", NoData.Of(0, fills: true), 1, null), StringComparison.Ordinal);
    }

    private static bool CannotFill(string spec) => spec.StartsWith("guided", StringComparison.Ordinal);

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, Width * Height)];

    // A fifth is nodata: single pixels, and a block that is wider than most windows.
    private static T[] Picture<T>(int seed, T noData)
        where T : unmanaged
    {
        var random = new Random(seed);
        var samples = new T[Width * Height];
        for (int i = 0; i < samples.Length; i++)
        {
            double value = 100 + (60 * Math.Sin(i % Width * 0.3)) + (40 * random.NextDouble());
            bool isMissing = random.Next(10) == 0 || (i % Width is > 20 and < 33 && i / Width is > 10 and < 24);
            samples[i] = isMissing ? noData : (T)Convert.ChangeType(typeof(T) == typeof(float) ? value / 200 * 37 : typeof(T) == typeof(byte)
                ? Math.Clamp(Math.Floor(value), 1, 254) : Math.Floor(value * 200), typeof(T), CultureInfo.InvariantCulture);
        }
        return samples;
    }

    private static T[] Run<T>(string spec, T[] source, NoData? noData, Border border)
        where T : unmanaged
    {
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, Width, Height, 1), [FilterParser.Parse(spec)],
            new ChainOptions { NoData = noData, Geometry = CorrelationOptions.Default with { Border = border, Threads = 1 } });
        return MemoryMarshal.Cast<byte, T>(MemoryRows.ReadAll(chain.Output)).ToArray();
    }

    private static void Check<T>(string spec, Border border, bool fills, T noData, int seed)
        where T : unmanaged, IConvertible
    {
        T[] source = Picture(seed, noData);
        double missing = noData.ToDouble(CultureInfo.InvariantCulture), white = noData is byte ? 255 : noData is ushort ? 65535 : 1;
        double[] values = Array.ConvertAll(source, sample => sample.Equals(noData) ? double.NaN : sample.ToDouble(CultureInfo.InvariantCulture));
        FilterStep step = FilterParser.Parse(spec);
        CorrelationOptions movement = ((NeighborhoodStep)step).Within(CorrelationOptions.Default with { Border = border });
        double[] expected = new NaiveNoData(movement, white, fills).Run(step, spec, new NaivePlane(values, Width, Height)).Values;
        T[] actual = Run(spec, source, NoData.Of(missing, fills), border);
        Assert.Equal(expected.Length, actual.Length);
        double magnitude = values.Where(double.IsFinite).Max(Math.Abs);
        int off = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double got = actual[i].ToDouble(CultureInfo.InvariantCulture);
            bool isMissing = actual[i].Equals(noData);
            Expect.That(isMissing == double.IsNaN(expected[i]), $"{spec} {border} {fills} {noData} {i}: {got} instead of {expected[i]}");
            if (isMissing)
                continue;
            if (noData is float)
            {
                // Decisions by a threshold are either of two values.
                Expect.That(Math.Abs(got - expected[i]) <= 2e-5 * magnitude, $"{spec} {border} {fills} {noData} {i}: {got} instead of {expected[i]}");
                continue;
            }
            double rounded = Math.Clamp(Math.Floor(expected[i] + 0.5), 0, white);
            double distance = rounded == missing ? Math.Abs(got - missing) - 1 : Math.Abs(got - rounded);
            Expect.That(distance <= 1, $"{spec} {border} {fills} {noData} {i}: {got} instead of {expected[i]}");
            off += distance > 0 ? 1 : 0;
        }
        Expect.That(off <= actual.Length / 100, $"{spec} {noData}: {off} of {actual.Length} are off by one");
    }
}
