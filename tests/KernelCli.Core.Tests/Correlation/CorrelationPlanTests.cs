using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>What a plan says of itself, and what is refused before there is one.</summary>
public sealed class CorrelationPlanTests
{
    private static readonly Kernel Skew = Kernel.FromWeights(3, 2, [1, 2, 3, 4, 5, 6]).WithAnchor(2, 1);

    [Fact]
    public void A_plan_has_the_sizes_and_anchors_of_its_kernel_and_options()
    {
        var options = new CorrelationOptions { Dilation = new Spacing(3, 4), Stride = new Spacing(2, 1), Padding = Padding.Valid, Threads = 3, Border = Border.Constant(2) };
        CorrelationPlan plan = CorrelationRunner.Plan(40, 30, 2, Skew, options, SampleType.UInt16, SampleType.Float32);
        Assert.Equal((6, 4), (plan.AnchorX, plan.AnchorY));
        Assert.Equal((40, 30, 17, 26, 2), (plan.SourceWidth, plan.SourceHeight, plan.OutputWidth, plan.OutputHeight, plan.Channels));
        Assert.Equal((SampleType.UInt16, SampleType.Float32, 3), (plan.Source, plan.Result, plan.Threads));
        Assert.Equal(BitConverter.GetBytes((ushort)514), plan.Window.Constant);
        Assert.Equal("dense 3x2: float32, fused multiply-adds", plan.Description);
        Assert.Equal(["load WidenUInt16ToSingle, Single", "vertical FloatTaps, Single", "output Copy, Single"], plan.Loops);
    }

    [Fact]
    public void The_range_of_16_bit_sums_is_known_where_the_result_is_a_float()
    {
        Assert.Equal((0, 65535.0 * 21), Range(SampleType.UInt16, SampleType.Float32));
        Assert.Null(Range(SampleType.UInt16, SampleType.UInt16));
        Assert.Null(Range(SampleType.Float32, SampleType.Float32));

        static (double, double)? Range(SampleType from, SampleType to) => CorrelationRunner.Plan(40, 30, 1, Skew, CorrelationOptions.Default, from, to).Algorithm.Output.SumRange;
    }

    [Fact]
    public void A_convolution_rotates_the_kernel_by_180_degrees()
    {
        Assert.Equal([1, 2, 3, 4, 5, 6], Weights(convolve: false));
        Assert.Equal([6, 5, 4, 3, 2, 1], Weights(convolve: true));

        Assert.Equal((0L, 0L), CorrelationRunner.Plan(40, 30, 1, Skew, new CorrelationOptions { Convolve = true }, SampleType.UInt8, SampleType.UInt8) is var plan ? (plan.AnchorX, plan.AnchorY) : default);

        static long[] Weights(bool convolve) =>
            CorrelationRunner.Plan(40, 30, 1, Skew, new CorrelationOptions { Convolve = convolve }, SampleType.UInt8, SampleType.UInt8).Algorithm.IntegerX!.ToDense().Dense!;
    }

    [Theory]
    [InlineData(20, 20, "the kernel is 20 pixels wide, the padded picture only 10")]
    [InlineData(1, 20, "the kernel is 20 pixels high, the padded picture only 5")]
    public void A_kernel_that_does_not_fit_is_refused_with_its_axis(int width, int height, string expected)
    {
        Kernel kernel = Kernel.FromWeights(width, height, new double[width * height]);
        Assert.StartsWith(expected, Assert.ThrowsAny<ArgumentException>(() => CorrelationRunner.Plan(10, 5, 1, kernel, new() { Padding = Padding.Valid }, SampleType.UInt8, SampleType.UInt8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernels_of_a_gradient_have_one_size_and_one_anchor()
    {
        Kernel kernel = BoxKernel.Create(3, 3);
        foreach (Kernel other in (Kernel[])[BoxKernel.Create(5, 3), BoxKernel.Create(3, 5)])
            Assert.Contains("must have one size", Refused(kernel, other), StringComparison.Ordinal);
        foreach (Kernel other in (Kernel[])[kernel.WithAnchor(0, 1), kernel.WithAnchor(1, 2)])
            Assert.Contains("must have one anchor", Refused(kernel, other), StringComparison.Ordinal);

        static string Refused(Kernel x, Kernel y) =>
            Assert.Throws<ArgumentException>(() => CorrelationRunner.Plan(40, 30, 1, x, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8, y)).Message;
    }

    [Fact]
    public void Bytes_become_any_samples_and_others_themselves_or_floats()
    {
        foreach (SampleType from in Enum.GetValues<SampleType>())
            foreach (SampleType to in Enum.GetValues<SampleType>())
            {
                ImageInfo source = new(40, 30, new PixelFormat(PixelLayout.Gray, from));
                if (from is SampleType.UInt8 || (from is not SampleType.Int16 && (to is SampleType.Float32 || to == from)))
                    Assert.Equal((from, to), CorrelationPlan.Create(Skew, CorrelationOptions.Default, source, to) is var plan ? (plan.Source, plan.Result) : default);
                else
                    Assert.Contains($"no correlation from {from}", Assert.Throws<ArgumentException>(() => CorrelationPlan.Create(Skew, CorrelationOptions.Default, source, to)).Message, StringComparison.Ordinal);
            }
        Assert.Throws<ArgumentException>(() => CorrelationPlan.Create(Skew, CorrelationOptions.Default, new ImageInfo(40, 30, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), (SampleType)9));
    }

    [Fact]
    public void A_plan_is_for_one_size_and_format()
    {
        CorrelationPlan plan = Plan(40, 30);
        PixelFormat bytes = new(PixelLayout.Gray, SampleType.UInt8);
        plan.Check(40, 30, bytes, SampleType.UInt8, Plan(40, 30));
        foreach ((int width, int height, PixelFormat format) in ((int, int, PixelFormat)[])[(41, 30, bytes), (40, 31, bytes), (40, 30, new(PixelLayout.Rgb, SampleType.UInt8)), (40, 30, new(PixelLayout.Gray, SampleType.UInt16))])
            Assert.StartsWith($"the plan is for 40x30 pixels of 1 channels of UInt8, the picture is {width}x{height} of {format.Channels} of {format.Sample}",
                Assert.Throws<ArgumentException>(() => plan.Check(width, height, format)).Message, StringComparison.Ordinal);
        Assert.StartsWith("the plan makes UInt8, where Float32 is needed", Assert.Throws<ArgumentException>(() => plan.Check(40, 30, bytes, SampleType.Float32)).Message, StringComparison.Ordinal);
        foreach (CorrelationPlan other in (CorrelationPlan[])[Plan(41, 30), Plan(40, 31)])
            Assert.StartsWith($"one plan makes 40x30 pixels, the other {other.OutputWidth}x{other.OutputHeight}",
                Assert.Throws<ArgumentException>(() => plan.Check(40, 30, bytes, other: other)).Message, StringComparison.Ordinal);

        static CorrelationPlan Plan(int width, int height) => CorrelationRunner.Plan(width, height, 1, Skew, CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8);
    }
}
