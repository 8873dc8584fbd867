using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>8-bit pictures under whole-number kernels: equal to the definition in exact arithmetic, pixel for pixel.</summary>
public sealed class IntegerKernelTests
{
    private static readonly BorderMode[] Borders = Enum.GetValues<BorderMode>();

    private static readonly int[] Widths = [1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 127, 128, 129];

    public static TheoryData<int, int> KernelSizes()
    {
        var data = new TheoryData<int, int>();
        for (int height = 1; height <= 9; height++)
            for (int width = 1; width <= 9; width++)
                data.Add(width, height);
        return data;
    }

    [Theory]
    [MemberData(nameof(KernelSizes))]
    public void Every_size_border_padding_stride_and_anchor_gives_the_exact_result(int kernelWidth, int kernelHeight)
    {
        var random = new Random((kernelWidth * 100) + kernelHeight);
        foreach (int width in Widths)
        {
            int height = 1 + random.Next(12), channels = random.Next(3) == 0 ? 3 : 1;
            foreach (BorderMode border in Borders)
            {
                int[] weights = [.. Enumerable.Range(0, kernelWidth * kernelHeight).Select(_ => random.Next(-9, 10))];
                Kernel kernel = Kernel.FromWeights(kernelWidth, kernelHeight, [.. weights.Select(w => (double)w)])
                    .WithScale(1 + random.Next(2), 1 + random.Next(20), random.Next(3) == 0 ? random.Next(-40, 40) : 0)
                    .WithAnchor(random.Next(kernelWidth), random.Next(kernelHeight));
                Check(kernel, RandomOptions(random, border), width, height, channels, random.Next());
            }
        }
    }

    [Fact]
    public void Every_algorithm_for_bytes_under_whole_weights_gives_the_exact_result()
    {
        AlgorithmCase[] cases = [.. AlgorithmCases.All.Where(one => one is { From: SampleType.UInt8, To: SampleType.UInt8, Second: null }
            && one.Kernel.ToArray().All(weight => weight == Math.Floor(weight)))];
        Assert.True(cases.Length >= 30);
        foreach (AlgorithmCase one in cases)
            Check(one.Kernel, one.Options, AlgorithmCase.Width, AlgorithmCase.Height, one.Channels, 11);
    }

