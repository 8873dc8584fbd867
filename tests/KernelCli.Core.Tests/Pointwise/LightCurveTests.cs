using KernelCli.Core.Tests.Support;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Pointwise;

/// <summary>Curves of light against their formulas, which of them are taken, and the rounding of light to samples.</summary>
public sealed class LightCurveTests
{
    [Fact]
    public void Curves_are_their_formulas_and_below_0_mirror_themselves()
    {
        foreach (double value in (double[])[0.01, 0.03, 0.05, 0.08, 0.09, 0.5, 0.9, 1])
        {
            Check(LightCurve.StandardRgb, value, value < 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4));
            Check(LightCurve.Bt709, value, value < 0.0812428582 ? value / 4.5 : Math.Pow((value + 0.09929682680944) / 1.09929682680944, 1 / 0.45));
            Check(LightCurve.Power(2.2), value, Math.Pow(value, 2.2));
            Check(LightCurve.Power(1), value, value);
            Check(LightCurve.OfSamples([0, 0.25, 1])!, value, value < 0.5 ? value / 2 : 0.25 + ((value - 0.5) * 1.5));
        }
        Assert.Equal(1.5, LightCurve.Power(1).Encode(1.5), 1e-12);
        Assert.Equal(double.PositiveInfinity, LightCurve.StandardRgb.Encode(double.PositiveInfinity));
        Assert.Equal(double.NegativeInfinity, LightCurve.StandardRgb.Encode(double.NegativeInfinity));
        Assert.Equal(double.NaN, LightCurve.StandardRgb.Encode(double.NaN));

        // Where several values have the same light, the smallest is returned.
        Assert.Equal(0, LightCurve.OfSamples([0, 0, 1])!.Encode(0), 1e-12);

