using KernelCli.Chains;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Core.Tests.Chains;

/// <summary>Who closes what when a chain is built or is not, what is read ahead, and the limits of its memory.</summary>
public sealed class ChainBuildTests
{
    private static readonly ImageInfo Small = new(40, 30, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));

    [Fact]
    public void The_input_and_a_mask_are_closed_where_building_fails()
    {
        var input = new MemoryRows([], Small);
        Assert.Throws<ArgumentNullException>(() => ChainBuilder.Build(input, null!));
        Assert.True(input.IsCompleted);

        (input, MemoryRows mask) = (new MemoryRows([], Small), new MemoryRows([], Small.With(7, 7)));
        Assert.Throws<ArgumentException>(() => ChainBuilder.Build(input, Steps.Of("box:3 mask:m"), openMask: _ => mask));
        Assert.True(input.IsCompleted && mask.IsCompleted);

        (input, mask) = (new MemoryRows([], Small), new MemoryRows([], Small));
        Assert.Throws<ArgumentException>(() => ChainBuilder.Build(input, Steps.Of("mask:m box:99:padding=valid"), openMask: _ => mask));
        Assert.True(input.IsCompleted && mask.IsCompleted);

        input = new MemoryRows([], Small);
        Assert.Contains("masks are not opened here", Assert.Throws<ArgumentException>(() => ChainBuilder.Build(input, Steps.Of("box:3 mask:m"))).Message, StringComparison.Ordinal);
        Assert.True(input.IsCompleted);

        using (FilterChain chain = ChainBuilder.Build(input = new MemoryRows([], Small), Steps.Of("box:3")))
            Assert.False(input.IsCompleted);
        Assert.True(input.IsCompleted);
    }

    [Fact]
    public void What_is_kept_to_places_is_closed_with_the_chain()
    {
        var input = new MemoryRows(new byte[1200], Small);
        List<MemoryRows> masks = [];
        byte[] mask = new byte[1200];
        mask[50] = mask[900] = 200;
        using (FilterChain chain = ChainBuilder.Build(input, Steps.Of("box:3"), new ChainOptions { Where = [new MaskPlace("m")] }, _ =>
        {
            masks.Add(new MemoryRows(mask, Small));
            return masks[^1];
        }))
        {
            chain.Output.ReadRow(new byte[40]);
            chain.Output.ReadRow(new byte[40]);
            Assert.False(input.IsCompleted);
        }
        Assert.True(input.IsCompleted);
        Assert.All(masks, one => Assert.True(one.IsCompleted));
    }

    [Theory]
    [InlineData("box:3 median:9", false)]
    [InlineData("gaussian:2", true)]
    public void All_that_stages_hold_together_is_limited(string specs, bool isPlaced)
    {
        var options = new ChainOptions { Geometry = CorrelationOptions.Default with { Threads = 1 }, Where = isPlaced ? [new RectanglePlace(3, 3, 2, 2)] : null };
        long bytes;
        using (FilterChain chain = ChainBuilder.Build(new MemoryRows([], Small), Steps.Of(specs), options))
        {
            Assert.True(chain.Stages.Count > 1);
            Assert.Equal(bytes = chain.BufferBytes, chain.Stages.Sum(stage => stage.BufferBytes));
            Assert.Equal(chain.Stages.Select(stage => $"{stage.Name}: {stage.Description}"), chain.ToString().Split('\n'));
        }
        ChainBuilder.Build(new MemoryRows([], Small), Steps.Of(specs), options with { Limits = new ImageLimits { MaxMemory = bytes } }).Dispose();
        Assert.Throws<ImageLimitException>(() => ChainBuilder.Build(new MemoryRows([], Small), Steps.Of(specs), options with { Limits = new ImageLimits { MaxMemory = bytes - 1 } }));
    }

    [Theory]
    [InlineData(1, 1024, 1024, false)]
    [InlineData(2, 1024, 1024, true)]
    [InlineData(2, 1024, 1023, false)]
    public void Large_pictures_are_read_ahead_where_there_is_a_thread_for_it(int threads, int width, int height, bool isAhead)
    {
        foreach (IReadOnlyList<Place>? places in (IReadOnlyList<Place>?[])[null, [new RectanglePlace(0, 0, 1, 1)]])
            Assert.Equal(isAhead, IsReadAhead(threads, width, height, places));
        Assert.Equal(Environment.ProcessorCount > 1, IsReadAhead(0, 1024, 1024, places: null));

        static bool IsReadAhead(int threads, int width, int height, IReadOnlyList<Place>? places)
        {
            using FilterChain chain = ChainBuilder.Build(new MemoryRows([], Small.With(width, height)), Steps.Of("box:3"),
                new ChainOptions { Geometry = CorrelationOptions.Default with { Threads = threads }, Where = places });
            Assert.Equal(chain.Ahead is not null, chain.Stages.Any(stage => (stage.Name, stage.Description) == ("read ahead", "decoding on a thread of its own") && stage.BufferBytes > 0));
            return chain.Ahead is not null;
        }
    }

    [Theory]
    [InlineData(SampleType.UInt8)]
    [InlineData(SampleType.UInt16)]
    [InlineData(SampleType.Float32)]
    public void Statistics_are_in_the_unit_of_the_result(SampleType depth)
    {
        byte[] source = [.. Enumerable.Repeat((byte)100, 1200)];
        (source[0], source[700]) = (10, 200);
        foreach (string specs in (string[])["multiply:2", "identity:mul=2", "median:1 multiply:2", "multiply:2 median:1", "identity:mul=2 median:1"])
        {
            var statistics = new ClippingStatistics();
            using FilterChain chain = ChainBuilder.Build(new MemoryRows(source, Small), Steps.Of(specs), new ChainOptions { Depth = depth, Statistics = statistics });
            MemoryRows.ReadAll(chain.Output);
            double level = depth.FullRange() / 255.0;
            Assert.Equal(20 * level, statistics.Minimum, 1e-4 * level);
            Assert.Equal(400 * level, statistics.Maximum, 1e-4 * level);
            Assert.Equal((1200L, depth is SampleType.Float32 ? 0L : 1L, 0L), (statistics.Samples, statistics.High, statistics.Low));
        }
    }

    [Theory]
    [InlineData(SampleType.UInt8, 128)]
    [InlineData(SampleType.UInt16, 32768)]
    [InlineData(SampleType.Float32, 0.5)]
    public void Nothing_is_the_middle_of_the_range(SampleType depth, double middle)
    {
        foreach (string specs in (string[])["laplacian", "sobel:x median:3", "laplacian multiply:1"])
            foreach (SampleType type in (SampleType[])[SampleType.UInt8, SampleType.Float32])
            {
                ImageInfo info = Small.With(Small.Format.With(type));
                using FilterChain chain = ChainBuilder.Build(new MemoryRows(new byte[info.RowBytes * info.Height], info), Steps.Of(specs), new ChainOptions { Depth = depth, Range = RangeMode.Mid });
                Assert.Equal(middle, Samples.ToDoubles(MemoryRows.ReadAll(chain.Output), depth)[500]);
            }
    }

    [Fact]
    public void The_middle_of_bytes_is_128_for_fractions_too()
    {
        byte[] source = new byte[1200];
        source[620] = 1;
        using FilterChain chain = ChainBuilder.Build(new MemoryRows(source, Small), Steps.Of("laplacian multiply:0.6"), new ChainOptions { Range = RangeMode.Mid });
        byte[] result = MemoryRows.ReadAll(chain.Output);
        Assert.Equal((129, 126, 129), (result[619], result[620], result[621]));
    }

    [Fact]
    public void Sums_after_a_divisor_that_is_put_off_are_known_to_be_whole()
    {
        using FilterChain chain = ChainBuilder.Build(new MemoryRows([], Small), Steps.Of("box:3 box:5"));
        Assert.Equal((0, 255.0 * 9 * 25), chain.Stages[1].Plans[0].Algorithm.Output.SumRange);
    }
}
