using KernelCli.Correlation;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Which algorithm, and which loops of it, a kernel takes on either side of each bound of the selection.</summary>
public sealed class AlgorithmBoundTests
{
    private static readonly CorrelationOptions Strided = new() { Stride = new Spacing(2, 1) };
    private static readonly CorrelationOptions StridedRows = new() { Stride = new Spacing(1, 2) };

    [Fact]
    public void Running_sums_of_a_box_are_16_bits_wide_as_far_as_they_fit()
    {
        Assert.Equal((Algorithm.Box, AccumulatorType.UInt16), Sums(CorrelationRunner.AlgorithmOf(BoxKernel.Create(257, 1))));
        Assert.Equal((Algorithm.Box, AccumulatorType.Int32), Sums(CorrelationRunner.AlgorithmOf(BoxKernel.Create(129, 2))));
        Assert.NotEqual(Algorithm.Box, CorrelationRunner.AlgorithmOf(BoxKernel.Create(258, 1)).Algorithm);

        static (Algorithm, AccumulatorType) Sums(AlgorithmPlan plan) => (plan.Algorithm, plan.Sums);
    }

    [Fact]
    public void Columns_of_ones_take_running_sums_where_they_are_tall_enough()
    {
        Assert.Equal(Algorithm.ColumnSpans, CorrelationRunner.AlgorithmOf(Staggered(4, 4, 4)).Algorithm);
        Assert.NotEqual(Algorithm.ColumnSpans, CorrelationRunner.AlgorithmOf(Staggered(4, 4, 3)).Algorithm);
        Assert.Equal(Algorithm.ColumnSpans, CorrelationRunner.AlgorithmOf(DiskKernel.Create(4)).Algorithm);
        Assert.NotEqual(Algorithm.ColumnSpans, CorrelationRunner.AlgorithmOf(DiskKernel.Create(3.5)).Algorithm);
        Assert.NotEqual(Algorithm.ColumnSpans, CorrelationRunner.AlgorithmOf(DiskKernel.Create(6), SampleType.UInt16).Algorithm);
        Assert.NotEqual(Algorithm.ColumnSpans, CorrelationRunner.AlgorithmOf(DiskKernel.Create(6), options: Strided).Algorithm);

        // A gap in a column, at its top and below it, and a weight that is not 1.
        Assert.Null(ColumnSpan.Of(IntegerWeights.OfDense(1, 3, [1, 0, 1], 1)));
        Assert.Null(ColumnSpan.Of(IntegerWeights.OfDense(1, 4, [0, 1, 0, 1], 1)));
        Assert.Null(ColumnSpan.Of(IntegerWeights.OfDense(1, 2, [1, 2], 1)));
        Assert.Equal([new ColumnSpan(0, 0, 1), new ColumnSpan(2, 1, 2)], ColumnSpan.Of(IntegerWeights.OfDense(3, 3, [1, 0, 0, 1, 0, 1, 0, 0, 1], 1)));

        // Three columns of a kernel that is nine rows high.
        static Kernel Staggered(params int[] heights)
        {
            double[] weights = new double[27];
            for (int x = 0; x < 3; x++)
                for (int y = 0; y < heights[x]; y++)
                    weights[(((x == 2 ? 9 - heights[x] : x) + y) * 3) + x] = 1;
            return Kernel.FromWeights(3, 9, weights);
        }
    }

    [Fact]
    public void A_gradient_is_separable_where_both_kernels_are()
    {
        Kernel separable = GradientKernels.Sobel().X, dense = Kernel.FromWeights(3, 3, [0, 1, 2, 5, 0, 3, 1, 0, 1]);
        foreach ((Kernel x, Kernel y) in ((Kernel, Kernel)[])[(separable, dense), (dense, separable)])
        {
            AlgorithmPlan plan = CorrelationRunner.AlgorithmOf(x, second: y);
            Assert.Equal((Algorithm.Gradient, null, null), (plan.Algorithm, plan.X.Horizontal, plan.Y!.Value.Horizontal));
        }
        Assert.NotNull(CorrelationRunner.AlgorithmOf(separable, second: GradientKernels.Sobel().Y).X.Horizontal);
    }

    [Fact]
    public void Sums_beyond_53_bits_are_not_summed_in_double()
    {
        Assert.Equal(Algorithm.Double, CorrelationRunner.AlgorithmOf(Kernel.FromFactors([int.MaxValue], [8000, -8000])).Algorithm);
        Assert.Equal(Algorithm.Float, CorrelationRunner.AlgorithmOf(Kernel.FromFactors([int.MaxValue], [20_000, -20_000])).Algorithm);
    }

