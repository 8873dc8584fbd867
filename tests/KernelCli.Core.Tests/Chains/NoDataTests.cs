using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>What nodata means: for pictures of nothing, for results that would read as it, for colours, depths and what is refused.</summary>
public sealed class NoDataTests
{
    private const int Width = NoDataPicture.Width;
    private const int Height = NoDataPicture.Height;

    [Theory]
    [InlineData("box:5")]
    [InlineData("median:5")]
    [InlineData("sobel")]
    public void A_picture_of_nothing_stays_that_and_one_value_fills_its_window(string spec)
    {
        float[] nothing = new float[Width * Height];
        Array.Fill(nothing, -1);
        Assert.All(NoDataPicture.Run(spec, nothing, NoData.Of(-1, fills: true), Border.Replicate), value => Assert.Equal(-1, value));
        nothing[(20 * Width) + 30] = 7;
        float[] filled = NoDataPicture.Run(spec, nothing, NoData.Of(-1, fills: true), Border.Replicate);
        Assert.Equal(spec == "sobel" ? 0 : 25, filled.Count(value => value == 7));
        Assert.Equal(spec == "sobel" ? 0 : 1, NoDataPicture.Run(spec, nothing, NoData.Of(-1), Border.Replicate).Count(value => value != -1));
    }

    [Fact]
    public void A_result_that_would_read_as_nodata_is_one_step_beside_it()
    {
        Assert.All(NoDataPicture.Run("multiply:0", Bytes(100), NoData.Of(0), Border.Replicate), value => Assert.Equal(1, value));
        Assert.All(NoDataPicture.Run("multiply:9", Bytes(100), NoData.Of(255), Border.Replicate), value => Assert.Equal(254, value));
        Assert.All(NoDataPicture.Run("add:-50", Bytes(100), NoData.Of(50), Border.Replicate), value => Assert.InRange(Math.Abs(value - 50), 1, 1));
        Assert.All(NoDataPicture.Run("multiply:0", Enumerable.Repeat(3f, Width * Height).ToArray(), NoData.Of(0), Border.Replicate),
            value => Assert.Equal(float.Epsilon, value));
    }

    [Fact]
    public void Without_nodata_in_the_picture_results_are_those_of_any_picture()
    {
        byte[] source = NoDataPicture.Create<byte>(6, 255);
        for (int i = 0; i < source.Length; i++)
            source[i] = Math.Min((byte)200, source[i]);
        foreach (string spec in (string[])["box:5", "binomial:5", "median:5", "sobel", "laplacian", "stddev:5", "sharpen"])
        {
            byte[] with = NoDataPicture.Run(spec, source, NoData.Of(201), Border.Replicate), without = NoDataPicture.Run(spec, source, null, Border.Replicate);
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

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, Width * Height)];
}
