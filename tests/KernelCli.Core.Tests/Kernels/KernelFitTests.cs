using KernelCli.Kernels.Fitting;

namespace KernelCli.Core.Tests.Kernels;

/// <summary>A kernel that is applied is found again; pictures that say too little are refused.</summary>
public sealed class KernelFitTests
{
    private const int Width = 67;
    private const int Height = 41;

    [Theory]
    [InlineData(3, 3)]
    [InlineData(5, 1)]
    [InlineData(1, 4)]
    [InlineData(4, 3)]
    [InlineData(7, 7)]
    public void Any_kernel_is_found_again(int width, int height)
    {
        var random = new Random(width * height);
        double[] weights = [.. Enumerable.Range(0, width * height).Select(_ => random.Next(-9, 10) / 8.0)];
        float[] before = Noise(3);
        KernelFitResult result = Fit(before, Correlate(before, weights, width, height, bias: 0), new KernelFitOptions(width, height, false, false));
        AssertNear(weights, result.Weights, 1e-5);
        Assert.Equal((0, 1), (Math.Round(result.Residual, 3), Math.Round(result.Explained, 6)));
    }

    [Fact]
    public void A_bias_is_found_with_it()
    {
        double[] weights = [0, 1, 0, 1, -3, 1, 0, 1, 0];
        float[] before = Noise(4);
        KernelFitResult result = Fit(before, Correlate(before, weights, 3, 3, bias: 17.5), new KernelFitOptions(3, 3, true, false));
        AssertNear(weights, result.Weights, 1e-5);
        Assert.Equal(17.5, result.Bias, 1e-3);
    }

    [Fact]
    public void Only_symmetric_kernels_are_found_where_they_are_asked_for()
    {
        double[] weights = [1, 2, 3, 4, 5, 4, 3, 2, 0];
        float[] before = Noise(5);
        KernelFitResult result = Fit(before, Correlate(before, weights, 3, 3, bias: 0), new KernelFitOptions(3, 3, false, true));
        for (int i = 0; i < 9; i++)
            Assert.Equal(result.Weights[i], result.Weights[8 - i]);
        Assert.Equal(0.5, result.Weights[0], 0.2);
        Assert.InRange(result.Residual, 1, 100);
    }

    [Fact]
    public void A_bias_is_found_with_a_symmetric_kernel()
    {
        double[] weights = [1, -2, 3, 0, 4, 0, 3, -2, 1];
        float[] before = Noise(8);
        KernelFitResult result = Fit(before, Correlate(before, weights, 3, 3, bias: -30), new KernelFitOptions(3, 3, true, true));
        AssertNear(weights, result.Weights, 1e-5);
        Assert.Equal(-30, result.Bias, 1e-3);
        double[] even = [1, 2, 2, 1];
        result = Fit(before, Correlate(before, even, 4, 1, bias: 9), new KernelFitOptions(4, 1, true, true));
        AssertNear(even, result.Weights, 1e-5);
        Assert.Equal(9, result.Bias, 1e-3);
    }

    [Fact]
    public void A_flat_result_is_explained_whole()
    {
        KernelFitResult result = Fit(Noise(3), [.. Enumerable.Repeat(64f, Width * Height)], new KernelFitOptions(3, 3, true, false));
        AssertNear(new double[9], result.Weights, 1e-9);
        Assert.Equal((64, 1.0), (Math.Round(result.Bias, 6), result.Explained));
    }

    [Fact]
    public void There_must_be_a_window_for_each_unknown()
    {
        Assert.NotNull(new KernelFit(5, 1, new KernelFitOptions(3, 1, false, false)));
        Assert.NotNull(new KernelFit(1, 5, new KernelFitOptions(1, 3, false, false)));
        Assert.NotNull(new KernelFit(6, 1, new KernelFitOptions(3, 1, true, false)));
        Assert.Throws<ArgumentException>(() => new KernelFit(5, 1, new KernelFitOptions(3, 1, true, false)));
        Assert.Throws<ArgumentException>(() => new KernelFit(4, 1, new KernelFitOptions(3, 1, false, false)));
    }

