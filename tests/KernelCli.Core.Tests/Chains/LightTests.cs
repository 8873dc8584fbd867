using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Chains;

/// <summary>Linear light beside double arithmetic with the curve's formula.</summary>
public sealed class LightTests
{
    private const int Width = 61;
    private const int Height = 47;

    public static TheoryData<SampleType, int, SampleType> Formats
    {
        get
        {
            var formats = new TheoryData<SampleType, int, SampleType>();
            foreach (SampleType from in (SampleType[])[SampleType.UInt8, SampleType.UInt16, SampleType.Float32])
                foreach (int channels in (int[])[1, 2, 3, 4])
                    foreach (SampleType to in (SampleType[])[SampleType.UInt8, SampleType.UInt16, SampleType.Float32])
                        formats.Add(from, channels, to);
            return formats;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_format_equals_double_arithmetic_with_the_curve(SampleType from, int channels, SampleType to)
    {
        foreach (ChannelMode mode in (ChannelMode[])[ChannelMode.Color, ChannelMode.Gray])
        {
            byte[] source = Scene(from, channels);
            var options = new ChainOptions { Light = LightMode.Linear, Channels = mode, Depth = to };
            double[] actual = Samples.ToDoubles(Run(source, from, channels, options, "gaussian:2"), to);
            double[] expected = Blurred(Light(Samples.ToDoubles(source, from), from, channels, mode, out int kept), kept);
            int different = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                bool isAlpha = kept is 2 or 4 && i % kept == kept - 1;
                double value = to is SampleType.Float32 || isAlpha ? expected[i] : Srgb(expected[i]);
                if (to is SampleType.Float32)
                {
                    Assert.Equal(value, actual[i], 1e-5);
                    continue;
                }
                double level = Math.Floor((Math.Clamp(value, 0, 1) * to.FullRange()) + 0.5);
                Assert.InRange(Math.Abs(level - actual[i]), 0, to is SampleType.UInt8 ? 1 : 2);
                different += level == actual[i] ? 0 : 1;
            }
            Expect.That(to is not SampleType.UInt8 || different <= expected.Length / 100, $"{different} of {expected.Length} differ");
        }
    }

    [Fact]
    public void A_flat_picture_stays_flat_and_identity_changes_nothing()
    {
        byte[] levels = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)i)];
        Assert.Equal(levels, Run(levels, SampleType.UInt8, 1, new ChainOptions { Light = LightMode.Linear }, "identity"));
        for (int level = 0; level < 256; level += 15)
        {
            byte[] flat = [.. Enumerable.Repeat((byte)level, Width * Height)];
            Assert.Equal(flat, Run(flat, SampleType.UInt8, 1, new ChainOptions { Light = LightMode.Linear }, "gaussian:3"));
        }
    }

    [Theory]
    [InlineData("threshold:100", 99, 0)]
    [InlineData("threshold:100", 100, 255)]
    [InlineData("clip:50:200", 7, 50)]
    [InlineData("clip:50:200", 240, 200)]
    [InlineData("multiply:0.5", 255, 188)]
    [InlineData("add:51", 0, 124)]
    [InlineData("identity:bias=51", 0, 124)]
    [InlineData("custom:1,0,0:border=constant=80", 0, 80)]
    public void Levels_of_brightness_are_decoded_and_differences_are_fractions_of_full_range(string spec, byte level, byte expected)
    {
        byte[] flat = [.. Enumerable.Repeat(level, Width * Height)];
        Assert.Equal(expected, Run(flat, SampleType.UInt8, 1, new ChainOptions { Light = LightMode.Linear }, spec)[0]);
    }

    [Fact]
    public void Floats_from_bytes_no_longer_say_of_a_curve()
    {
        byte[] source = Scene(SampleType.UInt8, 1);
        var info = new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)) { Metadata = new ImageMetadata { IccProfile = IccProfiles.Shared(IccProfiles.Parameters(0, 1.8)), Gamma = 55556 } };
        using FilterChain chain = ChainBuilder.Build(new MemoryRows(source, info), [FilterParser.Parse("box:3", _ => [])], new ChainOptions { Light = LightMode.Linear, Depth = SampleType.Float32 });
        Assert.Null(chain.Info.Metadata.IccProfile);
        Assert.Null(chain.Info.Metadata.Gamma);
        using FilterChain bytes = ChainBuilder.Build(new MemoryRows(source, info), [FilterParser.Parse("box:3", _ => [])], new ChainOptions { Light = LightMode.Linear });
        Assert.NotNull(bytes.Info.Metadata.IccProfile);
        Assert.Contains(bytes.Stages, stage => stage.Description == "gamma 1.8, decoded by a table, float32");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Places_in_linear_light_keep_the_rest_and_blend_light(SampleType from, int channels, SampleType to)
    {
        foreach (ChannelMode mode in (ChannelMode[])[ChannelMode.Color, ChannelMode.Gray])
        {
            byte[] source = Scene(from, channels), mask = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i % Width < 20 ? 0 : i % Width < 40 ? i : 255))];
            var options = new ChainOptions { Light = LightMode.Linear, Channels = mode, Depth = to };
            double[] outside = Samples.ToDoubles(Run(source, from, channels, options, "identity"), to), inside = Samples.ToDoubles(Run(source, from, channels, options, "box:5"), to);
            double[] placed = Samples.ToDoubles(Run(source, from, channels, options with { Where = [new MaskPlace("mask")] }, "box:5", mask), to);
            double[] real = Samples.ToDoubles(Run(source, from, channels, options with { IsUnrounded = true }, "box:5"), SampleType.Float32);
            double[] before = Light(Samples.ToDoubles(source, from), from, channels, mode, out int kept);
            for (int i = 0; i < placed.Length; i++)
            {
                byte weight = mask[i / kept];
                bool isAlpha = kept is 2 or 4 && i % kept == kept - 1;
                if (weight is 0 or 255)
                    Assert.Equal((weight == 0 ? outside : inside)[i], placed[i]);
                else
                {
                    double blended = (((255.0 - weight) * before[i]) + (weight * real[i])) / 255;
                    double expected = to is SampleType.Float32 ? blended : Math.Floor((Math.Clamp(isAlpha ? blended : Srgb(blended), 0, 1) * to.FullRange()) + 0.5);
                    Assert.Equal(expected, placed[i], to is SampleType.Float32 ? 1e-5 : to is SampleType.UInt8 ? 1 : 2);
                }
            }
            if (from == to && kept == channels)
                Assert.Equal(Samples.ToDoubles(source, from), outside);
        }
    }

    [Fact]
    public void Statistics_are_in_levels_of_the_result()
    {
        var statistics = new KernelCli.Rows.ClippingStatistics();
        byte[] flat = [.. Enumerable.Repeat((byte)255, Width * Height)];
        Run(flat, SampleType.UInt8, 1, new ChainOptions { Light = LightMode.Linear, Statistics = statistics }, "multiply:2");
        Assert.Equal((long)Width * Height, statistics.High);
        Assert.Equal(255 * Srgb(2), statistics.Maximum, 1e-3);
        statistics = new KernelCli.Rows.ClippingStatistics();
        Run(flat, SampleType.UInt8, 1, new ChainOptions { Light = LightMode.Linear, Depth = SampleType.Float32, Statistics = statistics }, "multiply:0.25");
        Assert.Equal(0.25, statistics.Maximum, 1e-6);
    }

    private static byte[] Run(byte[] source, SampleType type, int channels, ChainOptions options, string spec, byte[]? mask = null)
    {
        var info = new ImageInfo(Width, Height, new PixelFormat((PixelLayout)channels, type));
        using FilterChain chain = ChainBuilder.Build(new MemoryRows(source, info), [FilterParser.Parse(spec, _ => [])], options,
            _ => new MemoryRows(mask!, new ImageInfo(Width, Height, new PixelFormat(PixelLayout.Gray, SampleType.UInt8))));
        return MemoryRows.ReadAll(chain.Output);
    }

    // Smooth shades with bright points, as a photograph has; floats are light from 0 to beyond 1.
    private static byte[] Scene(SampleType type, int channels)
    {
        var random = new Random(channels);
        double[] values = new double[Width * Height * channels];
        for (int i = 0; i < values.Length; i++)
        {
            (int x, int y, int c) = (i / channels % Width, i / channels / Width, i % channels);
            values[i] = random.Next(60) == 0 ? 1 : 0.4 + (0.3 * Math.Sin((x * 0.2) + c) * Math.Cos(y * 0.17)) + (0.05 * random.NextDouble());
        }
        return Samples.FromFractions(values, type);
    }

    // Linear light of the picture, of its luma in gray; alpha as a fraction.
    private static double[] Light(double[] samples, SampleType type, int channels, ChannelMode mode, out int kept)
    {
        bool hasAlpha = channels is 2 or 4, isGray = mode is ChannelMode.Gray && channels >= 3;
        kept = isGray ? hasAlpha ? 2 : 1 : channels;
        var light = new List<double>();
        for (int p = 0; p < samples.Length; p += channels)
        {
            double[] pixel = [.. Enumerable.Range(p, channels).Select(i => samples[i] / type.FullRange() is var v && type is not SampleType.Float32 && !(hasAlpha && i == p + channels - 1) ? Linear(v) : v)];
            if (isGray)
                light.Add((0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]));
            else
                light.AddRange(pixel[..(hasAlpha ? channels - 1 : channels)]);
            if (hasAlpha)
                light.Add(pixel[^1]);
        }
        return [.. light];
    }

    private static double[] Blurred(double[] light, int channels)
    {
        Kernel kernel = Kernel.Gaussian(2);
        bool hasAlpha = channels is 2 or 4;
        double[] result = new double[light.Length];
        for (int p = 0; p < Width * Height; p++)
        {
            double[] sums = new double[channels];
            for (int k = 0; k < kernel.Width * kernel.Height; k++)
            {
                int x = Math.Clamp((p % Width) + (k % kernel.Width) - kernel.AnchorX, 0, Width - 1), y = Math.Clamp((p / Width) + (k / kernel.Width) - kernel.AnchorY, 0, Height - 1);
                int at = ((y * Width) + x) * channels;
                double weight = kernel[k % kernel.Width, k / kernel.Width], alpha = hasAlpha ? light[at + channels - 1] : 1;
                for (int c = 0; c < channels; c++)
                    sums[c] += weight * (hasAlpha && c < channels - 1 ? light[at + c] * alpha : light[at + c]);
            }
            for (int c = 0; c < channels; c++)
                result[(p * channels) + c] = hasAlpha && c < channels - 1 ? sums[channels - 1] <= 0 ? 0 : sums[c] / sums[channels - 1] : sums[c];
        }
        return result;
    }

    private static double Linear(double value) => value < 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double Srgb(double light) => light <= 0 ? 0 : light < 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
}