    [Theory]
    [InlineData(32766 / 16384.0, 0, " 14-bit")]
    [InlineData(32766.5 / 16384, 0, " 13-bit")]
    [InlineData(32766.0, 0, " 0-bit")]
    [InlineData(16383.0, 0, " 1-bit")]
    [InlineData(16384.0, 0, " 0-bit")]
    [InlineData(40000.0, 0, " float32")]
    [InlineData(1.5, 0.3, " 14-bit")]
    [InlineData(1.5, Math.E, " float32")]
    public void Fixed_point_has_as_many_bits_as_the_largest_weight_leaves(double largest, double bias, string expected) =>
        Assert.Contains(expected, CorrelationRunner.AlgorithmOf(Kernel.FromWeights(2, 2, [largest, Math.PI / 10_000, 1, 1]).WithScale(1, 1, bias)).Summary, StringComparison.Ordinal);

    [Theory]
    [InlineData(30_000, 0, 19)]
    [InlineData(29_000, 0, 20)]
    [InlineData(29_000, 7, 20)]
    [InlineData(29_000, 8, 19)]
    [InlineData(29_000, -7, 20)]
    [InlineData(29_000, -8, 19)]
    public void Fixed_point_has_as_many_bits_as_the_sum_leaves(double weight, double bias, int bits)
    {
        double[] weights = new double[17 * 17];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (i % 2 == 0 ? weight : -weight) / (1 << 20);
        weights[5] -= Math.PI / 1e6;
        AlgorithmPlan plan = CorrelationRunner.AlgorithmOf(Kernel.FromWeights(17, 17, weights).WithScale(1, 1, bias));
        Assert.StartsWith($"dense 17x17: taps in pairs, 32-bit sums, {bits}-bit fixed point", plan.Summary, StringComparison.Ordinal);
        Assert.Equal(1L << bits, plan.IntegerX!.Denominator);
    }

    [Fact]
    public void The_bits_are_those_of_the_weights_divided_by_the_divisor() =>
        Assert.Contains(" 14-bit", CorrelationRunner.AlgorithmOf(Kernel.FromWeights(2, 2, [6, Math.PI / 2500, 4, 4]).WithScale(1, 4, 0)).Summary, StringComparison.Ordinal);

