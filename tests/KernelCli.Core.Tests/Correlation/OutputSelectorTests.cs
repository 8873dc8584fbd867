using KernelCli.Core.Tests.Support;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Which conversion sums take, on either side of every bound of its proof.</summary>
public sealed class OutputSelectorTests
{
    // Half the divisor, and the bias times the divisor, are added before a shift.
    [Theory]
    [InlineData(AccumulatorType.Int16, -32000, 32639, 256, 0, LoopId.NarrowBySignedShift)]
    [InlineData(AccumulatorType.Int16, -32000, 32640, 256, 0, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.Int16, -32689, 0, 2, -40, LoopId.NarrowBySignedShift)]
    [InlineData(AccumulatorType.Int16, -32690, 0, 2, -40, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.Int16, 0, 32639, 256, 0, LoopId.NarrowBySignedShift)]
    [InlineData(AccumulatorType.UInt16, 0, 65407, 256, 0, LoopId.NarrowByUnsignedShift)]
    [InlineData(AccumulatorType.UInt16, 0, 65408, 256, 0, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.UInt16, 0, 32767, 1, 0, LoopId.NarrowByUnsignedShift)]
    [InlineData(AccumulatorType.UInt16, 0, 32768, 1, 0, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.UInt16, 0, 1000, 4, -5, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.UInt16, -1, 1000, 4, 0, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.UInt16, 0, 100, 32768, 0, LoopId.NarrowByUnsignedShift)]
    [InlineData(AccumulatorType.UInt16, 0, 100, 65536, 0, LoopId.ScaleByProduct)]
    [InlineData(AccumulatorType.Int16, 0, 2295, 9, 0, LoopId.NarrowByReciprocal)]
    [InlineData(AccumulatorType.Int16, -1, 2295, 9, 0, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.Int16, 0, 2295, 9, -1, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.UInt16, 0, 65531, 9, 0, LoopId.NarrowByReciprocal)]
    [InlineData(AccumulatorType.UInt16, 0, 65532, 9, 0, LoopId.ScaleToBytes)]
    [InlineData(AccumulatorType.UInt16, 0, 3000, 65535, 0, LoopId.NarrowByReciprocal)]
    [InlineData(AccumulatorType.UInt16, 0, 3000, 65537, 0, LoopId.ScaleByProduct)]
    [InlineData(AccumulatorType.Int32, -2147483640, 2147483519, 256, 0, LoopId.Narrow32ByShift)]
    [InlineData(AccumulatorType.Int32, 0, 2147483520, 256, 0, LoopId.ScaleByProduct)]
    [InlineData(AccumulatorType.Int32, -2147482496, 0, 256, -5, LoopId.Narrow32ByShift)]
    [InlineData(AccumulatorType.Int32, -2147482497, 0, 256, -5, LoopId.ScaleByProduct)]
    [InlineData(AccumulatorType.Int32, 0, 1000, 1 << 30, 0, LoopId.Narrow32ByShift)]
    [InlineData(AccumulatorType.Int32, 0, 1000, 1L << 31, 0, LoopId.ScaleByProduct)]
    [InlineData(AccumulatorType.Int32, 0, 1000, 3, 0, LoopId.ScaleToBytes)]
    public void Bytes_take_the_narrowest_lanes_that_hold_the_rounded_sums(object sums, double least, double most, double divisor, double bias, object loop)
    {
        OutputScale scale = CorrelationRunner.Scale(1, divisor, bias);
        OutputStep step = OutputSelector.Select((AccumulatorType)sums, least, most, scale, SampleType.UInt8);
        Assert.Equal(((LoopId)loop, (least, most)), (step.Loop, step.SumRange));
        if (step.Loop is LoopId.NarrowBySignedShift or LoopId.NarrowByUnsignedShift or LoopId.Narrow32ByShift)
            Assert.Equal(((int)((bias * divisor) + Math.Floor(divisor / 2)), (int)Math.Log2(divisor)), (step.Addend, step.Bits));
        if (step.Loop is LoopId.NarrowByReciprocal)
            for (int sum = (int)least; sum <= most; sum++)
                Assert.Equal((sum + ((int)divisor / 2)) / (int)divisor, (int)(((sum + step.Addend) * (long)step.Reciprocal) >> 16 >> step.Bits));
    }

