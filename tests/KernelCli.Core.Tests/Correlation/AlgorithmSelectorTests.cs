using KernelCli.Correlation;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Which path a plan takes, and what it says of it.</summary>
public sealed class AlgorithmSelectorTests
{
    [Fact]
    public void Equal_weights_are_summed_up_running_but_for_short_lines()
    {
        Assert.Equal(Algorithm.Box, CorrelationRunner.AlgorithmOf(BoxKernel.Create(7, 7)).Algorithm);
        Assert.Equal(Algorithm.Box, CorrelationRunner.AlgorithmOf(BoxKernel.Create(3, 15)).Algorithm);
        Assert.Equal(Algorithm.Box, CorrelationRunner.AlgorithmOf(Kernel.FromWeights(2, 2, [1, 1, 1, 1])).Algorithm);
        Assert.Equal(Algorithm.FloatBox, CorrelationRunner.AlgorithmOf(BoxKernel.Create(9, 9), SampleType.Float32).Algorithm);
        Assert.Equal(Algorithm.Integer16, CorrelationRunner.AlgorithmOf(BoxKernel.Create(3, 5)).Algorithm);
        Assert.Equal(Algorithm.Integer16, CorrelationRunner.AlgorithmOf(BoxKernel.Create(7, 7), options: new CorrelationOptions { Stride = new Spacing(2, 2) }).Algorithm);
    }

    [Fact]
    public void Whole_weights_take_the_integer_path_and_say_that_they_are_exact()
    {
        Assert.Equal("dense 3x3: 16-bit sums, exact", CorrelationRunner.AlgorithmOf(SharpenKernel.Create(1)).Summary);
        Assert.Equal("separable 3x3: 16-bit sums, exact", CorrelationRunner.AlgorithmOf(GradientKernels.Sobel().X).Summary);
        Assert.Equal("separable 7x7: taps in pairs, 32-bit sums, exact", CorrelationRunner.AlgorithmOf(BinomialKernel.Create(7)).Summary);
        Assert.Equal("dense 2x1: weights in halves, 32-bit sums, exact", CorrelationRunner.AlgorithmOf(Kernel.FromWeights(2, 1, [100_000, 1])).Summary);
        Assert.Equal(Algorithm.Double, CorrelationRunner.AlgorithmOf(Kernel.FromWeights(2, 1, [10_000_000, 1])).Algorithm);
    }

    [Fact]
    public void Real_weights_take_fixed_point_where_its_error_is_small_and_float_elsewhere()
    {
        Assert.Equal(Algorithm.FixedPoint, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(2)).Algorithm);
        Assert.Equal(Algorithm.Float, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(2), SampleType.UInt16).Algorithm);
        Assert.Equal(Algorithm.Float, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(2), SampleType.UInt8, SampleType.Float32).Algorithm);
        Assert.Contains("fixed point", CorrelationRunner.AlgorithmOf(LaplacianOfGaussianKernel.Create(1)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_kernel_of_tiny_and_huge_weights_goes_to_float()
    {
        double[] weights = new double[31 * 31];
        Array.Fill(weights, Math.PI / 1000);
        weights[480] = 90.123456789;
        Assert.Equal(Algorithm.Float, CorrelationRunner.AlgorithmOf(Kernel.FromWeights(31, 31, weights)).Algorithm);
    }

    [Fact]
    public void A_kernel_larger_than_a_valid_picture_is_refused_with_both_sizes()
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => CorrelationRunner.AlgorithmOf(BoxKernel.Create(61, 61), options: new CorrelationOptions { Padding = Padding.Valid }, side: 40));
        Assert.Contains("61 pixels wide", exception.Message, StringComparison.Ordinal);
        Assert.Contains("40", exception.Message, StringComparison.Ordinal);
    }
}
