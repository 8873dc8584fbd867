using KernelCli.Correlation;
using KernelCli.Correlation.Paths;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Which path a plan takes, and what it says of it.</summary>
public sealed class PathTests
{
    [Fact]
    public void Equal_weights_are_summed_up_running_but_for_short_lines()
    {
        Assert.IsType<BoxPath>(PathOf(BoxKernel.Create(7, 7)));
        Assert.IsType<BoxPath>(PathOf(BoxKernel.Create(3, 15)));
        Assert.IsType<BoxPath>(PathOf(Kernel.FromWeights(2, 2, [1, 1, 1, 1])));
        Assert.IsType<FloatBoxPath>(PathOf(BoxKernel.Create(9, 9), SampleType.Float32));
        Assert.IsType<IntegerPath>(PathOf(BoxKernel.Create(3, 5)));
        Assert.IsType<IntegerPath>(PathOf(BoxKernel.Create(7, 7), options: new CorrelationOptions { Stride = new Spacing(2, 2) }));
    }

    [Fact]
    public void Whole_weights_take_the_integer_path_and_say_that_they_are_exact()
    {
        Assert.Equal("dense 3x3: 16-bit sums, exact", PathOf(SharpenKernel.Create(1)).Description);
        Assert.Equal("separable 3x3: 16-bit sums, exact", PathOf(GradientKernels.Sobel().X).Description);
        Assert.Equal("separable 7x7: taps in pairs, 32-bit sums, exact", PathOf(BinomialKernel.Create(7)).Description);
        Assert.IsType<WidePath>(PathOf(Kernel.FromWeights(2, 1, [100_000, 1])));
    }

    [Fact]
    public void Real_weights_take_fixed_point_where_its_error_is_small_and_float_elsewhere()
    {
        Assert.IsType<FixedPointPath>(PathOf(GaussianKernel.Create(2)));
        Assert.IsType<FloatPath>(PathOf(GaussianKernel.Create(2), SampleType.UInt16));
        Assert.IsType<FloatPath>(PathOf(GaussianKernel.Create(2), SampleType.UInt8, SampleType.Float32));
        Assert.Contains("fixed point", PathOf(LaplacianOfGaussianKernel.Create(1)).Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_kernel_of_tiny_and_huge_weights_goes_to_float()
    {
        double[] weights = new double[31 * 31];
        Array.Fill(weights, Math.PI / 1000);
        weights[480] = 90.123456789;
        Assert.IsType<FloatPath>(PathOf(Kernel.FromWeights(31, 31, weights)));
    }

    [Fact]
    public void A_kernel_larger_than_a_valid_picture_is_refused_with_both_sizes()
    {
        var exception = Assert.Throws<ArgumentException>(() => PathOf(BoxKernel.Create(61, 61), options: new CorrelationOptions { Padding = Padding.Valid }));
        Assert.Contains("61 pixels wide", exception.Message, StringComparison.Ordinal);
        Assert.Contains("40", exception.Message, StringComparison.Ordinal);
    }

    private static CorrelationPath PathOf(Kernel kernel, SampleType from = SampleType.UInt8, SampleType? to = null, CorrelationOptions? options = null) =>
        CorrelationRunner.Plan(40, 40, 1, kernel, options ?? CorrelationOptions.Default, from, to ?? from).Path;
}
