using KernelCli.Core.Tests.Correlation;
using KernelCli.Core.Tests.Support;
using KernelCli.Layers;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Layers;

/// <summary>Volumes beside the definition in double, tap by tap.</summary>
public sealed class VolumeTests
{
    private const int Width = 11;
    private const int Height = 9;
    private const int Depth = 6;

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.5)]
    [InlineData(2.4)]
    public void A_gaussian_equals_the_product_of_its_lines(double sigma) => Check(VolumeKernel.Gaussian(sigma), 2e-6);

    [Fact]
    public void Kernels_that_are_products_take_a_plane_and_a_line_and_others_a_plane_for_each_slice()
    {
        var random = new Random(3);
        float[] line = [0.25f, 0.5f, -0.125f], plane = [.. Enumerable.Range(0, 6).Select(_ => random.Next(-8, 9) / 8f)];
        VolumeKernel product = VolumeKernel.FromWeights(new Tensor([3, 2, 3], [.. line.SelectMany(k => plane.Select(w => w * k))]));
        VolumeKernel dense = VolumeKernel.FromWeights(new Tensor([3, 3, 2], [.. Enumerable.Range(0, 18).Select(_ => random.NextSingle() - 0.5f)]));
        Assert.NotNull(product.Depth);
        Assert.Null(dense.Depth);
        Check(product, 2e-6);
        Check(dense, 2e-6);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_box_of_whole_samples_is_exact(int side) => Check(VolumeKernel.Box(side, side, side), 0, whole: true);

    [Theory]
    [InlineData(4, 60000)]
    [InlineData(8, 60000)]
    [InlineData(20, 65535)]
    [InlineData(8, 1)]
    [InlineData(20, 1e30)]
    public void A_flat_volume_stays_flat(double sigma, double value)
    {
        VolumeKernel kernel = VolumeKernel.Gaussian(sigma);
        var axis = new VolumeAxis(PaddingMode.Same, 0, 1, Border.Replicate);
        var filter = new VolumeFilter(kernel, axis, axis, 6, 5, 1);
        float[] slice = new float[30];
        Array.Fill(slice, (float)value);
        float[] prepared = filter.Prepare(slice);
        float[] result = filter.Through([.. Enumerable.Repeat(prepared, kernel.Slices)], 0);
        Assert.All(result, v => Assert.InRange(v, value * (1 - 5e-7), value * (1 + 5e-7)));
    }

    [Fact]
    public void Memory_is_told_for_what_is_held()
    {
        var axis = new VolumeAxis(PaddingMode.Same, 0, 1, Border.Replicate);
        VolumeKernel dense = VolumeKernel.FromWeights(new Tensor([15, 3, 3], [.. Enumerable.Range(0, 135).Select(i => (float)(i * i % 11))]));
        Assert.Null(dense.Depth);
        // As many slices as the kernel is deep, and a few more planes.
        Assert.InRange(VolumeFilter.Bytes(dense, axis, axis, 1000, 1000), 15L * 4_000_000, 23L * 4_000_000);
        Assert.InRange(VolumeFilter.Bytes(VolumeKernel.Box(3, 3, 101), axis, axis, 8, 8), 1, 200_000);
    }

    private static void Check(VolumeKernel kernel, double tolerance, bool whole = false)
    {
        var random = new Random(7);
        float[][] slices = [.. Enumerable.Range(0, Depth).Select(_ => Enumerable.Range(0, Width * Height).Select(_ => whole ? random.Next(256) : random.NextSingle()).ToArray())];
        foreach (BorderMode mode in Enum.GetValues<BorderMode>())
            foreach ((PaddingMode padding, int before, int stride) in ((PaddingMode, int, int)[])[(PaddingMode.Same, 0, 1), (PaddingMode.Full, 0, 2), (PaddingMode.Explicit, 2, 3)])
            {
                var x = new VolumeAxis(padding, before, stride, new Border(mode, 3));
                var y = new VolumeAxis(PaddingMode.Same, 0, 2, new Border(BorderMode.Wrap));
                var z = new VolumeAxis(padding, before, 1, new Border(mode, 5));
                var filter = new VolumeFilter(kernel, x, y, Width, Height, 2);
                for (int slice = 0; slice < z.Outputs(Depth, kernel.Slices); slice++)
                {
                    float[]?[] under = [.. Enumerable.Range(0, kernel.Slices).Select(k => Slice(slice - z.Front(kernel.Slices) + k) is { } found ? filter.Prepare(found) : null)];
                    float[] actual = filter.Through(under, z.Border.Value);
                    for (int i = 0; i < actual.Length; i++)
                    {
                        (double sum, double magnitude) = Naive(slice - z.Front(kernel.Slices), ((i / filter.Columns) * 2) - y.Front(kernel.Rows), ((i % filter.Columns) * stride) - x.Front(kernel.Columns));
                        Expect.That(Math.Abs(actual[i] - sum) <= tolerance * magnitude, $"{mode}, {padding}, slice {slice}, {i}: {actual[i]} instead of {sum}");
                    }
                }

                float[]? Slice(int at) => NaiveCorrelation.Outside(at, Depth, mode) is >= 0 and var index ? slices[index] : null;

                (double Sum, double Magnitude) Naive(int top, int row, int column)
                {
                    (double sum, double magnitude) = (0, 0);
                    for (int k = 0; k < kernel.Slices; k++)
                        for (int j = 0; j < kernel.Rows; j++)
                            for (int i = 0; i < kernel.Columns; i++)
                            {
                                double weight = kernel.Depth is { } depth ? kernel.Planes[0][i, j] * depth[k] : kernel.Planes[k][i, j];
                                int sx = NaiveCorrelation.Outside(column + i, Width, mode), sy = NaiveCorrelation.Outside(row + j, Height, BorderMode.Wrap);
                                double value = Slice(top + k) is not { } at ? 5 : sx < 0 ? 3 : at[(sy * Width) + sx];
                                (sum, magnitude) = (sum + (weight * value), magnitude + Math.Abs(weight * value));
                            }
                    return (sum, magnitude);
                }
            }
    }
}
