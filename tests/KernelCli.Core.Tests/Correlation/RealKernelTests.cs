using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Real weights: bounded error on 8 bit, float32 accuracy elsewhere, and the same bits at every width and in bands.</summary>
public sealed class RealKernelTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.8)]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(6)]
    [InlineData(10)]
    [InlineData(14)]
    public void A_gaussian_of_bytes_is_never_more_than_a_level_off_and_nearly_always_exact(double sigma)
    {
        const int width = 150, height = 60;
        Kernel kernel = GaussianKernel.Create(sigma);
        byte[] source = Scene(width, height);
        double[] exact = NaiveCorrelation.Real([.. source.Select(b => (float)b)], width, height, 1, kernel, CorrelationOptions.Default, 255, out _, out _);
        byte[]? first = null;
        foreach ((string way, byte[] actual) in CorrelationRunner.EveryWay<byte, byte>(source, width, height, 1, kernel, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8))
        {
            int off = 0;
            for (int i = 0; i < actual.Length; i++)
            {
                double difference = Math.Abs(actual[i] - Math.Floor(exact[i] + 0.5));
                Expect.That(difference <= 1, $"{way}: sample {i} is {actual[i]}, exactly {exact[i]}");
                off += difference > 0 ? 1 : 0;
            }
            Expect.That(off <= actual.Length / 100, $"{way}: {off} of {actual.Length} differ");
            Assert.Equal(first ??= actual, actual);
        }
    }

    [Theory]
    [InlineData(1e-50, 5e49)]
    [InlineData(1e39, 5e-40)]
    public void Weights_beyond_float32_are_brought_into_its_range(double weight, double multiplier)
    {
        Kernel kernel = Kernel.FromWeights(2, 1, [weight, weight]).WithScale(multiplier, 1, 0);
        float[] source = [0.5f, 0.5f, 0.5f];
        foreach ((string way, float[] actual) in CorrelationRunner.EveryWay<float, float>(source, 3, 1, 1, kernel, CorrelationOptions.Default, SampleType.Float32, SampleType.Float32))
            Assert.True(Math.Abs(actual[1] - 0.5) < 1e-6, way);
    }

    [Theory]
    [InlineData(1e39, 3)]
    [InlineData(1e-39, 3)]
    [InlineData(1e44, 9)]
    [InlineData(1e-60, 9)]
    public void Factors_beyond_float32_whose_products_are_ordinary_are_brought_into_its_range(double factor, int taps)
    {
        Kernel kernel = Kernel.FromFactors([.. Enumerable.Repeat(factor, taps)], [.. Enumerable.Repeat(1 / factor, taps)]);
        float[] source = [.. Enumerable.Repeat(1f, 400)];
        foreach ((string way, float[] actual) in CorrelationRunner.EveryWay<float, float>(source, 20, 20, 1, kernel, CorrelationOptions.Default, SampleType.Float32, SampleType.Float32))
            Assert.All(actual, v => Assert.InRange(v / (taps * taps), 0.99999, 1.00001));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(10.5)]
    [InlineData(20)]
    public void A_wide_gaussian_of_16_bit_is_within_a_count_and_nearly_always_exact(double sigma)
    {
        const int width = 220, height = 70;
        Kernel kernel = GaussianKernel.Create(sigma);
        var random = new Random(5);
        ushort[][] pictures =
        [
            [.. Scene(width, height).Select((v, i) => (ushort)((v * 257) + (i * 37 % 251)))],
            [.. Enumerable.Range(0, width * height).Select(_ => (ushort)random.Next(65536))],
            [.. Enumerable.Range(0, width * height).Select(i => (ushort)(i % width < 100 ? 3 : 65530))],
        ];
        foreach (ushort[] picture in pictures)
            foreach (int channels in (int[])[1, 2])
            {
                double[] exact = NaiveCorrelation.Real([.. picture.Select(v => (float)v)], width / channels, height, channels, Line(kernel, isRow: true), CorrelationOptions.Default, 65535, out _, out _);
                exact = NaiveCorrelation.Real(exact, width / channels, height, channels, Line(kernel, isRow: false), CorrelationOptions.Default);
                ushort[]? first = null;
                foreach ((string way, ushort[] actual) in CorrelationRunner.EveryWay<ushort, ushort>(picture, width / channels, height, channels, kernel, CorrelationOptions.Default, SampleType.UInt16, SampleType.UInt16))
                {
                    double[] off = [.. actual.Select((v, i) => Math.Abs(v - exact[i]))];
                    Expect.That(off.Max() < 1, $"{off.Max()}: {way}");
                    Expect.That(off.Count(d => d > 0.5) <= actual.Length / 100, $"{off.Count(d => d > 0.5)} of {actual.Length}: {way}");
                    Assert.Equal(first ??= actual, actual);
                }
            }

        static Kernel Line(Kernel kernel, bool isRow) => isRow
            ? Kernel.FromFactors([1], kernel.Traits.Factors!.Row)
            : Kernel.FromFactors(kernel.Traits.Factors!.Column, [1]);
    }

    [Fact]
    public void A_flat_picture_stays_flat_under_every_smoothing_kernel()
    {
        Kernel[] kernels = [GaussianKernel.Create(0.5), GaussianKernel.Create(1), GaussianKernel.Create(3.3), GaussianKernel.Create(9), GaussianKernel.Create(30),
            GaussianKernel.Create(1.4, 4, 6), BoxKernel.Create(5, 5), BoxKernel.Create(31, 31), BinomialKernel.Create(5), MotionKernel.Create(9, 30)];
        foreach (Kernel kernel in kernels)
            for (int level = 0; level <= 255; level += 5)
            {
                byte[] source = new byte[40 * 9];
                Array.Fill(source, (byte)level);
                foreach ((string way, byte[] actual) in CorrelationRunner.EveryWay<byte, byte>(source, 40, 9, 1, kernel, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8))
                    Expect.That(Array.TrueForAll(actual, v => v == level), $"{level} became {actual.FirstOrDefault(v => v != level)}: {way}");
            }
    }

    [Fact]
    public void Every_algorithm_agrees_with_double_arithmetic()
    {
        foreach (AlgorithmCase one in AlgorithmCases.All.Where(one => one.Second is null))
        {
            Array samples = one.Samples();
            float[] source = [.. samples.Cast<IConvertible>().Select(value => value.ToSingle(null))];
            double[] exact = NaiveCorrelation.Real(source, AlgorithmCase.Width, AlgorithmCase.Height, one.Channels, one.Kernel, one.Options, one.From.FullRange(), out _, out _);
            byte[] bytes = one.Run(VectorWidths.Best, threads: 1);
            double magnitude = one.Kernel.ToArray().Sum(Math.Abs) * Math.Abs(one.Kernel.Multiplier / one.Kernel.Divisor) * one.From.FullRange();
            int off = 0;
            for (int i = 0; i < exact.Length; i++)
            {
                (double actual, double expected, double tolerance) = one.To switch
                {
                    SampleType.UInt8 => (bytes[i], Math.Clamp(Math.Floor(exact[i] + 0.5), 0, 255), 1),
                    SampleType.UInt16 => (BitConverter.ToUInt16(bytes, 2 * i), Math.Clamp(exact[i], 0, 65535), 1),
                    SampleType.Int16 => (BitConverter.ToInt16(bytes, 2 * i), Math.Floor(exact[i] + 0.5), 0),
                    _ => (BitConverter.ToSingle(bytes, 4 * i), exact[i], 2e-6 * magnitude),
                };
                double difference = Math.Abs(actual - expected);
                Expect.That(difference <= tolerance, $"{one.Name}, sample {i}: {actual} instead of {expected}");
                off += difference > 0.5 ? 1 : 0;
            }
            Expect.That(one.To is SampleType.Float32 || off <= exact.Length / 100, $"{one.Name}: {off} of {exact.Length} are off");
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(15)]
    public void A_dense_real_kernel_of_bytes_is_within_a_level_and_nearly_always_exact(int size)
    {
        var random = new Random(size);
        double[] weights = [.. Enumerable.Range(0, size * size).Select(_ => (random.NextDouble() * 2) - 1)];
        double sum = weights.Sum(Math.Abs);
        Kernel kernel = Kernel.FromWeights(size, size, [.. weights.Select(w => w / sum)]).WithScale(1, 1, 60);
        byte[] source = CorrelationRunner.Bytes(90 * 40, size);
        double[] exact = NaiveCorrelation.Real([.. source.Select(b => (float)b)], 90, 40, 1, kernel, CorrelationOptions.Default, 255, out _, out _);
        foreach ((string way, byte[] actual) in CorrelationRunner.EveryWay<byte, byte>(source, 90, 40, 1, kernel, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8))
        {
            double[] difference = [.. actual.Select((v, i) => Math.Abs(v - Math.Clamp(Math.Floor(exact[i] + 0.5), 0, 255)))];
            Assert.True(difference.Max() <= 1 && difference.Count(d => d > 0) <= actual.Length / 100, way);
        }
    }

    [Fact]
    public void Float_and_16_bit_pictures_agree_with_double_arithmetic_and_every_way_gives_the_same_bits()
    {
        var random = new Random(4);
        foreach (BorderMode border in Enum.GetValues<BorderMode>())
            for (int run = 0; run < 12; run++)
            {
                int width = 1 + random.Next(80), height = 1 + random.Next(40), channels = 1 + random.Next(4);
                int kw = 1 + random.Next(9), kh = 1 + random.Next(9);
                Kernel kernel = run switch
                {
                    < 3 => GaussianKernel.Create(0.5 + random.NextDouble()),
                    < 5 => BoxKernel.Create(kw * 3, kh * 3),
                    < 7 => Kernel.FromFactors(Weights(kh), Weights(kw)),
                    _ => Kernel.FromWeights(kw, kh, Weights(kw * kh)).WithScale(1, 2, 20),
                };
                var options = new CorrelationOptions
                {
                    Border = new Border(border, 99),
                    Stride = run % 4 == 3 ? new Spacing(2, 3) : Spacing.One,
                    Dilation = run % 5 == 3 ? new Spacing(2, 1) : Spacing.One,
                };
                float[] floats = CorrelationRunner.Floats(width * height * channels, run);
                double[] exact = NaiveCorrelation.Real(floats, width, height, channels, kernel, options, 1, out _, out _);
                float[]? firstFloats = null;
                foreach ((string way, float[] actual) in CorrelationRunner.EveryWay<float, float>(floats, width, height, channels, kernel, options, SampleType.Float32, SampleType.Float32))
                {
                    AssertNear(exact, Array.ConvertAll(actual, v => (double)v), 2e-5, way);
                    Assert.True(actual.SequenceEqual(firstFloats ??= actual), way);
                }

                ushort[] shorts = CorrelationRunner.UShorts(width * height * channels, run);
                exact = NaiveCorrelation.Real([.. shorts.Select(v => (float)v)], width, height, channels, kernel, options, 65535, out _, out _);
                ushort[]? firstShorts = null;
                foreach ((string way, ushort[] actual) in CorrelationRunner.EveryWay<ushort, ushort>(shorts, width, height, channels, kernel, options, SampleType.UInt16, SampleType.UInt16))
                {
                    AssertNear(Array.ConvertAll(exact, v => Math.Clamp(v, 0, 65535)), Array.ConvertAll(actual, v => (double)v), 0.8, way);
                    Assert.True(actual.SequenceEqual(firstShorts ??= actual), way);
                }
            }

        double[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }

    [Fact]
    public void What_is_not_a_number_becomes_the_least_whole_sample()
    {
        float[] sums = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.49999997f, 0.5f, 254.5f, 2.5f, -0.2f];
        CorrelationPlan plan = CorrelationRunner.Plan(8, 1, 1, Kernel.FromWeights(1, 1, [1]), CorrelationOptions.Default, SampleType.Float32, SampleType.UInt8);
        byte[] result = new byte[8];
        Correlator.Run(plan, new ReadOnlyPlane<float>(sums, 8, 1), new Plane<byte>(result, 8, 1), 1);
        Assert.Equal([0, 255, 0, 0, 1, 255, 3, 0], result);
    }

    private static void AssertNear(double[] expected, double[] actual, double tolerance, string way)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Expect.That(Math.Abs(expected[i] - actual[i]) <= tolerance, $"sample {i}: {actual[i]} instead of {expected[i]}; {way}");
    }

    // Slopes, an edge, texture: what photographs are made of.
    private static byte[] Scene(int width, int height)
    {
        var random = new Random(9);
        byte[] scene = new byte[width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                scene[(y * width) + x] = (byte)Math.Clamp((x * 1.2) + (y > 30 && x > 60 ? 70 : 0) + (20 * Math.Sin(x * y * 0.01)) + random.Next(12), 0, 255);
        return scene;
    }
}
