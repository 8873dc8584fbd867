using System.Text;
using KernelCli.Core.Tests.Support;
using KernelCli.Kernels;
using KernelCli.Kernels.Files;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Kernels;

/// <summary>What files say and refuse to the letter, and what is known about a kernel, by hand.</summary>
public sealed class KernelFactTests
{
    private static readonly Kernel Scaled = Kernel.FromWeights(3, 2, [1, 2, 4, 8, 16, 32]).WithScale(3, 2, 5).WithAnchor(2, 1);

    [Fact]
    public void Files_are_written_to_the_letter()
    {
        Assert.Equal("1 2\n3 4\n", TextKernelFile.Format(Kernel.FromWeights(2, 2, [1, 2, 3, 4])));
        Assert.Equal("# libvips matrix: width height scale offset\n3 2 0.6666666666666666 5\n1 2 4\n8 16 32\n", TextKernelFile.Format(Scaled));
        Assert.StartsWith("# libvips", TextKernelFile.Format(Kernel.FromWeights(1, 1, [1]).WithScale(1, 1, 4)), StringComparison.Ordinal);
        Assert.Equal("1\n", TextKernelFile.Format(Kernel.FromWeights(1, 1, [1]).WithScale(4, 4, 0)));
        Assert.Equal("Kernel 3x2, sum 94.5, bias 5", Scaled.ToString());
        Kernel read = KernelFile.Parse(Encoding.UTF8.GetBytes(JsonKernelFile.Format(Scaled)), "k");
        Assert.Equal((3.0, 2.0, 5.0, 2, 1), (read.Multiplier, read.Divisor, read.Bias, read.AnchorX, read.AnchorY));
        Assert.EndsWith("}\n", JsonKernelFile.Format(Scaled), StringComparison.Ordinal);
        Assert.Equal([1.5, 3, 6, 12, 24, 48], KernelFile.Parse(NpyKernelFile.Format(Scaled), "k").ToArray());
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# nothing", "the file has no numbers")]
    [InlineData("[]", "a kernel has 1x1 to 255x255 weights, this 0x0")]
    [InlineData("5", "the first line of a matrix is: width height [scale [offset]]")]
    [InlineData("1 1 1 1 1\n1", "the first line of a matrix is: width height [scale [offset]]")]
    [InlineData("1.5 2\n1", "the first line of a matrix is: width height [scale [offset]]")]
    [InlineData("2 1.5\n1", "the first line of a matrix is: width height [scale [offset]]")]
    [InlineData("2 2\n1 2 3", "the first line says 2x2, but 3 numbers follow")]
    [InlineData("1 1 0\n1", "the scale of the matrix is 0")]
    [InlineData("{\"weights\": 3}", "not a kernel in JSON: ")]
    public void What_is_no_kernel_is_refused_with_the_reason(string text, string reason)
    {
        string name = text.Length > 0 && char.IsDigit(text[0]) ? "k.mat" : "k.txt";
        Assert.Contains(reason, Assert.Throws<KernelFormatException>(() => KernelFile.Parse(Encoding.UTF8.GetBytes(text), name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_is_no_kernel_is_refused_with_the_reason()
    {
        byte[] whole = NpyKernelFile.Format(Scaled), line = [.. NpyHeader.Create("<f8", 6), .. whole[^48..]], complex = [.. NpyHeader.Create("<c8", 2, 3), .. whole[^48..]];
        foreach ((byte[] file, string reason) in ((byte[], string)[])[
            (whole[..60], "the header is cut short"),
            (line, "a kernel has two axes, the array has 1"),
            (whole[..^1], "2x3 numbers of 8 bytes do not fill 47 bytes"),
            ([.. whole, 0], "2x3 numbers of 8 bytes do not fill 49 bytes"),
            (whole[..^48], "2x3 numbers of 8 bytes do not fill 0 bytes"),
            (complex, "c8")])
            Assert.Contains(reason, Assert.Throws<KernelFormatException>(() => KernelFile.Parse(file, "k.npy")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Derivatives_of_Gaussians_are_those_of_the_formula()
    {
        foreach (double sigma in (double[])[LaplacianOfGaussianKernel.MinSigma, 0.75, 2, LaplacianOfGaussianKernel.MaxSigma])
        {
            Kernel kernel = LaplacianOfGaussianKernel.Create(sigma);
            int radius = (int)Math.Ceiling(4 * sigma);
            Assert.Equal(((2 * radius) + 1, (2 * radius) + 1), (kernel.Width, kernel.Height));
            double[] line = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(x => Math.Exp(-x * x / (2 * sigma * sigma)))];
            double sum = line.Sum(), mean = 0;
            double At(int x, int y) => line[x + radius] / sum * line[y + radius] / sum * ((x * x) + (y * y) - (2 * sigma * sigma)) / Math.Pow(sigma, 4);
            for (int i = 0; i < kernel.Width * kernel.Width; i++)
                mean += At((i % kernel.Width) - radius, (i / kernel.Width) - radius) / (kernel.Width * kernel.Width);
            for (int i = 0; i < kernel.Width * kernel.Width; i++)
                Expect.That(Math.Abs(kernel[i % kernel.Width, i / kernel.Width] + mean - At((i % kernel.Width) - radius, (i / kernel.Width) - radius)) < 1e-12 / sigma / sigma, $"{sigma} {i}");
        }
        Kernel curvature = GaussianDerivativeKernel.Create(2, 8, 8, 2, 0);
        Assert.True(curvature[8, 8] < 0 && curvature[13, 8] > 0);
        Assert.Equal(2, Enumerable.Range(-8, 17).Sum(x => x * x * Enumerable.Range(0, 17).Sum(y => curvature[x + 8, y])), 2e-2);
        foreach (double sigma in (double[])[0, -1, 31.5, double.NaN])
        {
            Assert.Equal("sigma", Assert.Throws<ArgumentOutOfRangeException>(() => LaplacianOfGaussianKernel.Create(sigma)).ParamName);
            Assert.Equal("first", Assert.Throws<ArgumentOutOfRangeException>(() => DifferenceOfGaussiansKernel.Create(sigma, 1)).ParamName);
            Assert.Equal("second", Assert.Throws<ArgumentOutOfRangeException>(() => DifferenceOfGaussiansKernel.Create(1, sigma)).ParamName);
        }
        Assert.Equal(GaussianKernel.Create(31).Width, DifferenceOfGaussiansKernel.Create(31, 1).Width);
    }

    [Fact]
    public void Limits_are_where_they_are_said_to_be()
    {
        string Row(int width) => string.Join(' ', Enumerable.Repeat('1', width));
        Assert.Equal(255, KernelFile.Parse(Encoding.UTF8.GetBytes(Row(255)), "k").Width);
        Assert.Contains("this 256x1", Assert.Throws<KernelFormatException>(() => KernelFile.Parse(Encoding.UTF8.GetBytes(Row(256)), "k")).Message, StringComparison.Ordinal);
        Assert.Equal(255, KernelFile.Parse(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat('1', 255))), "k").Height);
        Assert.Contains("this 1x256", Assert.Throws<KernelFormatException>(() => KernelFile.Parse(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat('1', 256))), "k")).Message, StringComparison.Ordinal);
        byte[] large = [.. "1 1 "u8, .. Enumerable.Repeat((byte)' ', KernelFile.MaxBytes - 4)];
        Assert.Equal(2, KernelFile.Parse(large, "k").Width);
        Assert.Contains($"this has {large.Length + 1}", Assert.Throws<KernelFormatException>(() => KernelFile.Parse([.. large, (byte)' '], "k")).Message, StringComparison.Ordinal);
        Assert.Equal(2, KernelFile.Parse([0xEF, 0xBB, 0xBF, .. "1 2"u8], "k").Width);
        Assert.Contains("not a finite number", Assert.Throws<KernelFormatException>(() => KernelFile.Create("k", 1, 1, [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => MotionKernel.Create(256, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinomialKernel.Create(0));
        Assert.Equal(Kernel.MaxSide, Kernel.FromWeights(Kernel.MaxSide, 1, new double[Kernel.MaxSide]).Width);
        Assert.Throws<ArgumentOutOfRangeException>(() => Kernel.FromWeights(Kernel.MaxSide + 1, 1, new double[Kernel.MaxSide + 1]));
        Assert.Equal("column", Assert.Throws<ArgumentException>(() => Kernel.FromFactors([double.NaN], [1])).ParamName);
        Assert.Equal("row", Assert.Throws<ArgumentException>(() => Kernel.FromFactors([1], [double.NaN])).ParamName);
        Assert.Equal("divisor", Assert.Throws<ArgumentException>(() => Scaled.WithScale(1, double.NaN, 0)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaled[-1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaled[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaled.WithAnchor(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scaled.WithAnchor(0, 2));
    }

    [Fact]
    public void A_matrix_of_two_or_three_numbers_has_no_offset_and_lines_of_four_may_be_rows()
    {
        Kernel plain = KernelFile.Parse("2 1\n1 3"u8, "k.mat"), scaled = KernelFile.Parse("2 1 8\n1 3"u8, "k.mat");
        Assert.Equal((1.0, 0.0, 8.0, 0.0), (plain.Divisor, plain.Bias, scaled.Divisor, scaled.Bias));
        Assert.Equal((2, 2), (KernelFile.Parse("2 1\n1 3"u8, "k.txt").Width, KernelFile.Parse("2 1\n1 3"u8, "k.txt").Height));
        Assert.Equal((3, 1), (KernelFile.Parse("3 1\n1 3 5"u8, "k.txt").Width, KernelFile.Parse("3 1\n1 3 5"u8, "k.txt").Height));
    }

    [Fact]
    public void The_effective_sigma_is_the_deviation_along_an_axis()
    {
        // A line of 1 2 1 has a variance of a half, one of 1 1 a quarter; the last is of no column times a row.
        Kernel factored = Kernel.FromWeights(3, 2, [1, 2, 1, 1, 2, 1]), dense = Kernel.FromWeights(3, 2, [1, 0, 0, 0, 0, 1]);
        Assert.Equal((Math.Sqrt(0.5), 0.5), (factored.Traits.EffectiveSigmaX!.Value, factored.Traits.EffectiveSigmaY!.Value));
        Assert.Equal((1.0, 0.5), (dense.Traits.EffectiveSigmaX!.Value, dense.Traits.EffectiveSigmaY!.Value));
        Kernel made = Kernel.FromFactors([1, 1], [-1, -2, -1]).WithScale(-1, 1, 0);
        Assert.Null(made.Traits.EffectiveSigmaX);
        made = Kernel.FromFactors([1, 1], [1, 2, 1]);
        Assert.Equal((Math.Sqrt(0.5), 0.5), (made.Traits.EffectiveSigmaX!.Value, made.Traits.EffectiveSigmaY!.Value));
        Assert.Null(Kernel.FromWeights(2, 1, [1, -1]).Traits.EffectiveSigmaX);
        Assert.Null(Kernel.FromWeights(2, 1, [0, 0]).Traits.EffectiveSigmaY);
    }

    [Fact]
    public void Weights_of_an_extreme_sum_are_divided_by_it_and_factors_turn_with_their_kernel()
    {
        Assert.Equal([1e5, 1e5], Kernel.FromWeights(2, 1, [1e5, 1e5]).WithScale(7, 3, 1).WithoutScale().ToArray());
        Assert.Equal([0.25, 0.75], Kernel.FromWeights(2, 1, [1e11, 3e11]).WithoutScale().ToArray());
        Assert.Equal([0.25, 0.75], Kernel.FromWeights(2, 1, [1e-12, 3e-12]).WithAnchor(1, 0).WithoutScale().ToArray());
        SeparableFactors turned = new SeparableFactors([1, 2], [3, 4, 5]).Rotate180();
        Assert.Equal([2, 1], turned.Column.ToArray());
        Assert.Equal([5, 4, 3], turned.Row.ToArray());
    }

    [Fact]
    public void A_motion_of_whole_steps_is_a_line_of_equal_weights()
    {
        foreach ((int degrees, Func<int, int, bool> isOn) in ((int, Func<int, int, bool>)[])[(0, (_, y) => y == 2), (90, (x, _) => x == 2)])
        {
            Kernel kernel = MotionKernel.Create(5, degrees);
            for (int i = 0; i < kernel.Width * kernel.Height; i++)
            {
                (int x, int y) = (i % kernel.Width, i / kernel.Width);
                Expect.That((kernel[x, y] != 0) == (kernel.Height == 1 || kernel.Width == 1 || isOn(x, y)), $"{degrees} degrees, {x},{y}: {kernel[x, y]}");
            }
        }
    }
}
