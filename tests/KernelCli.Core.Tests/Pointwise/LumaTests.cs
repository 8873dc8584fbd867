using System.Runtime.InteropServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Pointwise;

/// <summary>Luma of every sample type, with and without alpha, against the formula in decimal numbers.</summary>
public sealed class LumaTests
{
    [Fact]
    public void Luma_is_the_weighted_sum_rounded_half_up_and_alpha_is_carried_over()
    {
        foreach (Luma luma in Enum.GetValues<Luma>())
            foreach (int channels in (int[])[3, 4])
                for (int pixels = 0; pixels < 80; pixels++)
                {
                    var random = new Random(pixels);
                    int[] samples = [.. Enumerable.Range(0, pixels * channels).Select(_ => random.Next(65536))];
                    byte[] bytes = Array.ConvertAll(samples, sample => (byte)sample);
                    ushort[] words = Array.ConvertAll(samples, sample => (ushort)sample);
                    float[] reals = Array.ConvertAll(samples, sample => (sample / 30000f) - 0.5f);
                    Assert.Equal(Expected(luma, channels, Array.ConvertAll(bytes, sample => (decimal)sample)).Select(value => (byte)Math.Floor(value + 0.5m)),
                        Run(luma, channels, SampleType.UInt8, bytes));
                    Assert.Equal(Expected(luma, channels, Array.ConvertAll(words, sample => (decimal)sample)).Select(value => (ushort)Math.Floor(value + 0.5m)),
                        Run(luma, channels, SampleType.UInt16, words));
                    Assert.Equal(Expected(luma, channels, Array.ConvertAll(reals, sample => (decimal)sample)).Select(value => (float)value),
                        Run(luma, channels, SampleType.Float32, reals), (a, b) => Math.Abs(a - b) < 1e-6);
                }
    }

    [Fact]
    public void A_channel_alone_lets_nothing_of_the_others_through()
    {
        float[] pixel = [float.NaN, float.PositiveInfinity, 0.5f];
        Assert.Equal(0.5f, Run(Luma.Blue, 3, SampleType.Float32, pixel)[0]);
        Assert.Equal(float.PositiveInfinity, Run(Luma.Green, 3, SampleType.Float32, pixel)[0]);
        Assert.Equal(float.NaN, Run(Luma.Red, 3, SampleType.Float32, pixel)[0]);
        Assert.Equal(float.NaN, Run(Luma.Max, 3, SampleType.Float32, pixel)[0]);
    }

    [Fact]
    public void Bytes_are_written_for_whole_pixels_only_and_a_row_that_is_too_short_is_refused()
    {
        byte[] from = [10, 10, 10, 10, 20, 20, 20, 20, 99, 99], to = [1, 1, 1, 1, 1, 1];
        LumaBytes.Convert(299, 587, 114, 1000, 4, from.AsSpan(0, 9), to.AsSpan(0, 4));
        Assert.Equal([10, 10, 20, 20, 1, 1], to);
        LumaBytes.Convert(299, 587, 114, 1000, 3, from.AsSpan(0, 8), to.AsSpan(0, 2));
        Assert.Equal([10, 17, 20, 20, 1, 1], to);
        Assert.Throws<ArgumentException>(() => LumaBytes.Convert(299, 587, 114, 1000, 4, from.AsSpan(0, 8), to.AsSpan(0, 3)));
        Assert.Throws<ArgumentException>(() => LumaBytes.Convert(299, 587, 114, 1000, 3, from.AsSpan(0, 6), to.AsSpan(0, 1)));
    }

    private static T[] Run<T>(Luma luma, int channels, SampleType type, T[] from)
        where T : unmanaged
    {
        var to = new T[from.Length / channels * (channels == 4 ? 2 : 1)];
        LumaRow.Convert(luma, new PixelFormat((PixelLayout)channels, type), MemoryMarshal.AsBytes(from.AsSpan()), MemoryMarshal.AsBytes(to.AsSpan()));
        return to;
    }

    private static IEnumerable<decimal> Expected(Luma luma, int channels, decimal[] samples)
    {
        for (int p = 0; p < samples.Length; p += channels)
        {
            (decimal red, decimal green, decimal blue) = (samples[p], samples[p + 1], samples[p + 2]);
            yield return luma switch
            {
                Luma.Bt601 => (0.299m * red) + (0.587m * green) + (0.114m * blue),
                Luma.Bt709 => (0.2126m * red) + (0.7152m * green) + (0.0722m * blue),
                Luma.Average => (red + green + blue) / 3,
                Luma.Red => red,
                Luma.Green => green,
                Luma.Blue => blue,
                _ => Math.Max(red, Math.Max(green, blue)),
            };
            if (channels == 4)
                yield return samples[p + 3];
        }
    }
}