    [Theory]
    [InlineData(AccumulatorType.Int32, 0, 16777215, 1, 3, 0, LoopId.DivideToSingle)]
    [InlineData(AccumulatorType.Int32, 0, 16777216, 1, 3, 0, LoopId.ScaleInDouble)]
    [InlineData(AccumulatorType.Int32, -16777216, 0, 1, 3, 0, LoopId.ScaleInDouble)]
    [InlineData(AccumulatorType.Int32, 0, 8388607, 2, 3, 0, LoopId.DivideToSingle)]
    [InlineData(AccumulatorType.Int32, 0, 8388608, 2, 3, 0, LoopId.ScaleToSingle)]
    [InlineData(AccumulatorType.Int32, 0, 8388608, -2, 3, 0, LoopId.ScaleToSingle)]
    [InlineData(AccumulatorType.Int32, 0, 16777206, 1, 3, 3, LoopId.DivideToSingle)]
    [InlineData(AccumulatorType.Int32, 0, 16777207, 1, 3, -3, LoopId.ScaleToSingle)]
    [InlineData(AccumulatorType.Int32, 0, 10, 1, 16777215, 0, LoopId.DivideToSingle)]
    [InlineData(AccumulatorType.Int32, 0, 10, 1, 16777216, 0, LoopId.ScaleToSingle)]
    [InlineData(AccumulatorType.UInt16, 0, 10, 1, 2, 0, LoopId.DivideToSingle)]
    [InlineData(AccumulatorType.Int16, 0, 10, 1, 1, 0, LoopId.ScaleToSingle)]
    [InlineData(AccumulatorType.Double, 0, 10, 1, 3, 0, LoopId.ScaleInDouble)]
    [InlineData(AccumulatorType.Single, 0, 10, 1, 3, 0, LoopId.ScaleToSingle)]
    [InlineData(AccumulatorType.Single, 0, 10, 1, 3, 0, LoopId.DivideToSingle, true)]
    [InlineData(AccumulatorType.Single, 0, 10, 1, 1, 0, LoopId.Copy)]
    [InlineData(AccumulatorType.Single, 0, 10, 2, 1, 0, LoopId.ScaleToSingle)]
    [InlineData(AccumulatorType.Single, 0, 10, 1, 1, 5, LoopId.ScaleToSingle)]
    public void Floats_are_divided_once_where_the_numerator_is_exact(object sums, double least, double most, double multiplier, double divisor, double bias, object loop, bool isInteger = false)
    {
        OutputStep step = OutputSelector.Select((AccumulatorType)sums, least, most, CorrelationRunner.Scale(multiplier, divisor, bias), SampleType.Float32, isInteger);
        Assert.Equal((LoopId)loop, step.Loop);
        Assert.Equal(sums is AccumulatorType.Single && !isInteger ? null : (least, most), step.SumRange);
    }

    [Theory]
    [InlineData((1L << 51) - 1, 1, 0, SampleType.UInt8, LoopId.ScaleInDouble)]
    [InlineData(-(1L << 51) + 1, 1, 0, SampleType.UInt8, LoopId.ScaleInDouble)]
    [InlineData(1L << 51, 1, 0, SampleType.UInt8, LoopId.ExactInt128)]
    [InlineData(-(1L << 51), 1, 0, SampleType.UInt8, LoopId.ExactInt128)]
    [InlineData(1L << 51, 1, 0, SampleType.Float32, LoopId.ScaleInDouble)]
    [InlineData(1, 1, (1L << 51) - 2, SampleType.UInt8, LoopId.ScaleInDouble)]
    [InlineData(1, 1, -(1L << 51) + 2, SampleType.UInt8, LoopId.ScaleInDouble)]
    [InlineData(1, 1, (1L << 51) - 1, SampleType.UInt8, LoopId.ExactInt128)]
    [InlineData(1, 8_761_866_979_320, 0, SampleType.UInt8, LoopId.ScaleInDouble)]
    [InlineData(1, 8_761_866_979_321, 0, SampleType.UInt8, LoopId.ExactInt128)]
    [InlineData(1, 34_359_214_087, 0, SampleType.UInt16, LoopId.ScaleInDouble)]
    [InlineData(1, 34_359_214_088, 0, SampleType.UInt16, LoopId.ExactInt128)]
    public void Sums_in_double_are_scaled_in_double_as_far_as_it_is_exact(double multiplier, double divisor, double bias, SampleType result, object loop) =>
        Assert.Equal((LoopId)loop, OutputSelector.Select(AccumulatorType.Double, 0, 10, CorrelationRunner.Scale(multiplier, divisor, bias), result).Loop);

