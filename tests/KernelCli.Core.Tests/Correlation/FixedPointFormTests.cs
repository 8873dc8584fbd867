using KernelCli.Correlation.Selection;
using KernelCli.Kernels;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Which kernels have a form in 8.8 fixed point, its weights, and the bound of its error.</summary>
public sealed class FixedPointFormTests
{
    [Fact]
    public void Weights_add_up_to_the_gain_and_symmetric_ones_are_paired()
    {
        Check([1, 2, 3], 1, [10923, 21845, 32768], [(0, 0), (1, 1), (2, 2)]);
        Check([1, 2, 1], 1, [32768, 32768], [(0, 2), (1, 1)]);
        Check([1, 2, 2, 1], 0.5, [10923, 21845], [(0, 3), (1, 2)]);
        Check([1, 0, 2], 1, [21845, 43691], [(0, 0), (2, 2)]);
        Check([1, 3, 2], 0.25, [2731, 8192, 5461], [(0, 0), (1, 1), (2, 2)]);
        Check([65535, 1], 1, [65535, 1], [(0, 0), (1, 1)]);
        Check([1e-9, 3, 1e-9, 1], 1, [49152, 16384], [(1, 1), (3, 3)]);

        static void Check(double[] line, double gain, ushort[] expected, (int, int)[] pairs)
        {
            FixedPointWeights weights = FixedPointWeights.TryCreate(line, gain)!;
            Assert.Equal(expected, weights.Weights);
            Assert.Equal(pairs, weights.Pairs);
            double error = 0;
            for (int i = 0; i < pairs.Length; i++)
            {
                double weight = line[pairs[i].Item1] * (pairs[i].Item1 == pairs[i].Item2 ? 1 : 2) * gain / line.Sum();
                error += Math.Abs(weight - (expected[i] / 65536.0));
            }
            Assert.Equal(error, weights.WeightError, 1e-8);
        }
    }

    [Fact]
    public void Lines_that_sum_to_0_or_have_a_negative_weight_or_one_above_16_bits_or_a_gain_above_1_have_no_weights()
    {
        Assert.Null(FixedPointWeights.TryCreate([0, 0], 1));
        Assert.Null(FixedPointWeights.TryCreate([3, -1], 1));
        Assert.Null(FixedPointWeights.TryCreate([1, 1, 2], 1.001));
        Assert.Null(FixedPointWeights.TryCreate([1], 1));
        Assert.NotNull(FixedPointWeights.TryCreate([1], 0.999));

        // So many small weights that rounding them up leaves less than nothing for the heaviest.
        double[] many = new double[218_453];
        Array.Fill(many, 1);
        Assert.Null(FixedPointWeights.TryCreate(many, 1));
    }

    [Fact]
    public void The_error_is_bounded_by_half_a_unit_of_each_product()
    {
        FixedPointForm form = FixedPointForm.TryFind(Kernel.FromFactors(Ones(128), Ones(256)).WithScale(1, 128 * 256, 0))!;
        Assert.Equal(((64 + 1) + (32 + 2)) / 256.0, form.ErrorBound);
        Assert.Equal((64, 128 + 31), (form.HorizontalStart, form.VerticalStart));
        Assert.Equal(127 / 256.0, FixedPointForm.TryFind(Uneven(120, 128))!.ErrorBound);
        Assert.Null(FixedPointForm.TryFind(Uneven(122, 128)));

        // Weights of whole 65536ths, as many as are asked for, without an error.
        static Kernel Uneven(int height, int width) => Kernel.FromFactors(Line(height), Line(width)).WithScale(1, 65536.0 * 65536, 0);
        static double[] Line(int length)
        {
            double[] line = Ones(length);
            line[^1] = 65536 - (length - 1);
            return line;
        }

        static double[] Ones(int length) => [.. Enumerable.Repeat(1.0, length)];
    }

    [Fact]
    public void Gains_above_1_biases_and_what_is_not_separable_have_no_form()
    {
        Kernel kernel = Kernel.FromFactors([1, 2, 3], [1, 2, 1]);
        Assert.Equal(65536, SumOfRow(kernel.WithScale(1, 24, 0)));
        Assert.Equal(65536, SumOfRow(kernel.WithScale(1 + 1e-12, 24, 0)));
        Assert.Equal(49152, SumOfRow(kernel.WithScale(3, 96, 0)));
        Assert.Equal(65536, FixedPointForm.TryFind(kernel.WithScale(3, 96, 0))!.Column.Weights.Sum(weight => weight));
        Assert.Null(FixedPointForm.TryFind(kernel.WithScale(1.001, 24, 0)));
        Assert.Null(FixedPointForm.TryFind(kernel.WithScale(1, 24, 1)));
        Assert.Null(FixedPointForm.TryFind(kernel.WithScale(-1, 24, 0)));
        Assert.Null(FixedPointForm.TryFind(kernel.WithScale(0, 24, 0)));
        Assert.Null(FixedPointForm.TryFind(Kernel.FromWeights(2, 2, [1, 2, 3, 4]).WithScale(1, 10, 0)));
        Assert.Null(FixedPointForm.TryFind(Kernel.FromFactors([1, -2, 3], [1, 2, 1]).WithScale(1, 10, 0)));
        Assert.Null(FixedPointForm.TryFind(Kernel.FromFactors([1, 2, 3], [1, -2, 3]).WithScale(1, 20, 0)));

        static int SumOfRow(Kernel kernel) => FixedPointForm.TryFind(kernel)!.Row.Weights.Sum(weight => weight);
    }
}