    [Fact]
    public void Equations_of_unlike_size_are_solved_to_the_last_digits()
    {
        AssertNear([2, 3], NormalEquations.Solve([1e-12, 0, 0, 1], [2e-12, 3], 2)!, 1e-15);
        AssertNear([2, 3], NormalEquations.Solve([1, 0, 0, 1e-12], [2, 3e-12], 2)!, 1e-15);
        AssertNear([1, -1, 2], NormalEquations.Solve([4, 1, 2, 1, 3, 0, 2, 0, 5], [7, -2, 12], 3)!, 1e-14);
        Assert.Null(NormalEquations.Solve([1, 1, 1, 1], [1, 1], 2));
        Assert.Null(NormalEquations.Solve([1, 0, 0, -1], [1, 1], 2));
        Assert.Null(NormalEquations.Solve([double.PositiveInfinity, 0, 0, 1], [1, 1], 2));
        Assert.Null(NormalEquations.Solve([0], [0], 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_sums_are_those_of_the_definition(bool hasBias)
    {
        // Least squares by definition: the residual is orthogonal to every cell of the window.
        // Without a bias, noise around 0 has a part that is explained.
        float[] before = Noise(6), after = hasBias ? Noise(7) : [.. Noise(7).Select((value, i) => value + before[i] - 255)];
        KernelFitResult result = Fit(before, after, new KernelFitOptions(3, 5, hasBias, false));
        Assert.InRange(result.Explained, 0.001, 0.9);
        Assert.Equal(hasBias, result.Bias != 0);
        double[] along = new double[16];
        (double squares, double sum, double ofSquares) = (0, 0, 0);
        for (int y = 0; y <= Height - 5; y++)
            for (int x = 0; x <= Width - 3; x++)
            {
                double rest = after[((y + 2) * Width) + x + 1] - result.Bias;
                for (int i = 0; i < 15; i++)
                    rest -= result.Weights[i] * before[((y + (i / 3)) * Width) + x + (i % 3)];
                for (int i = 0; i < 15; i++)
                    along[i] += rest * before[((y + (i / 3)) * Width) + x + (i % 3)];
                along[15] += hasBias ? rest : 0;
                squares += rest * rest;
                sum += after[((y + 2) * Width) + x + 1];
                ofSquares += after[((y + 2) * Width) + x + 1] * (double)after[((y + 2) * Width) + x + 1];
            }
        Assert.All(along, product => Assert.Equal(0, product / (255.0 * 255 * Width * Height), 1e-9));
        double count = (Width - 2) * (Height - 4);
        Assert.Equal(Math.Sqrt(squares / count), result.Residual, 1e-6);
        Assert.Equal(Math.Max(0, 1 - (squares / count / ((ofSquares / count) - (sum / count * (sum / count))))), result.Explained, 1e-9);
    }

    [Fact]
    public void What_a_picture_does_not_determine_is_refused()
    {
        float[] flat = [.. Enumerable.Repeat(77f, Width * Height)], stripes = [.. Enumerable.Range(0, Width * Height).Select(i => i % Width % 2 * 100f)];
        Assert.Contains("flat", Refused(flat, 3), StringComparison.Ordinal);
        Assert.Contains("flat", Refused(new float[Width * Height], 3), StringComparison.Ordinal);
        Assert.Contains("repeats itself", Refused(stripes, 3), StringComparison.Ordinal);
        Assert.Contains("too few", Assert.Throws<ArgumentException>(() => new KernelFit(9, 9, new KernelFitOptions(7, 7, false, false))).Message, StringComparison.Ordinal);
        Assert.Contains("too few", Assert.Throws<ArgumentException>(() => new KernelFit(2, 2, new KernelFitOptions(3, 3, false, false))).Message, StringComparison.Ordinal);
    }

    private static string Refused(float[] before, int size) => Assert.Throws<ArgumentException>(() => Fit(before, Noise(9), new KernelFitOptions(size, size, false, false))).Message;

    private static KernelFitResult Fit(float[] before, float[] after, KernelFitOptions options)
    {
        var fit = new KernelFit(Width, Height, options);
        for (int y = 0; y < Height; y++)
            fit.Add(before.AsSpan(y * Width, Width), after.AsSpan(y * Width, Width));
        return fit.Solve();
    }

    private static float[] Correlate(float[] source, double[] weights, int width, int height, double bias) => [.. Enumerable.Range(0, Width * Height).Select(i =>
        (float)(bias + Enumerable.Range(0, width * height).Sum(k => weights[k]
            * source[(Math.Clamp((i / Width) + (k / width) - (height / 2), 0, Height - 1) * Width) + Math.Clamp((i % Width) + (k % width) - (width / 2), 0, Width - 1)])))];

    private static float[] Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Width * Height).Select(_ => (float)random.Next(256))];
    }

    private static void AssertNear(double[] expected, double[] actual, double tolerance) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