    [Fact]
    public void Sums_of_8_8_fixed_point_are_shifted_by_8_bits() => Assert.Equal(8, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(2)).Output.Bits);

    [Fact]
    public void Rows_that_are_centred_have_no_small_taps()
    {
        AlgorithmPlan plan = CorrelationRunner.AlgorithmOf(Kernel.FromFactors([300, 301], [80, 100, 21]));
        Assert.Equal((128, LoopId.FewTaps3), (plan.Centre, plan.X.Horizontal));
        plan = CorrelationRunner.AlgorithmOf(Kernel.FromFactors([300, 301], [40, 50, 11]));
        Assert.Equal((0, LoopId.SmallTaps3Any), (plan.Centre, plan.X.Horizontal));
    }

    [Theory]
    [InlineData(new double[] { 1, 1, 1 }, LoopId.SmallTaps3Unit)]
    [InlineData(new double[] { 1, 5, 1 }, LoopId.SmallTaps3Symmetric)]
    [InlineData(new double[] { 1, 5, 2 }, LoopId.SmallTaps3Any)]
    [InlineData(new double[] { 2, 5, 2 }, LoopId.SmallTaps3Any)]
    [InlineData(new double[] { -1, 0, 1 }, LoopId.SmallTaps3Antisymmetric)]
    [InlineData(new double[] { -1, 5, 2 }, LoopId.SmallTaps3Any)]
    [InlineData(new double[] { -2, 0, 2 }, LoopId.SmallTaps3Any)]
    [InlineData(new double[] { 1, 1, 1, 1, 1 }, LoopId.SmallTaps5Unit)]
    [InlineData(new double[] { 1, 2, 3, 2, 1 }, LoopId.SmallTaps5Symmetric)]
    [InlineData(new double[] { 1, 2, 3, 4, 1 }, LoopId.SmallTaps5Any)]
    [InlineData(new double[] { -1, 2, 0, -2, 1 }, LoopId.SmallTaps5Antisymmetric)]
    [InlineData(new double[] { -1, 2, 0, 2, 1 }, LoopId.SmallTaps5Any)]
    [InlineData(new double[] { 1, 1, 1, 1 }, LoopId.FewTaps5)]
    public void Three_and_five_taps_have_a_loop_for_each_symmetry(double[] row, object loop) =>
        Assert.Equal((LoopId)loop, CorrelationRunner.AlgorithmOf(Kernel.FromFactors([3, 7], row)).X.Horizontal);

    [Theory]
    [InlineData(7, 7, 16, LoopId.PairedTaps)]
    [InlineData(7, 7, 17, LoopId.AdjacentPairs)]
    [InlineData(7, 8, 17, LoopId.PairedTaps)]
    [InlineData(6, 8, 16, LoopId.AdjacentPairsBy4Rows)]
    [InlineData(6, 8, 15, LoopId.PairedTaps)]
    public void Few_weights_that_are_not_0_are_summed_in_pairs_of_taps(int width, int height, int taps, object loop)
    {
        double[] weights = new double[width * height];
        for (int i = 0; i < taps; i++)
            weights[i * (weights.Length - 1) / (taps - 1)] = 50 + (i * i);
        Assert.Equal((LoopId)loop, CorrelationRunner.AlgorithmOf(Kernel.FromWeights(width, height, weights)).X.Vertical);
    }

    [Fact]
    public void A_wide_Gaussian_is_sampled_from_bytes_to_bytes_only()
    {
        AlgorithmPlan plan = CorrelationRunner.AlgorithmOf(GaussianKernel.Create(20));
        Assert.Equal((Algorithm.DecimatedGaussian, true), (plan.Algorithm, plan.Output.Truncates));
        Assert.Equal(Algorithm.Float, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(20), to: SampleType.Float32).Algorithm);
        Assert.Equal(Algorithm.Float, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(20), SampleType.Float32, SampleType.UInt8).Algorithm);
        Assert.NotEqual(Algorithm.DecimatedGaussian, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(20), options: Strided).Algorithm);
        Assert.NotEqual(Algorithm.DecimatedGaussian, CorrelationRunner.AlgorithmOf(GaussianKernel.Create(20).WithExact(true)).Algorithm);
        Assert.Null(DecimatedGaussian.TryCreate(3.99));
        Assert.Equal(2, DecimatedGaussian.TryCreate(4)!.Step);
        Assert.Equal((2, 4), (DecimatedGaussian.TryCreate(6.99)!.Step, DecimatedGaussian.TryCreate(7)!.Step));
        Assert.Equal(16, DecimatedGaussian.TryCreate(1000)!.Step);
    }

    // Of a step h the first blur has the radius r = ceil(4.5 * 0.78 h), and the samples around an output are those within r of it.
    [Theory]
    [InlineData(4, 2, 8, -4, 4, 33, 32)]
    [InlineData(9, 4, 15, -3, 4, 66, 67)]
    [InlineData(20, 8, 29, -3, 4, 148, 149)]
    [InlineData(50, 16, 57, -3, 4, 344, 345)]
    public void What_a_sampled_Gaussian_reads_is_as_far_as_its_three_blurs_reach_together(double sigma, int step, int radius, int lowest, int highest, int before, int after)
    {
        DecimatedGaussian gaussian = DecimatedGaussian.TryCreate(sigma)!;
        Assert.Equal((step, (2 * radius) + 1, lowest, highest), (gaussian.Step, gaussian.First.Length, gaussian.LowestSample, gaussian.HighestSample));
        Assert.Equal((before, after), (gaussian.ReachBefore, gaussian.ReachAfter));
        CorrelationPlan plan = CorrelationRunner.Plan(500, 400, 1, GaussianKernel.Create(sigma), CorrelationOptions.Default, SampleType.UInt8, SampleType.UInt8);
        Assert.Equal((Math.Max(before, after), Math.Max(before, after)), plan.Reach);
    }

    [Theory]
    [InlineData(6, LoopId.RowSumsSingle)]
    [InlineData(7, LoopId.SegmentSumsSingle)]
    public void Rows_of_a_box_of_floats_are_summed_in_segments_where_there_are_many(int height, object loop) =>
        Assert.Equal((LoopId)loop, CorrelationRunner.AlgorithmOf(BoxKernel.Create(5, height), SampleType.Float32).X.Vertical);

    [Fact]
    public void Long_symmetric_taps_are_folded()
    {
        double[] column = Symmetric(17), row = Symmetric(8);
        Assert.Equal((LoopId.FoldedTapsBy4Phases, LoopId.FoldedTapsBy4Rows, 8), Loops(column, row));
        Assert.Equal((LoopId.FoldedTapsBy4Phases, LoopId.FoldedTapsBy4Rows, 32), Loops(Symmetric(201), row));
        Assert.Equal((LoopId.FloatTaps, LoopId.FoldedTapsBy4Rows, 8), Loops(column, Symmetric(7)));
        Assert.Equal((LoopId.FloatTaps, LoopId.FoldedTapsBy4Rows, 8), Loops(column, row, Strided));
        Assert.Equal((LoopId.FloatTaps, LoopId.FloatTaps, 1), Loops(column, row, StridedRows));
        Assert.Equal((LoopId.FloatTaps, LoopId.FloatTapsBy4Rows, 4), Loops(Symmetric(16), row));
        foreach (int changed in (int[])[0, 7, 9, 16])
        {
            double[] skew = [.. column];
            skew[changed] += 0.1;
            Assert.Equal((LoopId.FloatTaps, LoopId.FloatTapsBy4Rows, 4), Loops(skew, row));
            Assert.Equal((LoopId.FloatTaps, LoopId.FloatTapsBy4Rows, 4), Loops(column, skew));
        }

        // A weight of 0 is skipped by the plain loop only.
        double[] holed = [.. column];
        holed[8] = 0;
        Assert.Equal((LoopId.FloatTaps, LoopId.FloatTaps, 4), Loops(holed, row));
        Assert.Equal((LoopId.FloatTaps, LoopId.FloatTapsBy4Rows, 4), Loops(column, holed));

        static double[] Symmetric(int taps) => [.. Enumerable.Range(0, taps).Select(i => 0.5 + (Math.PI * Math.Min(i, taps - 1 - i)))];
        static (LoopId?, LoopId, int) Loops(double[] column, double[] row, CorrelationOptions? options = null)
        {
            AlgorithmPlan plan = CorrelationRunner.AlgorithmOf(Kernel.FromFactors(column, row), SampleType.Float32, options: options);
            return (plan.X.Horizontal, plan.X.Vertical, plan.RowsPerCall);
        }
    }

    [Fact]
    public void Blocks_of_rows_are_summed_where_output_rows_share_their_sources()
    {
        Assert.Equal(LoopId.FloatTapsBy4Rows, Vertical(Kernel.FromFactors([.. Uneven(8)], [1, 2.5])));
        Assert.Equal(LoopId.FloatTaps, Vertical(Kernel.FromFactors([.. Uneven(7)], [1, 2.5])));
        Assert.Equal(LoopId.FloatTapsBy4Rows, Vertical(Kernel.FromWeights(2, 3, [.. Uneven(6)])));
        Assert.Equal(LoopId.FloatTaps, Vertical(Kernel.FromWeights(3, 2, [.. Uneven(6)])));
        Assert.Equal(LoopId.FloatTaps, Vertical(Kernel.FromWeights(2, 3, [1, 2, 0, 3, 7, 5])));

        static IEnumerable<double> Uneven(int count) => Enumerable.Range(1, count).Select(i => i + Math.Sqrt(i));
        static LoopId Vertical(Kernel kernel) => CorrelationRunner.AlgorithmOf(kernel, SampleType.Float32).X.Vertical;
    }

    [Fact]
    public void Float_sums_of_whole_numbers_have_the_range_of_their_sources()
    {
        Kernel kernel = Kernel.FromWeights(2, 1, [-1, 2]);
        Assert.Equal((-255.0, 510.0), Sums(kernel, (0, 255)));
        Assert.Equal((-16.0, 23.0), Sums(kernel, (-3, 10)));
        Assert.Null(Sums(kernel, null));
        Assert.Null(Sums(Kernel.FromWeights(2, 1, [-1, 0.5]), (0, 255)));
        Assert.Null(Sums(Kernel.FromWeights(2, 1, [-1, Math.PI]), (0, 255)));
        Assert.Equal((0.0, 16_777_214.0), Sums(Kernel.FromWeights(1, 1, [2]), (0, 8_388_607)));
        Assert.Null(Sums(Kernel.FromWeights(1, 1, [2]), (0, 8_388_608)));
        Assert.Null(Sums(Kernel.FromWeights(1, 1, [2]), (-8_388_608, 0)));
        Assert.Null(Sums(Kernel.FromWeights(2, 1, [1, -1]), (0, 8_388_608)));

        static (double, double)? Sums(Kernel kernel, (double, double)? range)
        {
            CorrelationPlan plan = CorrelationPlan.Create(kernel, CorrelationOptions.Default, new ImageInfo(40, 40, new PixelFormat(PixelLayout.Gray, SampleType.Float32)),
                SampleType.Float32, 255, 255, Simd.VectorWidth.Bits128, range);
            return plan.Algorithm.Output.SumRange;
        }
    }
}
