using KernelCli.Core.Tests.Support;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>The bounds at which a narrower type of sums, or a quicker conversion, is no longer enough.</summary>
public sealed class SelectionBoundsTests
{
    [Theory]
    [InlineData(AccumulatorType.Int16, 128)]
    [InlineData(AccumulatorType.UInt16, 129)]
    [InlineData(AccumulatorType.UInt16, 257)]
    [InlineData(AccumulatorType.Int32, 258)]
    [InlineData(AccumulatorType.Int16, -128)]
    [InlineData(AccumulatorType.Int32, -129)]
    [InlineData(AccumulatorType.Int16, 100, -100)]
    [InlineData(AccumulatorType.Int32, 129, -1)]
    [InlineData(AccumulatorType.Int32, 32767)]
    public void Sums_have_the_narrowest_type_that_holds_them(object type, params int[] weights)
    {
        IntegerBounds bounds = Find(weights)!;
        Assert.Equal(((AccumulatorType)type, false), (bounds.Sums, bounds.IsWide));
    }

    [Fact]
    public void Larger_weights_are_summed_in_halves_as_far_as_32_bits_go()
    {
        const int most = (1 << 22) - 1;
        Assert.All((int[][])[[32768], [-32768], [most], [-most], [most, most], [most, -most]], weights => Assert.True(Find(weights)!.IsWide));
        Assert.All((int[][])[[most + 1], [-most - 1], [most, most, most], [most, -most, most]], weights => Assert.Null(Find(weights)));
    }

    [Fact]
    public void Sums_of_a_row_are_centred_where_only_then_they_fit_16_bits()
    {
        // 255 times the sum of the row, or of its positive and its negative weights, is at most 32767 with the samples as they are or less 128.
        Assert.Equal(0, Factors([300, 300], [64, 64])!.Centre);
        Assert.Equal(128, Factors([300, 300], [100, 100])!.Centre);
        Assert.Equal(128, Factors([300, 300], [50, -200])!.Centre);
        Assert.Equal(0, Factors([300, 300], [64, -128])!.Centre);
        Assert.Null(Factors([300, 300], [200, 200])!.Weights.Column);
        Assert.NotNull(Factors([300, 300], [100, 100])!.Weights.Column);
    }

    [Fact]
    public void Sums_of_centred_rows_leave_room_for_the_centre()
    {
        // Weights of a row that add up to 250 give centred sums within 32000 of 0; adding the centre of 128 back takes as much again.
        Assert.NotNull(Factors([16_777, 16_777], [150, 100])!.Weights.Column);
        IntegerBounds dense = Factors([16_778, 16_777], [150, 100])!;
        Assert.Equal((null, true), (dense.Weights.Column, dense.IsWide));
        Assert.NotNull(Factors([16_803, 16_803], [150, -100])!.Weights.Column);
        Assert.Null(Factors([16_804, 16_803], [150, -100])!.Weights.Column);

        // 100 * 127 + 157 * 128 is more than 32767; the least sum is not below -32768.
        Assert.Null(Factors([300, 300], [100, -157])!.Weights.Column);
    }

    [Fact]
    public void Factors_beyond_16_bits_are_multiplied_out_but_not_to_more_than_65536_weights()
    {
        foreach ((long[] column, long[] row) in ((long[], long[])[])[([40_000], [0]), ([0], [40_000])])
            Assert.Null(Factors(column, row)!.Weights.Column);
        Assert.NotNull(Factors(Ones(128), Ones(512))!.Weights.Dense);
        Assert.Null(Factors(Ones(256), Ones(257)));
        Assert.NotNull(Factors(Ones(254), Ones(258)));

        static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
    }

    [Fact]
    public void What_float32_is_said_to_convert_exactly_it_does()
    {
        int taken = 0;
        foreach (SampleType result in (SampleType[])[SampleType.UInt8, SampleType.UInt16, SampleType.Int16])
            foreach (double divisor in (double[])[1, 3, 7, 9, 25, 81, 256, 1000, 4099, 65535])
                foreach (double bias in (double[])[0, 5, -40, 0.5])
                    foreach (int largest in (int[])[200, 5000, 400_000])
                    {
                        OutputScale scale = CorrelationRunner.Scale(1, divisor, bias);
                        if (!OutputSelector.IsExactInSingle(-largest, largest, scale, result, out float factor, out float offset))
                            continue;
                        taken++;
                        (long least, long most) = result is SampleType.Int16 ? (-32768, 32767) : (0, (long)result.FullRange());
                        for (int sum = -largest; sum <= largest; sum += 1 + (largest / 3000))
                        {
                            float value = MathF.FusedMultiplyAdd(sum, factor, offset);
                            long rounded = Math.Clamp((long)(result is SampleType.Int16 ? Math.Floor(value + 0.5) : Math.Truncate(value)), least, most);
                            long exact = Math.Clamp((long)decimal.Floor((sum / (decimal)divisor) + (decimal)bias + 0.5m), least, most);
                            Expect.That(rounded == exact, $"{result}: {sum} / {divisor} + {bias} is {rounded} instead of {exact}");
                        }
                    }
        Assert.True(taken > 100, $"only {taken} scales were said to be exact");
    }

    private static IntegerBounds? Factors(long[] column, long[] row) => IntegerBounds.TryFind(IntegerWeights.OfFactors(column, row, 1));

    private static IntegerBounds? Find(params int[] weights) => IntegerBounds.TryFind(IntegerWeights.OfDense(weights.Length, 1, Array.ConvertAll(weights, weight => (long)weight), 1));
}