        static void Check(LightCurve curve, double value, double light)
        {
            Assert.Equal((light, -light), (curve.Decode(value), curve.Decode(-value)), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12);
            Assert.Equal(value, curve.Encode(light), 1e-9);
            Assert.Equal(-value, curve.Encode(-light), 1e-9);
        }
    }

    [Fact]
    public void A_curve_rises_from_0_to_1()
    {
        Assert.Equal("the profile's curve", LightCurve.OfSamples([0, 0, 1])!.Name);
        Assert.Equal("the profile's curve", LightCurve.OfParameters([1.5, 1, 0, 0, 0, 0, 0])!.Name);
        Assert.NotNull(LightCurve.OfSamples([0.009, 1]));
        Assert.Null(LightCurve.OfSamples([0.011, 1]));
        Assert.Null(LightCurve.OfSamples([-0.011, 1]));
        Assert.NotNull(LightCurve.OfSamples([0, 1.009]));
        Assert.Null(LightCurve.OfSamples([0, 1.011]));
        Assert.Null(LightCurve.OfSamples([0, 0.989]));
        Assert.Null(LightCurve.OfSamples([0, 0.6, 0.4, 1]));
        Assert.Null(LightCurve.OfSamples([0, double.PositiveInfinity, double.PositiveInfinity, 1]));

        // It falls in the very last step.
        double[] falling = [.. Enumerable.Range(0, 257).Select(i => i / 254.0)];
        falling[256] = 1;
        Assert.Null(LightCurve.OfSamples(falling));
        falling[256] = falling[255];
        Assert.NotNull(LightCurve.OfSamples(falling));
    }

    [Theory]
    [InlineData(SampleType.UInt8, 255)]
    [InlineData(SampleType.UInt16, 65535)]
    public void Rounding_is_exact_at_every_threshold_and_what_is_decoded_is_encoded_to_itself(SampleType type, int full)
    {
        foreach (LightCurve curve in (LightCurve[])[LightCurve.StandardRgb, LightCurve.Bt709, LightCurve.Power(2.2), LightCurve.Power(1), LightCurve.Power(0.5)])
        {
            for (int k = 0; k <= full; k++)
            {
                Assert.Equal(k, curve.Table.Encode(type, curve.Table.Light(type, k)));
                if (k == 0)
                    continue;
                float above = (float)curve.Decode((k - 0.5) / full);
                Assert.Equal((k, k - 1), (curve.Table.Encode(type, above), curve.Table.Encode(type, MathF.BitDecrement(above))));
            }
            Assert.Equal((0, 0, full, full), (curve.Table.Encode(type, double.NaN), curve.Table.Encode(type, -3), curve.Table.Encode(type, 7), curve.Table.Encode(type, double.PositiveInfinity)));
            var random = new Random(1);
            float[] row = [.. Enumerable.Range(0, 4000).Select(_ => (float)Math.Pow(random.NextDouble(), 3) * 1.1f), float.NaN, -0f, -1, float.PositiveInfinity];
            byte[] encoded = new byte[row.Length * type.Bytes()];
            curve.Table.Encode(new PixelFormat(PixelLayout.Gray, type), row, encoded);
            Assert.Equal(row.Select(light => (double)curve.Table.Encode(type, light)), Samples.ToDoubles(encoded, type));
        }
    }

    // In a curve as flat as the first at its end many samples share a bucket of the table.
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.45)]
    [InlineData(1)]
    [InlineData(2.2)]
    [InlineData(5)]
    public void Light_is_rounded_to_the_sample_whose_half_it_has_reached(double gamma)
    {
        var curve = LightCurve.Power(gamma);
        foreach ((SampleType type, int full) in ((SampleType, int)[])[(SampleType.UInt8, 255), (SampleType.UInt16, 65535)])
        {
            float[] begins = [.. Enumerable.Range(1, full).Select(k => (float)curve.Decode((k - 0.5) / full))];
            float[] light = [.. begins, .. begins.Select(MathF.BitDecrement), .. begins.Select(MathF.BitIncrement),
                0, -0f, -1, 1, 1.5f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon];
            byte[] row = new byte[light.Length * type.Bytes()];
            curve.Table.Encode(new PixelFormat(PixelLayout.Gray, type), light, row);
            double[] encoded = Samples.ToDoubles(row, type);
            for (int i = 0; i < light.Length; i++)
            {
                int reached = Array.BinarySearch(begins, light[i]);
                reached = reached >= 0 ? reached + 1 : ~reached;
                if (float.IsNaN(light[i]))
                    reached = 0;
                while (reached > 0 && reached < full && begins[reached] <= light[i])
                    reached++;
                Expect.That(encoded[i] == reached, $"gamma {gamma}, {type}: {light[i]:R} is {encoded[i]} instead of {reached}");
            }
        }
    }

    [Theory]
    [InlineData(SampleType.UInt8)]
    [InlineData(SampleType.UInt16)]
    public void Alpha_is_a_fraction_and_is_only_rounded(SampleType type)
    {
        var format = new PixelFormat(PixelLayout.GrayAlpha, type);
        double full = type.FullRange();
        float[] alphas = [0, 0.25f, 0.5f, 1, 1.5f, -0.5f, float.NaN];
        byte[] row = new byte[alphas.Length * 2 * type.Bytes()];
        LightCurve.StandardRgb.Table.Encode(format, [.. alphas.SelectMany(alpha => (float[])[1, alpha])], row);
        double[] expected = [0, Math.Floor((full / 4) + 0.5), Math.Floor((full / 2) + 0.5), full, full, 0, 0];
        Assert.Equal(expected.SelectMany(alpha => (double[])[full, alpha]), Samples.ToDoubles(row, type));
        float[] decoded = new float[alphas.Length * 2];
        LightCurve.StandardRgb.Table.Decode(format, row, decoded);
        Assert.Equal(expected.SelectMany(alpha => (float[])[1, (float)(alpha / full)]), decoded, (a, b) => Math.Abs(a - b) < 1e-7);
    }
}
