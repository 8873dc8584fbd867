using KernelCli.Correlation.Selection;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Scales as fractions where their terms are small enough, as doubles elsewhere.</summary>
public sealed class OutputScaleTests
{
    [Theory]
    [InlineData(3, 7, 5, 2, 255, 65535, 771, 17990, 14)]
    [InlineData(1, 1, 0, 1, 255, 255, 1, 0, 1)]
    [InlineData(1, 2, 0.5, 1, 255, 255, 2, 2, 4)]
    [InlineData(-1, 4, 0, 3, 255, 255, -1, 0, 12)]
    [InlineData(0.25, 1, -8, 1, 65535, 255, 1, -8224, 1028)]
    [InlineData(1, 1, 3, 1, 1, 1, 85, 1, 85)]
    public void A_scale_is_the_fraction_of_its_terms(double multiplier, double divisor, double bias, long sumDenominator, double from, double to, long expectedMultiplier, long addend, long expectedDivisor)
    {
        OutputScale scale = CorrelationRunner.Scale(multiplier, divisor, bias, sumDenominator, from, to);
        Assert.Equal((true, expectedMultiplier, addend, expectedDivisor), (scale.IsExact, scale.Multiplier, scale.Addend, scale.Divisor));
        Assert.Equal((double)expectedMultiplier / expectedDivisor, scale.Factor, 1e-15);
        Assert.Equal((double)addend / expectedDivisor, scale.Offset, 1e-12);
    }

    [Theory]
    [InlineData(1e15, 1e15, 0, true)]
    [InlineData(1L << 52, 1, 0.25, true)]
    [InlineData((1L << 52) + 1, 1, 0.25, false)]
    [InlineData(1, 1L << 52, 0.25, true)]
    [InlineData(1, (1L << 52) + 1, 0.25, false)]
    [InlineData(1, 3, 6004799503160661, true)]
    [InlineData(1, 3, 6004799503160662, false)]
    [InlineData(1, 3, -6004799503160662, false)]
    [InlineData(-4503599627370497, 1, 0.25, false)]
    public void Fractions_have_terms_of_up_to_2_to_the_54(double multiplier, double divisor, double bias, bool isExact) =>
        Assert.Equal(isExact, CorrelationRunner.Scale(multiplier, divisor, bias).IsExact);

    [Fact]
    public void A_scale_that_is_no_fraction_is_a_double()
    {
        OutputScale scale = CorrelationRunner.Scale(Math.PI, 3, 2, sumDenominator: 4, from: 255, to: 65535);
        Assert.False(scale.IsExact);
        Assert.Equal(Math.PI / 3 / 4 * 257, scale.Factor);
        Assert.Equal(514, scale.Offset);
        Assert.Equal((true, 1L, 0L, 1L, 1.0), (OutputScale.Identity.IsExact, OutputScale.Identity.Multiplier, OutputScale.Identity.Addend, OutputScale.Identity.Divisor, OutputScale.Identity.Factor));
    }

    [Fact]
    public void What_float32_cannot_hold_is_refused()
    {
        Assert.Equal(float.MaxValue, CorrelationRunner.Scale(float.MaxValue, 1, 0).Factor);
        Assert.Equal(-float.MaxValue, CorrelationRunner.Scale(-float.MaxValue, 1, 0).Factor);
        Assert.Equal(float.MaxValue, CorrelationRunner.Scale(1, 1, float.MaxValue).Offset);
        foreach (double larger in (double[])[3.5e38, -3.5e38])
        {
            Assert.Contains("float32 can hold", Assert.Throws<ArgumentException>(() => CorrelationRunner.Scale(larger, 1, 0)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => CorrelationRunner.Scale(1, 1, larger));
            Assert.Throws<ArgumentException>(() => CorrelationRunner.Scale(larger, 1, larger));
        }
    }
}
