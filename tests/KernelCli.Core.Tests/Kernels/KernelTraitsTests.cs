using KernelCli.Kernels;

namespace KernelCli.Core.Tests.Kernels;

public sealed class KernelTraitsTests
{
    [Fact]
    public void Identity_and_shifted_kernels_factor_exactly()
    {
        for (int at = 0; at < 9; at++)
        {
            double[] weights = new double[9];
            weights[at] = 1;
            SeparableFactors factors = Kernel.FromWeights(3, 3, weights).Traits.Factors!;
            for (int i = 0; i < 9; i++)
                Assert.Equal(weights[i], factors.Column[i / 3] * factors.Row[i % 3]);
        }
    }

    [Fact]
    public void Random_products_of_whole_factors_are_found_and_others_are_not()
    {
        var random = new Random(1);
        for (int run = 0; run < 300; run++)
        {
            int width = 1 + random.Next(6), height = 1 + random.Next(6);
            double[] column = [.. Enumerable.Range(0, height).Select(_ => (double)random.Next(-30, 31))];
            double[] row = [.. Enumerable.Range(0, width).Select(_ => (double)random.Next(-30, 31))];
            double[] weights = [.. Enumerable.Range(0, width * height).Select(i => column[i / width] * row[i % width])];
            KernelTraits traits = Kernel.FromWeights(width, height, weights).Traits;
            if (weights.All(w => w == 0))
                continue;
            Assert.Equal(weights, Enumerable.Range(0, width * height).Select(i => (double)(traits.IntegerColumn![i / width] * traits.IntegerRow![i % width])));
            if (width > 1 && height > 1 && weights[0] != 0)
            {
                weights[0] += 1;
                Assert.Equal(Rank(weights, width, height) == 1, Kernel.FromWeights(width, height, weights).Traits.Factors is not null);
            }
        }
    }

    [Fact]
    public void A_kernel_of_zeros_has_no_factors()
    {
        Assert.Null(Kernel.FromWeights(2, 2, [0, 0, 0, 0]).Traits.Factors);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e10)]
    [InlineData(1e-10)]
    public void Factors_that_are_not_whole_are_found_whatever_their_size(double size)
    {
        double[] column = [0, 1.0 / 3, -2.0 / 7, 1e-5], row = [0, size * 0.1, size / 0.7];
        double[] weights = [.. Enumerable.Range(0, 12).Select(i => column[i / 3] * row[i % 3])];
        SeparableFactors found = SeparableFactors.TryFind(weights, 3, 4)!;
        for (int i = 0; i < 12; i++)
            Assert.Equal(weights[i], found.Column[i / 3] * found.Row[i % 3], Math.Abs(size) * 1e-13);
        weights[10] += size * 1e-8;
        Assert.Null(SeparableFactors.TryFind(weights, 3, 4));
        Assert.Null(SeparableFactors.TryFind([1.0 / 3, 0, 0, 1.0 / 3], 2, 2));
    }

    [Fact]
    public void Decimals_are_whole_numbers_over_a_denominator()
    {
        KernelTraits traits = Kernel.FromWeights(3, 1, [0.1, 0.2, -0.3]).Traits;
        Assert.True(traits.IsInteger);
        Assert.Equal(0, traits.Sum);
        Assert.False(Kernel.FromWeights(1, 1, [1.0 / 3]).Traits.IsInteger);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(2)]
    [InlineData(12)]
    public void A_gaussian_has_the_sigma_asked_for_and_sums_to_one(double sigma)
    {
        KernelTraits traits = GaussianKernel.Create(sigma).Traits;
        Assert.Equal(sigma, traits.EffectiveSigmaX!.Value, sigma * 0.01);
        Assert.Equal(1, traits.Sum, 1e-14);
    }

    [Fact]
    public void A_gaussian_far_narrower_than_a_pixel_is_a_number()
    {
        Assert.Equal([0.5, 0.5], GaussianKernel.Create(0.01, 4, 1).ToArray().Where(w => w > 0));
    }

    [Fact]
    public void Normalisation_never_divides_by_nothing()
    {
        Assert.Throws<ArgumentException>(() => LaplacianKernel.Create4().Normalize(KernelNormalization.Sum));
        Assert.Equal(4, LaplacianKernel.Create4().Normalize(KernelNormalization.Auto).Divisor);
        Assert.Equal(9, Kernel.FromWeights(3, 3, [1, 1, 1, 1, 1, 1, 1, 1, 1]).Normalize(KernelNormalization.Sum).Divisor);
        Assert.Equal(3, Kernel.FromWeights(2, 1, [-4, 1]).Normalize(KernelNormalization.Auto).Divisor);
    }

    [Fact]
    public void Named_kernels_are_those_of_the_documents()
    {
        Assert.Equal([-2, -1, 0, -1, 1, 1, 0, 1, 2], EmbossKernel.Create().ToArray());
        Assert.Equal([0, -0.5, 0, -0.5, 3, -0.5, 0, -0.5, 0], SharpenKernel.Create(0.5).ToArray());
        Assert.Equal([1, 4, 6, 4, 1], BinomialKernel.Create(5).ToArray().Take(5));
        Assert.Equal(256, BinomialKernel.Create(5).Divisor);
        Assert.Equal([-1, 0, 1, -2, 0, 2, -1, 0, 1], GradientKernels.Sobel().X.ToArray());
        Assert.Equal([-1, -2, -1, 0, 0, 0, 1, 2, 1], GradientKernels.Sobel().Y.ToArray());
        Assert.Equal(0, LaplacianOfGaussianKernel.Create(1.4).Traits.Sum, 1e-12);
        Assert.Equal(1.1, GaussianKernel.SigmaForSize(5), 1e-12);
    }

    private static int Rank(double[] weights, int width, int height)
    {
        for (int y = 1; y < height; y++)
            for (int x = 1; x < width; x++)
                for (int v = 0; v < y; v++)
                    for (int u = 0; u < x; u++)
                        if (weights[(v * width) + u] * weights[(y * width) + x] != weights[(v * width) + x] * weights[(y * width) + u])
                            return 2;
        return 1;
    }
}
