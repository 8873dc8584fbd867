using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Real weights are brought into the range of float32 without a change of what they mean.</summary>
public sealed class FloatWeightsTests
{
    [Fact]
    public void A_scale_of_float_results_is_folded_into_the_weights()
    {
        (Kernel dense, OutputScale scale) = Prepare(Kernel.FromWeights(2, 2, [1, 2, 3, 5]).WithScale(3, 4, 0));
        Assert.Equal([0.75, 1.5, 2.25, 3.75], dense.ToArray());
        Assert.Same(OutputScale.Identity, scale);
        (Kernel separable, scale) = Prepare(Kernel.FromFactors([1, 2], [3, 5]).WithScale(3, 4, 0));
        Assert.Equal([0.75, 1.5], separable.Traits.Factors!.Column);
        Assert.Equal([3.0, 5], separable.Traits.Factors!.Row);
        Assert.Same(OutputScale.Identity, scale);
    }

    [Theory]
    [InlineData(1, 0, SampleType.Float32, true)]
    [InlineData(3, 5, SampleType.Float32, true)]
    [InlineData(3, 0, SampleType.UInt8, true)]
    [InlineData(1e-10, 0, SampleType.Float32, true)]
    [InlineData(1.1e-10, 0, SampleType.Float32, false)]
    [InlineData(-1.1e-10, 0, SampleType.Float32, false)]
    [InlineData(1e10, 0, SampleType.Float32, true)]
    [InlineData(9e9, 0, SampleType.Float32, false)]
    public void Other_scales_are_left_to_the_output(double multiplier, double bias, SampleType result, bool isKept)
    {
        Kernel kernel = Kernel.FromWeights(2, 2, [1, 2, 3, 5]).WithScale(multiplier, 1, bias);
        (Kernel prepared, OutputScale scale) = Prepare(kernel, result);
        Assert.Equal(isKept, ReferenceEquals(kernel, prepared));
        Assert.Equal(isKept ? (multiplier, bias) : (1, 0), (scale.Factor, scale.Offset));
    }

    [Fact]
    public void Sums_of_whole_samples_stay_whole()
    {
        Kernel kernel = Kernel.FromWeights(2, 2, [1, 2, 3, 5]).WithScale(3, 1, 0);
        Assert.Same(kernel, Prepare(kernel, range: (0, 255)).Kernel);
        Assert.Equal([3, 6, 9, 15], Prepare(kernel, range: (0, 1 << 24)).Kernel.ToArray());
    }

    [Theory]
    [InlineData(1e20, true)]
    [InlineData(-1e20, true)]
    [InlineData(0.99e20, false)]
    [InlineData(1e-20, true)]
    [InlineData(1.01e-20, false)]
    [InlineData(-1.01e-20, false)]
    public void Weights_beyond_the_range_are_divided_by_the_largest(double largest, bool isDivided)
    {
        Kernel kernel = Kernel.FromWeights(2, 2, [largest, largest / 2, largest / 4, largest / -4]).WithScale(2, 7, 3);
        (Kernel prepared, OutputScale scale) = Prepare(kernel, SampleType.UInt16);
        double sign = Math.Sign(largest);
        Assert.Equal(isDivided ? [sign, sign / 2, sign / 4, sign / -4] : kernel.ToArray(), prepared.ToArray());
        Assert.Equal(isDivided ? Math.Abs(largest) * 2 / 7 : 2 / 7.0, scale.Factor, Math.Abs(scale.Factor) * 1e-15);
        Assert.Equal(3.0, scale.Offset);
        Assert.Equal(!isDivided, ReferenceEquals(kernel, prepared));
    }

    [Theory]
    [InlineData(2e30, 3e-30)]
    [InlineData(3e-30, 2e30)]
    [InlineData(1e10, 1e-25)]
    [InlineData(1e-25, 1e10)]
    public void Factors_of_which_one_is_huge_are_balanced_without_rounding(double column, double row)
    {
        Kernel kernel = Kernel.FromFactors([column, column / 2, column / 3], [row, -row / 5]).WithAnchor(1, 2).WithScale(3, 5, 7);
        (Kernel prepared, OutputScale scale) = Prepare(kernel, SampleType.UInt16);
        Assert.Equal(kernel.ToArray(), prepared.ToArray());
        Assert.All((double[])[.. prepared.Traits.Factors!.Column, .. prepared.Traits.Factors.Row], weight => Assert.InRange(Math.Abs(weight), 1e-20, 1e20));
        Assert.InRange(prepared.Traits.Factors.Column[0], 1, 2);
        Assert.Equal((1, 2, 0.6, 7.0), (prepared.AnchorX, prepared.AnchorY, scale.Factor, scale.Offset));
    }

    [Fact]
    public void Factors_in_range_and_kernels_of_zeros_are_left_alone()
    {
        foreach (Kernel kernel in (Kernel[])[Kernel.FromFactors([1e10, 2], [1e-5, 3]), Kernel.FromFactors([0, 0], [1e30, 1]), Kernel.FromFactors([1e30, 1], [0, 0]), Kernel.FromWeights(2, 2, [0, 0, 0, 0])])
            Assert.Same(kernel, Prepare(kernel).Kernel);
    }

    private static (Kernel Kernel, OutputScale Scale) Prepare(Kernel kernel, SampleType result = SampleType.Float32, (double, double)? range = null) => FloatWeights.Prepare(new CorrelationRequest
    {
        Kernels = kernel,
        Stride = Spacing.One,
        Dilation = Spacing.One,
        Channels = 1,
        Source = SampleType.Float32,
        Result = result,
        SourceFullRange = 255,
        ResultFullRange = 255,
        IntegerSourceRange = range,
    });
}