    [Theory]
    [InlineData("box")]
    [InlineData("binomial")]
    [InlineData("sobel")]
    [InlineData("laplacian")]
    [InlineData("emboss")]
    public void Named_kernels_give_the_exact_result(string name)
    {
        var random = new Random(name.Length);
        foreach (int size in (int[])[1, 2, 3, 4, 5, 8, 9, 13, 15, 16, 17, 21, 31])
        {
            Kernel kernel = name switch
            {
                "box" => BoxKernel.Create(size, 1 + random.Next(2 * size)),
                "binomial" => BinomialKernel.Create(Math.Min(size, 21)),
                "sobel" => size % 2 == 0 ? GradientKernels.Sobel().X : GradientKernels.Scharr().Y,
                "laplacian" => size % 2 == 0 ? LaplacianKernel.Create4() : LaplacianKernel.Create8(),
                _ => EmbossKernel.Create(45 * size),
            };
            foreach (BorderMode border in Borders)
                Check(kernel, new CorrelationOptions { Border = new Border(border, 77) }, 1 + random.Next(90), 1 + random.Next(40), 1 + random.Next(4), random.Next());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    [InlineData(1000)]
    [InlineData(60_000)]
    [InlineData(2_000_000)]
    public void Weights_of_every_magnitude_give_the_exact_result(int largest)
    {
        var random = new Random(largest);
        for (int run = 0; run < 12; run++)
        {
            int width = 1 + random.Next(7), height = 1 + random.Next(7);
            Kernel kernel = run % 2 == 0
                ? Kernel.FromWeights(width, height, Weights(width * height))
                : Kernel.FromFactors(Weights(height), Weights(width));
            Check(kernel.WithScale(1, 1 + random.Next(largest * 3), 0), CorrelationOptions.Default, 70, 20, 1, run);
        }

        double[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(-largest, largest + 1))];
    }

    [Fact]
    public void Decimal_weights_count_as_whole_numbers_over_a_power_of_ten()
    {
        Kernel kernel = Kernel.FromWeights(3, 1, [0.1, 0.25, -0.7]).WithScale(1.5, 1, 12.5);
        Check(kernel, CorrelationOptions.Default, 100, 5, 1, 3);
    }

    [Theory]
    [InlineData(new double[] { 20_000_000, 10_000_000 }, new double[] { 1, 0.5 }, 45_000_000)]
    [InlineData(new double[] { 20.000001, 10.5, 5.25 }, new double[] { 1 }, 35.750001)]
    [InlineData(new double[] { 2_000_000_000, 2_000_000_000, 2_000_000_000 }, new double[] { 2_000_000_000, 1 }, 1.2e19)]
    [InlineData(new double[] { 1_644_167_168 }, new double[] { 1 }, 3_288_334_336)]
    public void Large_numerators_and_divisors_are_exact(double[] column, double[] row, double divisor)
    {
        double[] weights = [.. column.SelectMany(c => row.Select(r => c * r))];
        if (weights.All(w => w < int.MaxValue))
            Check(Kernel.FromWeights(row.Length, column.Length, weights).WithScale(1, divisor, 0), CorrelationOptions.Default, 40, 9, 1, 1);
        Kernel factored = Kernel.FromFactors(column, row).WithScale(1, divisor, 0);
        byte[] source = CorrelationRunner.Bytes(40 * 9, 1);
        decimal[] exact = NaiveCorrelation.Exact(source, 40, 9, 1, factored, CorrelationOptions.Default, out _, out _);
        foreach ((string way, byte[] actual) in CorrelationRunner.EveryWay<byte, byte>(source, 40, 9, 1, factored, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8))
            for (int i = 0; i < actual.Length; i++)
                Expect.That(Math.Abs(actual[i] - NaiveCorrelation.ToByte(exact[i])) <= 1, $"{way}: {actual[i]}, exactly {exact[i]}");
    }

    [Theory]
    [InlineData(9)]
    [InlineData(30_000)]
    [InlineData(3_000_000)]
    [InlineData(60_000_000)]
    public void Scales_of_every_kind_give_the_exact_result(int largest)
    {
        var random = new Random(largest);
        foreach (double multiplier in (double[])[0.333333, -0.333333, 3.7, 1.01, 0.000001, -1, 0.5])
            foreach (double divisor in (double[])[1, 9, 14_642, 1_000_003, 0.3])
            {
                int width = 1 + random.Next(5), height = 1 + random.Next(5);
                double[] weights = [.. Enumerable.Range(0, width * height).Select(_ => (double)random.Next(-largest, largest + 1))];

                // The sums of a noisy picture fill about the range of the results.
                double spread = weights.Sum(Math.Abs) * Math.Abs(multiplier) / divisor;
                Kernel kernel = Kernel.FromWeights(width, height, weights).WithScale(multiplier, divisor, random.Next(-400, 400) / 10.0);
                Check(kernel, RandomOptions(random, BorderMode.Replicate), 50, 9, 1 + random.Next(3), random.Next());
                if (spread > 2)
                    Check(kernel.WithScale(multiplier, divisor * Math.Ceiling(spread), 0.5), CorrelationOptions.Default, 50, 9, 1, random.Next());
            }
    }

    [Fact]
    public void A_kernel_of_61_taps_on_one_pixel_is_exact_for_every_border()
    {
        foreach (BorderMode border in Borders)
            Check(BoxKernel.Create(61, 61), new CorrelationOptions { Border = new Border(border, 100) }, 1, 1, 1, 5);
    }

    [Fact]
    public void Signed_results_are_kept_in_16_bits()
    {
        Kernel kernel = GradientKernels.Sobel().X;
        byte[] source = CorrelationRunner.Bytes(75 * 13, 2);
        decimal[] expected = NaiveCorrelation.Exact(source, 75, 13, 1, kernel, CorrelationOptions.Default, out _, out _);
        foreach ((string way, short[] actual) in CorrelationRunner.EveryWay<byte, short>(source, 75, 13, 1, kernel, CorrelationOptions.Default, SampleType.UInt8, SampleType.Int16))
            Assert.True(actual.SequenceEqual(expected.Select(v => (short)v)), way);
    }

    [Fact]
    public void Real_results_are_the_exact_sums()
    {
        Kernel kernel = LaplacianKernel.Create8().WithScale(1, 1, 7);
        byte[] source = CorrelationRunner.Bytes(75 * 13, 2);
        decimal[] expected = NaiveCorrelation.Exact(source, 75, 13, 1, kernel, CorrelationOptions.Default, out _, out _);
        foreach ((string way, float[] actual) in CorrelationRunner.EveryWay<byte, float>(source, 75, 13, 1, kernel, CorrelationOptions.Default, SampleType.UInt8, SampleType.Float32))
            Assert.True(actual.SequenceEqual(expected.Select(v => (float)v)), way);
    }

    private static CorrelationOptions RandomOptions(Random random, BorderMode border) => new()
    {
        Border = new Border(border, random.Next(256)),
        Padding = random.Next(4) switch
        {
            0 => Padding.Full,
            1 => Padding.Sides(random.Next(30), random.Next(30), random.Next(30), random.Next(30)),
            _ => Padding.Same,
        },
        Stride = random.Next(3) == 0 ? new Spacing(1 + random.Next(4), 1 + random.Next(4)) : Spacing.One,
        Dilation = random.Next(4) == 0 ? new Spacing(1 + random.Next(3), 1 + random.Next(3)) : Spacing.One,
        Convolve = random.Next(4) == 0,
    };

    private static void Check(Kernel kernel, CorrelationOptions options, int width, int height, int channels, int seed)
    {
        // Sides of the padding are random; a kernel that does not fit is another test's matter.
        if (options.Padding.Mode is PaddingMode.Explicit
            && (width + options.Padding.Left + options.Padding.Right <= (kernel.Width - 1) * options.Dilation.X
                || height + options.Padding.Top + options.Padding.Bottom <= (kernel.Height - 1) * options.Dilation.Y))
            options = options with { Padding = Padding.Same };
        byte[] source = CorrelationRunner.Bytes(width * height * channels, seed);
        decimal[] exact = NaiveCorrelation.Exact(source, width, height, channels, kernel, options, out _, out _);
        foreach ((string way, byte[] actual) in CorrelationRunner.EveryWay<byte, byte>(source, width, height, channels, kernel, options, SampleType.UInt8, SampleType.UInt8))
        {
            Assert.Equal(exact.Length, actual.Length);
            for (int i = 0; i < exact.Length; i++)
                if (NaiveCorrelation.ToByte(exact[i]) != actual[i])
                    Assert.Fail($"{width}x{height}x{channels} seed {seed}, kernel {kernel.Width}x{kernel.Height} [{string.Join(' ', kernel.ToArray().Take(30))}] "
                        + $"mul {kernel.Multiplier} div {kernel.Divisor} bias {kernel.Bias} anchor {kernel.AnchorX},{kernel.AnchorY}, {options}: sample {i} is {actual[i]}, exactly {exact[i]}; {way}");
        }
    }
}