    [Fact]
    public void A_scale_that_is_no_fraction_is_applied_in_double_to_sums_and_in_float32_to_floats()
    {
        OutputScale scale = CorrelationRunner.Scale(Math.PI, 1, 0);
        Assert.False(scale.IsExact);
        Assert.Equal(LoopId.ScaleInDouble, OutputSelector.Select(AccumulatorType.Int32, 0, 10, scale, SampleType.UInt8).Loop);
        Assert.Equal(LoopId.ScaleInDouble, OutputSelector.Select(AccumulatorType.Double, 0, 10, scale, SampleType.UInt8).Loop);
        Assert.Equal(LoopId.ScaleToBytes, OutputSelector.Select(AccumulatorType.Single, 0, 10, scale, SampleType.UInt8).Loop);
        Assert.Equal(LoopId.ExactInt128, OutputSelector.Select(AccumulatorType.Single, 0, 10, scale, SampleType.UInt8, isInteger: true).Loop);
        Assert.False(OutputSelector.IsExactInSingle(-10, 10, scale, SampleType.UInt8, out _, out _));
        Assert.True(OutputSelector.IsExactInSingle(-10, 10, scale, SampleType.Float32, out _, out _));
    }

    [Theory]
    [InlineData(SampleType.UInt8, true, 5.5f)]
    [InlineData(SampleType.UInt16, true, 5.5f)]
    [InlineData(SampleType.Int16, true, 5f)]
    [InlineData(SampleType.Float32, true, 5f)]
    [InlineData(SampleType.UInt8, false, 5f)]
    [InlineData(SampleType.UInt16, false, 5f)]
    public void Approximate_sums_are_rounded_by_truncation(SampleType result, bool isApproximate, float offset)
    {
        OutputStep step = OutputSelector.Select(AccumulatorType.Single, 0, 0, CorrelationRunner.Scale(1, 3, 5), result, isApproximate: isApproximate);
        Assert.Equal((1 / 3f, offset, offset == 5.5f), (step.Factor, step.Offset, step.Truncates));
    }

    [Theory]
    [InlineData(SampleType.UInt8, LoopId.ScaleToBytes, true)]
    [InlineData(SampleType.UInt16, LoopId.ScaleTo16, true)]
    [InlineData(SampleType.Int16, LoopId.ScaleTo16, false)]
    public void Whole_sums_that_float32_scales_exactly_are_rounded_by_truncation_where_no_sample_is_negative(SampleType result, object loop, bool truncates)
    {
        OutputStep step = OutputSelector.Select(AccumulatorType.Int32, -10, 1000, CorrelationRunner.Scale(1, 3, 0), result);
        Assert.Equal(((LoopId)loop, truncates), (step.Loop, step.Truncates));
    }

    // The counts are written down: a proof that becomes weaker or stronger is seen in review.
    [Theory]
    [InlineData(SampleType.UInt8, 18595)]
    [InlineData(SampleType.UInt16, 4013)]
    [InlineData(SampleType.Int16, 5704)]
    public void As_many_scales_as_were_written_down_are_proved_exact_in_float32(SampleType result, int expected)
    {
        int proved = 0;
        foreach (double largest in (double[])[1, 255, 4000, 65535, 1 << 20, (1 << 24) - 1, 1 << 24])
            foreach (double multiplier in (double[])[1, -1, 7, 0.01])
                foreach (double bias in (double[])[0, 0.5, -3, 200, -40_000])
                    for (double divisor = 1; divisor < 1e6; divisor = Math.Floor(divisor * 1.03) + 1)
                    {
                        OutputScale scale = CorrelationRunner.Scale(multiplier, divisor, bias);
                        if (!OutputSelector.IsExactInSingle(-largest, largest / 2, scale, result, out float factor, out float offset))
                            continue;
                        proved++;
                        double half = result is SampleType.Int16 ? 0 : 0.5;
                        Expect.That(factor == (float)scale.Factor && offset == (float)(scale.Offset + (0.25 / scale.Divisor) + half), $"{multiplier} / {divisor} + {bias}");
                    }
        Assert.Equal(expected, proved);
        Assert.True(OutputSelector.IsExactInSingle(0, (1 << 24) - 1, CorrelationRunner.Scale(1, 1, 0), SampleType.Float32, out _, out _));
        Assert.False(OutputSelector.IsExactInSingle(-(1 << 24), 0, CorrelationRunner.Scale(1, 1, 0), SampleType.Float32, out _, out _));
    }
}
