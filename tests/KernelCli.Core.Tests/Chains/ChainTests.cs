using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Correlation;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Core.Tests.Chains;

public sealed class ChainTests
{
    private const int Width = 37;
    private const int Height = 19;

    [Fact]
    public void Nothing_is_rounded_or_clipped_between_steps()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 1);
        byte[] actual = Run(source, 1, new ChainOptions(), "sobel:x", "multiply:0.25", "add:128");
        decimal[] gradient = NaiveCorrelation.Exact(source, Width, Height, 1, GradientKernels.Sobel().X, CorrelationOptions.Default, out _, out _);
        Assert.Equal(gradient.Select(g => NaiveCorrelation.ToByte((g * 0.25m) + 128)), actual);
    }

    [Theory]
    [InlineData("box:3", "sharpen")]
    [InlineData("box:5", "laplacian")]
    [InlineData("sharpen", "box:3")]
    [InlineData("binomial:3", "binomial:3")]
    [InlineData("sobel:x", "sobel:y")]
    public void Two_whole_kernels_equal_the_exact_chain(string first, string second)
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 2);
        byte[] actual = Run(source, 1, new ChainOptions(), first, second);
        decimal[] between = Exact(Array.ConvertAll(source, b => (decimal)b), first);
        Assert.Equal(Exact(between, second).Select(NaiveCorrelation.ToByte), actual);
    }

    [Theory]
    [InlineData("box:3", "box:5", "box:2")]
    [InlineData("binomial:3", "box:3", "sharpen")]
    [InlineData("laplacian", "custom:1,2,3/4,5,6:div=7", "box:4x1")]
    [InlineData("custom:-1,2:div=-3", "separable:1,2,1:norm=sum", "emboss:div=2")]
    public void Divisions_of_whole_kernels_are_put_off_to_the_end(params string[] specs)
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 3);
        long[] numerators = Array.ConvertAll(source, b => (long)b);
        long divisor = 1;
        foreach (string spec in specs)
        {
            Kernel kernel = ((KernelStep)FilterParser.Parse(spec, _ => [])).Kernel;
            divisor *= (long)kernel.Divisor;
            long[] sums = new long[numerators.Length];
            for (int i = 0; i < sums.Length; i++)
                for (int k = 0; k < kernel.Width * kernel.Height; k++)
                    sums[i] += (long)kernel[k % kernel.Width, k / kernel.Width]
                        * numerators[(Math.Clamp((i / Width) + (k / kernel.Width) - kernel.AnchorY, 0, Height - 1) * Width) + Math.Clamp((i % Width) + (k % kernel.Width) - kernel.AnchorX, 0, Width - 1)];
            numerators = sums;
        }
        byte[] expected = Array.ConvertAll(numerators, n => (byte)Math.Clamp(Math.Floor(((decimal)(2 * n) + divisor) / (2 * divisor)), 0, 255));
        Assert.Equal(expected, Run(source, 1, new ChainOptions(), specs));
    }

    [Theory]
    [InlineData("box:3")]
    [InlineData("custom:1,-2,1:div=-3")]
    [InlineData("custom:1,2,3:mul=2:div=9")]
    [InlineData("binomial:3", "box:2")]
    public void A_gradient_is_that_of_values_whose_divisions_were_put_off(params string[] before)
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 10);
        decimal[] values = before.Aggregate(Array.ConvertAll(source, b => (decimal)b), Exact), x = Exact(values, "sobel:x"), y = Exact(values, "sobel:y");
        float[] actual = MemoryMarshal.Cast<byte, float>(Run(source, 1, new ChainOptions { Depth = SampleType.Float32 }, [.. before, "sobel"])).ToArray();
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(Math.Sqrt((double)((x[i] * x[i]) + (y[i] * y[i]))) / 255, actual[i], 1e-5);
    }

    [Fact]
    public void A_constant_border_is_beside_values_and_not_beside_what_is_still_to_be_divided()
    {
        byte[] flat = [.. Enumerable.Repeat((byte)90, Width * Height)];
        Assert.All(Run(flat, 1, new ChainOptions(), "box:3", "box:3:border=constant=90"), value => Assert.Equal(90, value));
        Assert.All(Run(flat, 1, new ChainOptions(), "box:3", "box:5:border=constant=90", "binomial:3"), value => Assert.Equal(90, value));
    }

    [Fact]
    public void Ranges_bring_signed_results_in()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 3);
        decimal[] exact = NaiveCorrelation.Exact(source, Width, Height, 1, LaplacianKernel.Create4(), CorrelationOptions.Default, out _, out _);
        Assert.Equal(exact.Select(v => NaiveCorrelation.ToByte(Math.Abs(v))), Run(source, 1, new ChainOptions { Range = RangeMode.Abs }, "laplacian"));
        Assert.Equal(exact.Select(v => NaiveCorrelation.ToByte(v + 128)), Run(source, 1, new ChainOptions { Range = RangeMode.Mid }, "laplacian"));
        byte[] stretched = Run(source, 1, new ChainOptions { Range = RangeMode.Stretch }, "laplacian");
        Assert.Equal((0, 255), (stretched.Min(), stretched.Max()));
        Assert.Equal(255, stretched[Array.IndexOf(exact, exact.Max())]);
    }

    [Fact]
    public void Depths_map_white_to_white()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 4);
        ushort[] wide = MemoryMarshal.Cast<byte, ushort>(Run(source, 1, new ChainOptions { Depth = SampleType.UInt16 }, "identity")).ToArray();
        Assert.Equal(source.Select(v => (ushort)(v * 257)), wide);
        float[] real = MemoryMarshal.Cast<byte, float>(Run(source, 1, new ChainOptions { Depth = SampleType.Float32 }, "identity")).ToArray();
        Assert.Equal(source.Select(v => v / 255f), real, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(source, Run(wide, 1, new ChainOptions { Depth = SampleType.UInt8 }, "identity"));
        Assert.Equal(source, Run(real, 1, new ChainOptions { Depth = SampleType.UInt8 }, "identity"));
    }

    [Fact]
    public void Luma_is_the_rounded_weighted_sum()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height * 3, 5);
        (Luma Luma, int[] Weights)[] definitions = [(Luma.Bt601, [299, 587, 114]), (Luma.Bt709, [2126, 7152, 722]), (Luma.Average, [1, 1, 1]), (Luma.Green, [0, 1, 0])];
        foreach ((Luma luma, int[] weights) in definitions)
        {
            decimal sum = weights.Sum();
            byte[] expected = [.. Enumerable.Range(0, Width * Height).Select(i =>
                NaiveCorrelation.ToByte(((weights[0] * source[3 * i]) + (weights[1] * source[(3 * i) + 1]) + (weights[2] * source[(3 * i) + 2])) / sum))];
            Assert.Equal(expected, Run(source, 3, new ChainOptions { Luma = luma }, "identity"));
        }
        Assert.Equal(Enumerable.Range(0, Width * Height).Select(i => Math.Max(source[3 * i], Math.Max(source[(3 * i) + 1], source[(3 * i) + 2]))),
            Run(source, 3, new ChainOptions { Luma = Luma.Max }, "identity"));
    }

    [Fact]
    public void Every_gray_level_keeps_its_value_as_luma()
    {
        byte[] source = [.. Enumerable.Range(0, 256 * 3).Select(i => (byte)(i / 3))];
        foreach (Luma luma in Enum.GetValues<Luma>())
        {
            using FilterChain chain = Build(MemoryRows.Of(source, 256, 1, 3), new ChainOptions { Luma = luma }, "identity");
            Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), MemoryRows.ReadAll(chain.Output));
        }
    }

    [Theory]
    [InlineData("box:3")]
    [InlineData("sharpen")]
    [InlineData("laplacian")]
    [InlineData("sobel")]
    public void An_opaque_picture_gives_the_same_with_and_without_alpha(string filter)
    {
        byte[] colours = CorrelationRunner.Bytes(Width * Height * 3, 6);
        byte[] opaque = [.. Enumerable.Range(0, Width * Height).SelectMany(i => new[] { colours[3 * i], colours[(3 * i) + 1], colours[(3 * i) + 2], (byte)255 })];
        var options = new ChainOptions { Channels = ChannelMode.Color };
        byte[] plain = Run(colours, 3, options, filter), withAlpha = Run(opaque, 4, options, filter);
        for (int i = 0; i < Width * Height; i++)
        {
            Assert.Equal(255, withAlpha[(4 * i) + 3]);
            for (int c = 0; c < 3; c++)
                Assert.Equal(plain[(3 * i) + c], withAlpha[(4 * i) + c]);
        }
    }

    [Fact]
    public void Hidden_colours_do_not_bleed_out()
    {
        // Red that can be seen beside green that cannot.
        byte[] source = [.. Enumerable.Range(0, Width * Height).SelectMany(i => i % Width < 10 ? new byte[] { 200, 0, 0, 255 } : [0, 255, 0, 0])];
        byte[] blurred = Run(source, 4, new ChainOptions { Channels = ChannelMode.Color }, "box:5");
        for (int i = 0; i < Width * Height; i++)
            if (blurred[(4 * i) + 3] > 0)
                Assert.Equal((200, 0, 0), (blurred[4 * i], blurred[(4 * i) + 1], blurred[(4 * i) + 2]));
        byte[] kept = Run(source, 4, new ChainOptions { Channels = ChannelMode.Color, Alpha = AlphaMode.Keep }, "box:5");
        Assert.Equal(source.Where((_, i) => i % 4 == 3), kept.Where((_, i) => i % 4 == 3));
        Assert.Equal(Width * Height * 3, Run(source, 4, new ChainOptions { Channels = ChannelMode.Color, Alpha = AlphaMode.Drop }, "box:5").Length);
    }

    [Fact]
    public void Pixel_steps_do_what_their_names_say()
    {
        byte[] source = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)i)];
        Assert.Equal(source.Select(v => (byte)(255 - v)), Run(source, 1, new ChainOptions(), "invert"));
        Assert.Equal(source.Select(v => (byte)(v >= 100 ? 255 : 0)), Run(source, 1, new ChainOptions(), "threshold:100"));
        Assert.Equal(source.Select(v => Math.Clamp(v, (byte)20, (byte)200)), Run(source, 1, new ChainOptions(), "clip:20:200"));
        Assert.Equal(source.Select(v => (byte)Math.Floor((255 * Math.Sqrt(v / 255.0)) + 0.5)), Run(source, 1, new ChainOptions(), "gamma:2"));
        Assert.Equal(source.Select(v => (byte)Math.Min(255, Math.Floor((v * 1.5) + 0.5))), Run(source, 1, new ChainOptions(), "multiply:1.5"));
    }

    [Fact]
    public void Unsharp_adds_the_difference_where_it_reaches_the_threshold()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 7);
        double[] blurred = NaiveCorrelation.Real([.. source.Select(v => (float)v)], Width, Height, 1, GaussianKernel.Create(1), CorrelationOptions.Default, 255, out _, out _);
        byte[] actual = Run(source, 1, new ChainOptions(), "unsharp:1:amount=0.5:threshold=40");
        for (int i = 0; i < actual.Length; i++)
        {
            double difference = source[i] - blurred[i];
            if (Math.Abs(Math.Abs(difference) - 40) > 0.01)
                Assert.Equal(Math.Clamp(source[i] + (Math.Abs(difference) >= 40 ? 0.5 * difference : 0), 0, 255), actual[i], 0.51);
        }
    }

    [Fact]
    public void A_mask_keeps_where_it_is_white()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 8);
        byte[] mask = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i % 3 == 0 ? 255 : 0))];
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, Width, Height, 1), [FilterParser.Parse("mask:m.png", _ => [])], new ChainOptions(), _ => MemoryRows.Of(mask, Width, Height, 1));
        Assert.Equal(source.Select((v, i) => i % 3 == 0 ? v : (byte)0), MemoryRows.ReadAll(chain.Output));
        Assert.Throws<ArgumentException>(() => ChainBuilder.Build(MemoryRows.Of(source, Width, Height, 1), [FilterParser.Parse("mask:m.png", _ => [])], new ChainOptions(), _ => MemoryRows.Of(mask, 1, 1, 1)));
    }

    [Fact]
    public void Completing_the_chain_completes_the_picture()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 9);
        MemoryRows rows = MemoryRows.Of(source, Width, Height, 1);
        using FilterChain chain = Build(rows, new ChainOptions(), "box:3:stride=8");
        MemoryRows.ReadAll(chain.Output);
        Assert.True(rows.IsCompleted);
    }

    [Fact]
    public void Limits_are_checked_before_buffers_are_made()
    {
        byte[] source = CorrelationRunner.Bytes(Width * Height, 9);
        var small = new ChainOptions { Limits = new ImageLimits { MaxMemory = 1000 }, Range = RangeMode.Stretch };
        Assert.Throws<ImageLimitException>(() => Build(MemoryRows.Of(source, Width, Height, 1), small, "laplacian"));
        var few = new ChainOptions { Limits = new ImageLimits { MaxPixels = 1000 } };
        Assert.Throws<ImageLimitException>(() => Build(MemoryRows.Of(source, Width, Height, 1), few, "box:3:padding=100"));
    }

    [Theory]
    [InlineData(Orientation.FlipHorizontal, "cbafed", 3)]
    [InlineData(Orientation.Rotate180, "fedcba", 3)]
    [InlineData(Orientation.FlipVertical, "defabc", 3)]
    [InlineData(Orientation.Transpose, "adbecf", 2)]
    [InlineData(Orientation.Rotate90, "daebfc", 2)]
    [InlineData(Orientation.Transverse, "fcebda", 2)]
    [InlineData(Orientation.Rotate270, "cfbead", 2)]
    public void Orientation_is_applied_to_the_pixels(Orientation orientation, string expected, int width)
    {
        MemoryRows stored = new("abcdef"u8.ToArray(), new ImageInfo(3, 2, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)) { Metadata = new ImageMetadata { Orientation = orientation } });
        using IRowSource seen = OrientedRowSource.Apply(stored, ImageLimits.Default);
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(MemoryRows.ReadAll(seen)));
        Assert.Equal((width, Orientation.Normal), (seen.Info.Width, seen.Info.Metadata.Orientation));
    }

    private static FilterChain Build(IRowSource source, ChainOptions options, params string[] specs) =>
        ChainBuilder.Build(source, Steps.Of(string.Join(' ', specs)), options, _ => throw new FileNotFoundException());

    private static byte[] Run<T>(T[] source, int channels, ChainOptions options, params string[] specs)
        where T : unmanaged
    {
        using FilterChain chain = Build(MemoryRows.Of(source, Width, Height, channels), options, specs);
        return MemoryRows.ReadAll(chain.Output);
    }

    // One step on decimals, tap by tap, with the nearest pixel outside.
    private static decimal[] Exact(decimal[] source, string spec)
    {
        Kernel kernel = ((KernelStep)FilterParser.Parse(spec, _ => [])).Kernel;
        var result = new decimal[source.Length];
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++)
                for (int j = 0; j < kernel.Height; j++)
                    for (int i = 0; i < kernel.Width; i++)
                        result[(y * Width) + x] += (decimal)kernel[i, j] * (decimal)kernel.Multiplier / (decimal)kernel.Divisor
                            * source[(Math.Clamp(y + j - kernel.AnchorY, 0, Height - 1) * Width) + Math.Clamp(x + i - kernel.AnchorX, 0, Width - 1)];
        return result;
    }
}
