using System.Runtime.InteropServices;
using KernelCli.Core.Tests.Support;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Pointwise;

/// <summary>Samples to float32 and back, at every length up to several registers, against the formula in doubles.</summary>
public sealed class SampleRowTests
{
    private static readonly SampleType[] Integers = [SampleType.UInt8, SampleType.UInt16];

    [Fact]
    public void Samples_keep_their_values_as_floats()
    {
        for (int length = 0; length < 150; length++)
        {
            var random = new Random(length);
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            ushort[] words = [.. bytes.Select(_ => (ushort)random.Next(65536))];
            float[] reals = [.. bytes.Select(_ => random.NextSingle())], to = new float[length];
            SampleRow.ToSingle(SampleType.UInt8, bytes, to);
            Assert.Equal(bytes.Select(value => (float)value), to);
            SampleRow.ToSingle(SampleType.UInt16, MemoryMarshal.AsBytes(words.AsSpan()), to);
            Assert.Equal(words.Select(value => (float)value), to);
            SampleRow.ToSingle(SampleType.Float32, MemoryMarshal.AsBytes(reals.AsSpan()), to);
            Assert.Equal(reals, to);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(257)]
    [InlineData(1.0 / 257)]
    [InlineData(255)]
    [InlineData(1.0 / 255)]
    [InlineData(65535)]
    [InlineData(1.0 / 65535)]
    [InlineData(0.5)]
    [InlineData(1.0 / 6)]
    [InlineData(0.3)]
    [InlineData(0.26)]
    [InlineData(2)]
    public void Integers_are_rounded_half_up_once(double factor)
    {
        // Whole divisors divide, so that halves stay halves; other factors multiply.
        double divisor = Math.Round(1 / factor);
        bool isQuotient = divisor > 1 && 1 / divisor == factor;
        foreach (SampleType type in Integers)
            for (int length = 1; length < 140; length++)
            {
                var random = new Random(length);
                float[] from = [.. Enumerable.Range(0, length).Select(i => i % 3 == 0 ? (float)((random.Next((int)type.FullRange() + 40) - 20 + 0.5) / factor)
                    : i % 3 == 1 ? (float)Math.Round((random.Next((int)type.FullRange() + 40) - 20) / (2 * factor)) : (float)((random.NextDouble() * 1.2 - 0.1) * type.FullRange() / factor))];
                if (length > 5)
                    (from[0], from[1], from[2], from[3], from[^1]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0.49999997f);
                byte[] to = new byte[length * type.Bytes()];
                SampleRow.FromSingle(type, from, factor, to);
                double[] actual = Samples.ToDoubles(to, type);
                for (int i = 0; i < length; i++)
                {
                    double value = isQuotient ? from[i] / divisor : from[i] * factor;
                    double expected = !(value > 0) ? 0 : value >= type.FullRange() ? type.FullRange() : Math.Floor(value) + (value - Math.Floor(value) >= 0.5 ? 1 : 0);
                    Expect.That(expected == actual[i], $"{type} {factor} {i} of {length}: {from[i]:R} is {actual[i]} instead of {expected}");
                }
            }
    }

    [Fact]
    public void Halves_of_an_even_divisor_are_rounded_up_where_its_reciprocal_would_miss_them()
    {
        for (int divisor = 2; divisor < 1000; divisor += 2)
        {
            float[] halves = [.. Enumerable.Range(0, 255).Select(k => (k + 0.5f) * divisor)];
            byte[] to = new byte[halves.Length];
            SampleRow.FromSingle(SampleType.UInt8, halves, 1.0 / divisor, to);
            Expect.That(to.SequenceEqual(Enumerable.Range(1, 255).Select(k => (byte)k)), $"{divisor}");
        }
    }

    [Fact]
    public void A_float_that_is_a_part_of_white_is_rounded_once()
    {
        for (int length = 1; length < 70; length++)
            foreach (double divisor in (double[])[255, 65535, 7, 16777215])
            {
                float[] from = [.. Enumerable.Range(0, length).Select(i => i * 3.7f - 20)];
                byte[] to = new byte[length * 4];
                SampleRow.FromSingle(SampleType.Float32, from, 1 / divisor, to);
                Assert.Equal(from.Select(value => value / (float)divisor), MemoryMarshal.Cast<byte, float>(to).ToArray());
                foreach (double factor in (double[])[divisor, 0.3])
                {
                    SampleRow.FromSingle(SampleType.Float32, from, factor, to);
                    Assert.Equal(from.Select(value => (float)(value * factor)), MemoryMarshal.Cast<byte, float>(to).ToArray());
                }
            }
        byte[] large = new byte[4];
        SampleRow.FromSingle(SampleType.Float32, [3], 1.0 / 16777217, large);
        Assert.Equal((float)(3 * (1.0 / 16777217)), MemoryMarshal.Cast<byte, float>(large)[0]);
    }
}
