using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Correlation;
using KernelCli.Core.Tests.Support;
using KernelCli.Kernels;

namespace KernelCli.Core.Tests.Chains;

public sealed class AlphaTests
{
    [Theory]
    [InlineData("log:2")]
    [InlineData("dog:2:1")]
    [InlineData("custom:-1,-2,-1:div=-4")]
    [InlineData("custom:-1,-2,-1:norm=sum")]
    [InlineData("unsharp:1:amount=0.7")]
    public void An_opaque_picture_gives_what_it_gives_without_alpha(string spec)
    {
        byte[] gray = CorrelationRunner.Bytes(60 * 20, 1);
        byte[] opaque = [.. gray.SelectMany(v => new byte[] { v, 255 })];
        byte[] plain = Run(gray, 1, AlphaMode.Auto, spec), withAlpha = Run(opaque, 2, AlphaMode.Auto, spec);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.InRange(withAlpha[2 * i] - plain[i], -1, 1);
            Assert.Equal(255, withAlpha[(2 * i) + 1]);
        }
    }

    [Theory]
    [InlineData(AlphaMode.Auto)]
    [InlineData(AlphaMode.Keep)]
    public void Unsharp_passes_alpha_through(AlphaMode mode)
    {
        byte[] source = CorrelationRunner.Bytes(60 * 20 * 2, 2);
        byte[] result = Run(source, 2, mode, "unsharp:1");
        Assert.Equal(source.Where((_, i) => i % 2 == 1), result.Where((_, i) => i % 2 == 1));
    }

    [Fact]
    public void Engines_that_look_ahead_differently_see_the_same_rows()
    {
        // Dense and high: made four rows at a time for one channel, row by row for three.
        string spec = "custom:" + string.Join('/', Enumerable.Range(0, 9).Select(y => string.Join(',', Enumerable.Range(0, 9).Select(x => ((y * 9 * 7) + (x * 5)) % 11 + 1)))) + ":norm=sum";
        byte[] colour = CorrelationRunner.Bytes(60 * 20 * 3, 3);
        byte[] opaque = [.. Enumerable.Range(0, 1200).SelectMany(p => new byte[] { colour[3 * p], colour[(3 * p) + 1], colour[(3 * p) + 2], 255 })];
        byte[] plain = Run(colour, 3, AlphaMode.Auto, spec), withAlpha = Run(opaque, 4, AlphaMode.Auto, spec);
        for (int i = 0; i < plain.Length; i++)
            Assert.InRange(withAlpha[(i / 3 * 4) + (i % 3)] - plain[i], -1, 1);
    }

    [Theory]
    [InlineData("gaussian:2")]
    [InlineData("gaussian:12")]
    [InlineData("box:9")]
    [InlineData("sobel")]
    [InlineData("multiply:3")]
    public void Looking_at_results_does_not_change_them(string spec)
    {
        byte[] source = CorrelationRunner.Bytes(60 * 20 * 3, 4);
        foreach (int channels in (int[])[1, 3])
        {
            var statistics = new KernelCli.Rows.ClippingStatistics();
            Assert.Equal(Run(source, channels, AlphaMode.Auto, spec, range: RangeMode.Clip), Run(source, channels, AlphaMode.Auto, spec, statistics, RangeMode.Clip));
            Assert.Equal(60 * 20 * channels, statistics.Samples);
            Assert.True(statistics.Maximum > statistics.Minimum);
        }
    }

    [Theory]
    [InlineData("custom:1,2:mul=1e38")]
    [InlineData("custom:1,2:mul=2e38", "larger than float32 can hold")]
    [InlineData("custom:1,2:div=1e-39", "larger than float32 can hold")]
    [InlineData("custom:1,2:mul=1e30:div=1e-5")]
    [InlineData("custom:1,2:mul=1e30:div=1e-9", "larger than float32 can hold")]
    [InlineData("custom:1,2:bias=3e38")]
    public void A_gain_that_no_float_holds_is_refused(string spec, string? refusal = null)
    {
        byte[] source = new byte[60 * 20 * 4];
        if (refusal is null)
            Run(source, 4, AlphaMode.Auto, spec);
        else
            Assert.Contains(refusal, Assert.Throws<ArgumentException>(() => Run(source, 4, AlphaMode.Auto, spec)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.3e36, true)]
    [InlineData(1.4e36, false)]
    public void A_bias_is_a_part_of_white(double bias, bool isHeld)
    {
        FilterStep[] steps = [new KernelStep("held", Kernel.FromWeights(2, 1, [1, 2]).WithScale(1, 1, bias))];
        void Build() => ChainBuilder.Build(MemoryRows.Of(new ushort[16], 2, 2, 4), steps, new ChainOptions { Channels = ChannelMode.Color }).Dispose();
        if (isHeld)
            Build();
        else
            Assert.Contains("larger than float32 can hold", Assert.Throws<ArgumentException>(Build).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("custom:0,0,0/0,0,1", 1, 1)]
    [InlineData("custom:0,0,0/2,0,0/0,0,0", -1, 0)]
    [InlineData("custom:0,0.5,0/0,0,0/0,0,0", 0, -1)]
    public void A_single_tap_moves_whole_pixels_with_their_alpha(string spec, int dx, int dy)
    {
        byte[] source = CorrelationRunner.Bytes(60 * 20 * 2, 5), result = Run(source, 2, AlphaMode.Auto, spec, range: RangeMode.Clip);
        double weight = FilterParser.Parse(spec) is KernelStep step ? step.Kernel.ToArray().Max() : 0;
        int y0 = spec.Count(c => c == '/') == 1 ? 0 : dy;
        for (int i = 0; i < 60 * 20; i++)
        {
            int from = (Math.Clamp((i / 60) + y0, 0, 19) * 60) + Math.Clamp((i % 60) + dx, 0, 59);
            Assert.Equal(source[(2 * from) + 1], result[(2 * i) + 1]);
            Assert.Equal(Math.Min(255, Math.Floor((source[2 * from] * weight) + 0.5)), result[2 * i]);
        }
    }

    private static byte[] Run(byte[] source, int channels, AlphaMode alpha, string spec, KernelCli.Rows.ClippingStatistics? statistics = null, RangeMode range = RangeMode.Mid)
    {
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, 60, 20, channels), [FilterParser.Parse(spec, _ => [])],
            new ChainOptions { Alpha = alpha, Range = range, Channels = ChannelMode.Color, Statistics = statistics }, _ => throw new FileNotFoundException());
        return MemoryRows.ReadAll(chain.Output);
    }
}
