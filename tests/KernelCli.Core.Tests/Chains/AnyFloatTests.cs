using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>Float pictures hold any value: NaN, infinities, subnormal, tiny and huge numbers side by side.</summary>
public sealed class AnyFloatTests
{
    private const int Width = 61;
    private const int Height = 47;
    private const double Tolerance = 1e-5;

    // One spec or more of every family of the catalogue.
    private static readonly string[] Specs =
    [
        "box:3", "box:7x3", "box:9", "box:15", "gaussian:0.4", "gaussian:1", "gaussian:2", "gaussian:4", "gaussian:5.5", "gaussian:sigma=1:size=31", "gaussian:1e-200",
        "gaussian:sigma=2:size=8", "binomial:5", "binomial:9", "laplacian", "laplacian:8", "sharpen", "sharpen:0.123456", "sobel", "sobel:x", "scharr", "prewitt:y", "roberts", "emboss", "emboss:30",
        "unsharp:1", "unsharp:2:amount=0.7:threshold=4", "unsharp:4.5", "log:1.4", "dog:1:2", "dog:1e-200:1", "motion:9:30", "identity", "sobel:5", "sobel:7:y", "kirsch:ne", "robinson:w", "freichen", "freichen:y", "disk:2.5", "triangle:5", "gabor:1.5:30:4:phase=20:aspect=0.7", "gaussian:1.5:dx=1", "gaussian:2:dx=2:dy=1",
        "custom:0,-1,0/-1,5,-1/0,-1,0", "custom:0.3,0.1,-0.2,0.7:bias=9", "custom:1e-30,2e-30", "custom:1e30,-1e30:mul=1e-30", "separable:1,2,3,2,1/1,0,-1:div=9", "file=kernel",
        "abs", "invert", "multiply:1.5", "multiply:-1e-20", "add:20", "gamma:2.2", "gamma:0.5", "threshold:100", "clip:10:200", "mask:picture",
    ];

    public static TheoryData<string> Filters => [.. Specs];

    [Fact]
    public void Every_family_of_the_catalogue_is_tried() =>
        Assert.Empty(FilterCatalogue.Families.Except(NeighbourhoodFamilies.All).Select(family => family.Name).Except(Specs.Select(spec => spec.Split(':', '=')[0])));

