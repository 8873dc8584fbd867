using KernelCli.Chains;
using KernelCli.Kernels;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Chains;

/// <summary>Divisors that are put off: the range of the integers in the rows, and the factor that makes values of them.</summary>
public sealed class DeferredScaleTests
{
    [Fact]
    public void The_range_is_that_of_the_sums_of_the_weights()
    {
        DeferredScale bytes = DeferredScale.Of(SampleType.UInt8);
        (Kernel kernel, DeferredScale once) = bytes.TryDefer(Kernel.FromWeights(3, 1, [1, -2, 4]).WithScale(3, 6, 0))!.Value;
        Assert.Equal([1, -2, 4], kernel.ToArray());
        Assert.Equal((1.0, 1.0), (kernel.Multiplier, kernel.Divisor));
        Assert.Equal((-2 * 255.0, 5 * 255.0), once.Range);
        Assert.Equal(new Rational(1, 2), once.Factor);

        // The sums of the weights are 7 and -3 of a range from -510 to 1275.
        DeferredScale twice = once.TryDefer(Kernel.FromWeights(3, 1, [7, 0, -3]).WithScale(1, 5, 0))!.Value.After;
        Assert.Equal(((7 * -510.0) + (-3 * 1275.0), (7 * 1275.0) + (-3 * -510.0)), twice.Range);
        Assert.Equal(new Rational(1, 10), twice.Factor);
    }

    [Theory]
    [InlineData(65793, true)]
    [InlineData(65794, false)]
    public void Sums_stay_below_2_to_the_24(int weight, bool isExact)
    {
        DeferredScale bytes = DeferredScale.Of(SampleType.UInt8);
        Assert.Equal(isExact, bytes.TryDefer(Kernel.FromWeights(1, 1, [weight])) is not null);
        Assert.Equal(isExact, bytes.TryDefer(Kernel.FromWeights(2, 1, [weight - 1, -1])) is not null);
        var negative = new DeferredScale(Rational.One, (-255, 1));
        Assert.Equal(isExact, negative.TryDefer(Kernel.FromWeights(1, 1, [weight])) is not null);
    }

    [Fact]
    public void Two_to_the_24_itself_is_not_put_off() =>
        Assert.Null(new DeferredScale(Rational.One, (0, 1 << 12)).TryDefer(Kernel.FromWeights(1, 1, [1 << 12])));

    [Fact]
    public void What_is_no_whole_number_is_not_put_off()
    {
        Kernel box = BoxKernel.Create(3, 3);
        Assert.NotNull(DeferredScale.Of(SampleType.UInt16).TryDefer(box));
        Assert.Null(DeferredScale.Of(SampleType.Float32).TryDefer(box));
        Assert.Null(DeferredScale.None.TryDefer(box));
        Assert.Null(DeferredScale.Of(SampleType.UInt8).TryDefer(box.WithScale(1, 9, 1)));
        Assert.Null(DeferredScale.Of(SampleType.UInt8).TryDefer(Kernel.FromWeights(2, 1, [1, Math.PI])));
    }

    [Fact]
    public void The_last_kernel_applies_what_was_put_off()
    {
        var third = new DeferredScale(new Rational(2, 3), (0, 255));
        Kernel whole = third.ApplyScale(Kernel.FromWeights(2, 1, [1, 2]).WithScale(5, 7, 9));
        Assert.Equal((10.0, 21.0, 9.0), (whole.Multiplier, whole.Divisor, whole.Bias));
        Kernel real = third.ApplyScale(Kernel.FromWeights(2, 1, [1, Math.PI]).WithScale(5, 7, 9));
        Assert.Equal((10.0, 21.0, 9.0), (real.Multiplier, real.Divisor, real.Bias));
        Kernel untouched = Kernel.FromWeights(2, 1, [1, Math.PI]);
        Assert.Same(untouched, DeferredScale.None.ApplyScale(untouched));
        Assert.False(third.IsApplied);
        Assert.True(DeferredScale.None.IsApplied);

        // Weights of halves become whole ones; without integers in the rows they stay.
        Kernel halves = Kernel.FromWeights(2, 1, [0.5, 1.5]);
        Assert.Equal([1, 3], DeferredScale.Of(SampleType.UInt8).ApplyScale(halves).ToArray());
        Assert.Equal([0.5, 1.5], DeferredScale.None.ApplyScale(halves).ToArray());
    }
}
