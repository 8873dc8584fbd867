using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Correlation;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>Neighbourhood filters as steps of chains: depth, range, alpha, what comes before and after them.</summary>
public sealed class NeighbourhoodChainTests
{
    private const int Width = 41;
    private const int Height = 23;

    public static TheoryData<string> Specs => ["median:3", "min:5", "open:3", "gradient:3", "tophat:5", "despeckle:3:10", "stddev:5", "adaptive:5:3", "niblack:5:0.2", "bilateral:1:30", "guided:5:10", "canny:1:50:100"];

    [Theory]
    [MemberData(nameof(Specs))]
    public void The_last_step_writes_what_a_conversion_of_it_would(string spec)
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 7);
        Assert.Equal(Run(source, 1, new ChainOptions(), spec, "multiply:1"), Run(source, 1, new ChainOptions(), spec));
        byte[] deep = Run(source, 1, new ChainOptions { Depth = SampleType.UInt16 }, spec, "multiply:1");
        Assert.Equal(deep, Run(source, 1, new ChainOptions { Depth = SampleType.UInt16 }, spec));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Statistics_and_ranges_change_no_result(string spec)
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 8), plain = Run(source, 1, new ChainOptions(), spec);
        var statistics = new ClippingStatistics();
        Assert.Equal(plain, Run(source, 1, new ChainOptions { Statistics = statistics }, spec));
        Assert.Equal(Width * Height, statistics.Samples);
        Assert.Equal(plain, Run(source, 1, new ChainOptions { Range = RangeMode.Abs }, spec));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Alpha_is_passed_through_and_opaque_colours_are_as_without_it(string spec)
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height * 3, 9);
        byte[] opaque = [.. Enumerable.Range(0, Width * Height * 4).Select(i => i % 4 == 3 ? (byte)255 : source[(i / 4 * 3) + (i % 4)])];
        var options = new ChainOptions { Channels = ChannelMode.Color };
        byte[] colours = Run(source, 3, options, spec), actual = Run(opaque, 4, options, spec);
        Assert.Equal(colours, actual.Where((_, i) => i % 4 != 3));
        byte[] alpha = CorrelationRunner.Bytes(Width * Height, 10), clear = [.. opaque.Select((value, i) => i % 4 == 3 ? alpha[i / 4] : value)];
        Assert.Equal(alpha, Run(clear, 4, options, spec).Where((_, i) => i % 4 == 3));
    }

    [Theory]
    [InlineData("bilateral:1:30")]
    public void Means_are_weighted_by_alpha(string spec)
    {
        // What is hidden does not show, whatever it is.
        byte[] source = [.. Enumerable.Range(0, Width * Height).SelectMany(i => i % 3 == 0 ? new byte[] { 110, 0 } : [100, 255])];
        byte[] actual = Run(source, 2, new ChainOptions(), spec);
        Assert.All(Enumerable.Range(0, Width * Height).Where(i => i % 3 != 0), i => Assert.Equal(100, actual[2 * i]));
    }

    [Theory]
    [MemberData(nameof(Specs))]
    public void Threads_change_nothing(string spec)
    {
        const int width = 1200, height = 900;
        byte[] source = CorrelationRunner.Bytes(width * height, 12);
        byte[][] results = Array.ConvertAll((int[])[1, 2, 3], threads =>
        {
            var options = new ChainOptions { Geometry = new CorrelationOptions { Threads = threads } };
            using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, width, height, 1), [FilterParser.Parse(spec, _ => [])], options);
            return MemoryRows.ReadAll(chain.Output);
        });
        Assert.True(results[0].AsSpan().SequenceEqual(results[1]));
        Assert.True(results[0].AsSpan().SequenceEqual(results[2]));
    }

    [Theory]
    [InlineData("min:3")]
    [InlineData("max:21")]
    [InlineData("median:3")]
    [InlineData("median:5")]
    [InlineData("rank:3:70")]
    public unsafe void A_plane_in_memory_larger_than_the_caches_has_the_results_of_rows(string spec)
    {
        // An odd width: rows start at every alignment of a sample.
        const int width = 4099, height = 2600;
        float[] source = new float[width * height], results = new float[width * height];
        var random = new Random(3);
        for (int i = 0; i < source.Length; i++)
            source[i] = i % 9973 == 0 ? float.NaN : (float)(random.NextDouble() - 0.3);
        var graph = new FilterGraph { Movement = CorrelationOptions.Default, FullRange = 1, IsLast = true, Limits = ImageLimits.Default };
        MemoryRows rows = MemoryRows.Of(source, width, height, 1);
        var filter = ((WindowStep)FilterParser.Parse(spec, _ => [])).Filter;
        WindowPlan plan = graph.Plan(rows.Info, filter.OnlyPass(graph)!, isLastPass: true);
        fixed (float* from = source, to = results)
            new BandRunner(plan, (byte*)from, width * sizeof(float), (byte*)to, width * sizeof(float)).Run(0, height, TestContext.Current.CancellationToken);
        Assert.True(MemoryRows.ReadAll(filter.Apply(rows, graph)).AsSpan().SequenceEqual(MemoryMarshal.AsBytes(results.AsSpan())));
    }

    [Fact]
    public void A_kernel_after_a_median_is_exact()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 11), median = Run(source, 1, new ChainOptions(), "median:3");
        Assert.Equal(Run(median, 1, new ChainOptions(), "box:3"), Run(source, 1, new ChainOptions(), "median:3", "box:3"));
        Assert.Equal(Run(Run(source, 1, new ChainOptions(), "invert"), 1, new ChainOptions(), "max:3"), Run(source, 1, new ChainOptions(), "invert", "max:3"));
    }

    [Theory]
    [InlineData("median:4", "odd")]
    [InlineData("min:3x2", "3x3")]
    [InlineData("median:257", "255")]
    [InlineData("rank:3:101", "0 to 100")]
    [InlineData("rank:3:-1", "0 to 100")]
    [InlineData("canny:1:90:80", "below the lower")]
    [InlineData("median:3:shape=dsk", "disk")]
    [InlineData("adaptive:3:1:by=gauss", "gaussian")]
    [InlineData("bilateral:0:5", "above 0")]
    [InlineData("median:3:dilate=2", "no key")]
    [InlineData("open:3:5", "one too many")]
    [InlineData("despeckle:3:-1", "0 or more")]
    public void Specs_that_mean_nothing_are_refused(string spec, string words) =>
        Assert.Contains(words, Assert.Throws<KernelFormatException>(() => FilterParser.Parse(spec, _ => [])).Message, StringComparison.Ordinal);

    private static byte[] Run(byte[] source, int channels, ChainOptions options, params string[] specs)
    {
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, Width, Height, channels), [.. specs.Select(spec => FilterParser.Parse(spec, _ => []))], options,
            _ => throw new NotSupportedException());
        return MemoryRows.ReadAll(chain.Output);
    }
}