    [Theory]
    [MemberData(nameof(Filters))]
    public void Results_equal_double_arithmetic_whatever_the_values(string spec)
    {
        FilterStep step = Parse(spec);
        float[] mask = Mask();
        for (int seed = 0; seed < 3; seed++)
        {
            float[] source = Picture(seed);
            foreach (BorderMode mode in Enum.GetValues<BorderMode>())
            {
                var border = new Border(mode, 77);
                (double Value, double Magnitude)[] expected = AnyFloatReference.Run(step, source, mask, Width, Height, border);
                float[] actual = Run(step, source, mask, border);
                for (int i = 0; i < actual.Length; i++)
                    Expect.That(IsNear(expected[i], actual[i], HasTinyWeights(step)), $"{spec}, {mode}, seed {seed}, {i % Width},{i / Width}: {actual[i]:R} instead of {expected[i].Value:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Filters))]
    public void Nothing_outside_the_window_changes_a_result(string spec)
    {
        FilterStep step = Parse(spec);
        (int width, int height, int anchorX, int anchorY) = Window(step);
        float[] mask = Mask(), source = Picture(11), before = Run(step, source, mask, Border.Replicate);
        foreach ((int x, int y) in ((int, int)[])[(Width / 2, Height / 2), (Width - 2, 3), (Width - 1, 0)])
        {
            float[] changed = [.. source.Select((v, i) => IsIn((i % Width) - x + anchorX, width) && IsIn((i / Width) - y + anchorY, height) ? v : Other(i))];
            int at = (y * Width) + x;
            float after = Run(step, changed, mask, Border.Replicate)[at];
            Expect.That(before[at].Equals(after), $"{spec} at {x},{y}: {before[at]:R} became {after:R}");
        }

        static bool IsIn(int offset, int side) => offset >= 0 && offset < side;
        static float Other(int i) => (i % 5) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => 1e30f, 3 => float.NegativeInfinity, _ => -7 };
    }

    [Theory]
    [InlineData("gaussian:0.05")]
    [InlineData("gaussian:sigma=0.05:size=9")]
    [InlineData("dog:0.04:0.05")]
    public void A_weight_too_small_for_float32_adds_nothing_to_tiny_values(string spec)
    {
        foreach (float around in (float[])[1e-30f, 0])
        {
            float[] source = [.. Enumerable.Repeat(around, Width * Height)];
            source[(Height / 2 * Width) + (Width / 2)] = 1e30f;
            (double Value, double Magnitude)[] expected = AnyFloatReference.Run(Parse(spec), source, Mask(), Width, Height, Border.Replicate);
            float[] actual = Run(Parse(spec), source, Mask(), Border.Replicate);
            for (int i = 0; i < actual.Length; i++)
                Expect.That(IsNear(expected[i], actual[i], hasTinyWeights: false), $"{spec}: {actual[i]:R} instead of {expected[i].Value:R}");
        }
    }

    [Fact]
    public void Weight_zero_leaves_out_what_alpha_hides_whatever_it_is()
    {
        float[] pixels = [.. Enumerable.Range(0, Width * Height).SelectMany(i => new float[] { 0.25f, 1 })];
        foreach (float hidden in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e38f])
            foreach (string spec in (string[])["box:3", "gaussian:1", "gaussian:4", "unsharp:1", "unsharp:4", "binomial:5"])
            {
                int middle = (Height / 2 * Width) + (Width / 2);
                float[] source = [.. pixels];
                (source[2 * middle], source[(2 * middle) + 1]) = (hidden, 0);
                float[] actual = Run(Parse(spec), source, Mask(), Border.Replicate, channels: 2);
                for (int i = 0; i < Width * Height; i++)
                    Expect.That((i == middle && spec.StartsWith("unsharp", StringComparison.Ordinal)) || Math.Abs(actual[2 * i] - 0.25f) < 1e-6, $"{spec}, {hidden}: pixel {i} is {actual[2 * i]}");
            }
    }

    [Theory]
    [InlineData(Luma.Max)]
    [InlineData(Luma.Average)]
    [InlineData(Luma.Bt601)]
    public void Luma_of_a_pixel_with_NaN_is_NaN(Luma luma)
    {
        foreach (int channel in (int[])[0, 1, 2])
        {
            float[] source = [0.1f, 0.2f, 0.3f];
            source[channel] = float.NaN;
            Assert.True(float.IsNaN(Gray(source, luma)));
        }
    }

    [Theory]
    [InlineData(Luma.Red, 0)]
    [InlineData(Luma.Green, 1)]
    [InlineData(Luma.Blue, 2)]
    public void One_channel_as_luma_knows_nothing_of_the_others(Luma luma, int channel)
    {
        float[] source = [float.NaN, float.NaN, float.PositiveInfinity];
        source[channel] = 0.4f;
        Assert.Equal(0.4f, Gray(source, luma));
    }

    [Theory]
    [InlineData("multiply:1e39")]
    [InlineData("add:-1e39")]
    [InlineData("unsharp:1:amount=1e39")]
    [InlineData("custom:1e39")]
    [InlineData("custom:1,2:mul=1e39")]
    [InlineData("custom:1,2:mul=1e30:div=1e-30")]
    [InlineData("custom:1,2:bias=1e39")]
    [InlineData("custom:1e30,1e30:mul=1e30")]
    [InlineData("sobel:mul=1e30:div=1e-30")]
    [InlineData("box:3:mul=1e30:div=1e-30")]
    [InlineData("box:3:border=constant=1e39")]
    [InlineData("threshold:1e400")]
    [InlineData("sharpen:1e39")]
    public void A_factor_beyond_float32_is_refused(string spec)
    {
        Exception error = Assert.ThrowsAny<Exception>(() => Run(Parse(spec), Picture(1), Mask(), Border.Replicate));
        Assert.True(error is ArgumentException or KernelFormatException, error.ToString());
        Assert.DoesNotContain("NaN", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("custom:1e38,1e38:mul=1e38")]
    [InlineData("custom:1,2:mul=1e39")]
    [InlineData("custom:1,2:bias=1e39")]
    public void Beside_alpha_too(string spec)
    {
        float[] source = [.. Picture(1), .. Picture(2)];
        Assert.ThrowsAny<Exception>(() => Run(Parse(spec), source, Mask(), Border.Replicate, channels: 2));
    }

    [Fact]
    public void Large_weights_of_ordinary_gain_are_weighted_by_alpha()
    {
        float[] source = [.. Enumerable.Range(0, Width * Height).SelectMany(i => new float[] { 0.25f, i % 3 / 2f })];
        foreach (string spec in (string[])["custom:1e38,1e38:div=2e38", "custom:1e-38,1e-38:div=2e-38"])
        {
            float[] actual = Run(Parse(spec), source, Mask(), Border.Replicate, channels: 2), expected = Run(Parse("custom:1,1:div=2"), source, Mask(), Border.Replicate, channels: 2);
            for (int i = 0; i < actual.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-6f);
        }
    }

    [Fact]
    public void A_gradient_with_a_factor_beyond_float32_is_refused_when_it_is_planned()
    {
        GradientKernels kernels = GradientKernels.Sobel() with { X = GradientKernels.Sobel().X.WithScale(1e300, 1, 0) };
        foreach (SampleType sample in (SampleType[])[SampleType.UInt8, SampleType.Float32])
            Assert.Throws<ArgumentException>(() => CorrelationPlan.Create(kernels, CorrelationOptions.Default, new ImageInfo(64, 64, new PixelFormat(PixelLayout.Gray, sample)), sample));
    }

    [Theory]
    [InlineData("log:1e-200")]
    [InlineData("log:1e-80")]
    public void A_sigma_that_is_too_small_is_named(string spec) => Assert.Contains("sigma must be at least", Assert.Throws<KernelFormatException>(() => Parse(spec)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whole_samples_become_float_by_one_rounding(int channels)
    {
        byte[] bytes = [.. Enumerable.Range(0, 256 * channels).Select(i => (byte)(i / channels))];
        ushort[] shorts = [.. Enumerable.Range(0, 65536 / 16 * channels).Select(i => (ushort)(i / channels * 16))];
        foreach (string spec in (string[])["identity", "multiply:1", "custom:2:div=2", "box:1"])
        {
            var options = new ChainOptions { Depth = SampleType.Float32, Channels = ChannelMode.Color, Alpha = AlphaMode.Keep };
            Assert.Equal(bytes.Select(v => (float)(v / 255.0)), Rows(MemoryRows.Of(bytes, 256, 1, channels), Parse(spec), Mask(), options));
            Assert.Equal(shorts.Select(v => (float)(v / 65535.0)), Rows(MemoryRows.Of(shorts, 65536 / 16, 1, channels), Parse(spec), Mask(), options));
        }
    }

    // Infinity times a weight that float32 holds as 0 is NaN.
    private static bool HasTinyWeights(FilterStep step) => step is KernelStep { Kernel: var kernel } && Array.Exists(kernel.ToArray(), weight => weight != 0 && (float)weight == 0);

    private static bool IsNear((double Value, double Magnitude) expected, float actual, bool hasTinyWeights)
    {
        if (double.IsNaN(expected.Value) || (hasTinyWeights && double.IsInfinity(expected.Value) && float.IsNaN(actual)))
            return float.IsNaN(actual);
        // Beyond the range of float32 a result may have become infinite, and terms whose sum is not may have too.
        if (Math.Abs(expected.Value) > float.MaxValue || expected.Magnitude > float.MaxValue / 4)
            return double.IsInfinity(expected.Value) ? actual == (float)expected.Value : !float.IsFinite(actual) || Math.Abs(actual - expected.Value) <= Tolerance * expected.Magnitude;
        return Math.Abs(actual - expected.Value) <= (Tolerance * expected.Magnitude) + 1e-43;
    }

    // Calm places, noise, and every few samples something that is neither.
    private static float[] Picture(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Width * Height).Select(i => random.Next(60) switch
        {
            0 when i % Width > 40 => float.NaN,
            1 when i % Width > 40 => float.PositiveInfinity,
            2 when i % Width > 40 => float.NegativeInfinity,
            3 => 1e30f,
            4 => -1e-30f,
            5 => float.Epsilon * random.Next(1000),
            6 => 65504,
            7 => -3e20f,
            8 => 1e-26f,
            _ => (i / Width) < 15 ? 0.5f : (random.NextSingle() * 1.5f) - 0.25f,
        })];
    }

    private static float[] Mask() => [.. Enumerable.Range(0, Width * Height).Select(i => (i % 7) switch { 0 => 0f, 1 => 1f, _ => i % 100 / 100f })];

    private static FilterStep Parse(string spec) => FilterParser.Parse(spec, _ => "1 2 1\n0 3 0\n-1 0 1\n"u8.ToArray());

    private static (int Width, int Height, int AnchorX, int AnchorY) Window(FilterStep step) => step switch
    {
        KernelStep { Kernel: var kernel } => (kernel.Width, kernel.Height, kernel.AnchorX, kernel.AnchorY),
        GradientStep { Kernels.X: var kernel } => (kernel.Width, kernel.Height, kernel.AnchorX, kernel.AnchorY),
        UnsharpStep { Blur: var kernel } => (kernel.Width, kernel.Height, kernel.AnchorX, kernel.AnchorY),
        _ => (1, 1, 0, 0),
    };

    private static float[] Run(FilterStep step, float[] source, float[] mask, Border border, int channels = 1) =>
        Rows(MemoryRows.Of(source, Width, Height, channels), step, mask, new ChainOptions { Channels = ChannelMode.Color, Geometry = CorrelationOptions.Default with { Border = border } });

    private static float Gray(float[] pixel, Luma luma) => Rows(MemoryRows.Of(pixel, 1, 1, 3), Parse("identity"), [], new ChainOptions { Luma = luma })[0];

    private static float[] Rows(IRowSource rows, FilterStep step, float[] mask, ChainOptions options)
    {
        using FilterChain chain = ChainBuilder.Build(rows, [step], options, _ => MemoryRows.Of(mask, Width, Height, 1));
        return MemoryMarshal.Cast<byte, float>(MemoryRows.ReadAll(chain.Output)).ToArray();
    }
}
