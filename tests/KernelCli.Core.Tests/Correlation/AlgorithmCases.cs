using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>One correlation that is planned and run: between them, the cases take every algorithm, pass and output conversion that there is.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kernel">The weights; of a gradient the first kernel.</param>
/// <param name="From">Type of the source samples.</param>
/// <param name="To">Type of the results.</param>
/// <param name="Channels">Interleaved channels.</param>
internal sealed record AlgorithmCase(string Name, Kernel Kernel, SampleType From, SampleType To, int Channels = 1)
{
    public const int Width = 83;
    public const int Height = 45;

    public Kernel? Second { get; init; }

    public CorrelationOptions Options { get; init; } = CorrelationOptions.Default;

    /// <summary>The range of float samples that are whole numbers.</summary>
    public (double Least, double Most)? Whole { get; init; }

    public CorrelationPlan Plan(VectorWidth width) => CorrelationPlan.Create(
        new KernelSet(Kernel, Second), Options, new ImageInfo(Width, Height, new PixelFormat((PixelLayout)Channels, From)), To, From.FullRange(), From.FullRange(), width, Whole);

    /// <summary>The bytes of the result.</summary>
    public byte[] Run(VectorWidth width, int threads) => From switch
    {
        SampleType.UInt8 => Run(CorrelationRunner.Bytes(Width * Height * Channels, 11), width, threads),
        SampleType.UInt16 => Run(CorrelationRunner.UShorts(Width * Height * Channels, 12), width, threads),
        _ when Whole is not null => Run(Array.ConvertAll(CorrelationRunner.Bytes(Width * Height * Channels, 13), value => (float)value), width, threads),
        _ => Run(CorrelationRunner.Floats(Width * Height * Channels, 14), width, threads),
    };

    private byte[] Run<TSource>(TSource[] source, VectorWidth width, int threads)
        where TSource : unmanaged => To switch
        {
            SampleType.UInt8 => Run<TSource, byte>(source, width, threads),
            SampleType.UInt16 => Run<TSource, ushort>(source, width, threads),
            SampleType.Int16 => Run<TSource, short>(source, width, threads),
            _ => Run<TSource, float>(source, width, threads),
        };

    private byte[] Run<TSource, TResult>(TSource[] source, VectorWidth width, int threads)
        where TSource : unmanaged
        where TResult : unmanaged
    {
        CorrelationPlan plan = Plan(width);
        var result = new TResult[plan.OutputWidth * plan.OutputHeight * Channels];
        Correlator.Run(plan, new ReadOnlyPlane<TSource>(source, Width, Height, Channels), new Plane<TResult>(result, plan.OutputWidth, plan.OutputHeight, Channels), threads);
        return MemoryMarshal.AsBytes(result.AsSpan()).ToArray();
    }
}

/// <summary>The cases.</summary>
internal static class AlgorithmCases
{
    private static readonly CorrelationOptions Strided = new() { Stride = new Spacing(2, 2), Dilation = new Spacing(2, 1) };

    public static IReadOnlyList<AlgorithmCase> All { get; } = [.. Cases()];

    private static IEnumerable<AlgorithmCase> Cases()
    {
        (SampleType u8, SampleType u16, SampleType s16, SampleType f32) = (SampleType.UInt8, SampleType.UInt16, SampleType.Int16, SampleType.Float32);
        var random = new Random(5);
        double[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.4)];
        GradientKernels sobel = GradientKernels.Sobel(), roberts = GradientKernels.Roberts();
        Kernel dense5 = Kernel.FromWeights(5, 5, Random(25)), dense9 = Kernel.FromWeights(9, 9, Random(81));

        // Bytes under whole numbers.
        yield return new("box3", BoxKernel.Create(3, 3), u8, u8);
        yield return new("box3-color", BoxKernel.Create(3, 3), u8, u8, 3);
        yield return new("box5-f32", BoxKernel.Create(5, 5), u8, f32);
        yield return new("box7", BoxKernel.Create(7, 7), u8, u8);
        yield return new("box9-color", BoxKernel.Create(9, 9), u8, u8, 4);
        yield return new("box31", BoxKernel.Create(31, 31), u8, u8);
        yield return new("box7-strided", BoxKernel.Create(7, 7), u8, u8) { Options = Strided };
        yield return new("binomial3", BinomialKernel.Create(3), u8, u8);
        yield return new("binomial5", BinomialKernel.Create(5), u8, u8);
        yield return new("binomial7", BinomialKernel.Create(7), u8, u8);
        yield return new("binomial7-color", BinomialKernel.Create(7), u8, u8, 3);
        yield return new("binomial9-s16", BinomialKernel.Create(9), u8, s16);
        yield return new("sharpen", SharpenKernel.Create(1), u8, u8);
        yield return new("sharpen-biased", SharpenKernel.Create(1).WithScale(1, 3, 7), u8, u8);
        yield return new("laplacian8-s16", LaplacianKernel.Create8(), u8, s16);
        yield return new("emboss", EmbossKernel.Create(), u8, u8);
        yield return new("sobel-x", sobel.X, u8, u8);
        yield return new("sobel-x-s16", sobel.X, u8, s16);
        yield return new("sobel-x-f32", sobel.X, u8, f32);
        yield return new("smooth-real-scale", Kernel.FromWeights(3, 3, [1, 2, 1, 2, 4, 2, 1, 2, 1]).WithScale(0.333333, 1, 0), u8, u8);
        yield return new("dense7-whole", Kernel.FromWeights(7, 7, [.. Enumerable.Range(0, 49).Select(i => (double)((i * 5 % 23) - 9))]).WithScale(1, 64, 0), u8, u8);
        yield return new("dense7-whole-color", Kernel.FromWeights(7, 7, [.. Enumerable.Range(0, 49).Select(i => (double)((i * 5 % 23) - 9))]).WithScale(1, 60, 3), u8, u8, 3);
        yield return new("dense4-whole", Kernel.FromWeights(4, 4, [1, 3, -2, 1, 2, 5, 4, 0, 3, -1, 2, 2, 1, 1, 4, -3]).WithScale(1, 16, 0), u8, u8);
        yield return new("wide-weights", Kernel.FromWeights(2, 2, [40_000, 1, -70_000, 3]).WithScale(1, 1000, 9), u8, u8);
        yield return new("wide-weights-separable", Kernel.FromFactors([100_000, 1], [3, 70_000]).WithScale(1, 1e9, 0), u8, u8);

        // Bytes under real numbers.
        yield return new("gaussian1.3", GaussianKernel.Create(1.3), u8, u8);
        yield return new("gaussian2-color", GaussianKernel.Create(2), u8, u8, 3);
        yield return new("gaussian7", GaussianKernel.Create(7), u8, u8);
        yield return new("gaussian7-color", GaussianKernel.Create(7), u8, u8, 3);
        yield return new("gaussian20", GaussianKernel.Create(20), u8, u8);
        yield return new("gaussian2-f32", GaussianKernel.Create(2), u8, f32);
        yield return new("dense5-real", dense5, u8, u8);
        yield return new("dense9-real", dense9, u8, u8);
        yield return new("sharpen-real", SharpenKernel.Create(0.123456), u8, u8);
        yield return new("log", LaplacianOfGaussianKernel.Create(1.4).WithScale(40, 1, 128), u8, u8);
        yield return new("huge-and-tiny", Kernel.FromWeights(2, 1, [90.123456789, 1e-9]), u8, u8);

        // Float and 16 bit.
        yield return new("f32-box3", BoxKernel.Create(3, 3), f32, f32);
        yield return new("f32-box15", BoxKernel.Create(15, 15), f32, f32);
        yield return new("u16-box15", BoxKernel.Create(15, 15), u16, u16);
        yield return new("u16-box3-f32", BoxKernel.Create(3, 3), u16, f32);
        yield return new("f32-gaussian1", GaussianKernel.Create(1), f32, f32);
        yield return new("f32-gaussian4", GaussianKernel.Create(4), f32, f32);
        yield return new("f32-gaussian4-color", GaussianKernel.Create(4), f32, f32, 3);
        yield return new("f32-gaussian4-strided", GaussianKernel.Create(4), f32, f32) { Options = Strided };
        yield return new("u16-gaussian4", GaussianKernel.Create(4), u16, u16);
        yield return new("f32-sharpen", SharpenKernel.Create(1), f32, f32);
        yield return new("f32-dense5", dense5, f32, f32);
        yield return new("f32-dense9", dense9, f32, f32);
        yield return new("f32-dense9-color", dense9, f32, f32, 4);
        yield return new("f32-to-bytes", dense5, f32, u8);
        yield return new("u16-sharpen", SharpenKernel.Create(1), u16, u16);
        yield return new("whole-f32-box5", BoxKernel.Create(5, 5), f32, u8) { Whole = (0, 255) };
        yield return new("whole-f32-sobel", sobel.X, f32, f32) { Whole = (0, 255) };
        yield return new("whole-f32-large-scale", BinomialKernel.Create(9).WithScale(0.333333, 1, 0), f32, u8) { Whole = (0, 255) };

        // Gradients.
        yield return new("sobel", sobel.X, u8, u8) { Second = sobel.Y };
        yield return new("sobel-color", sobel.X, u8, u8, 3) { Second = sobel.Y };
        yield return new("sobel-scaled", sobel.X.WithScale(1, 4, 3), u8, u8) { Second = sobel.Y };
        yield return new("sobel-f32", sobel.X, u8, f32) { Second = sobel.Y };
        yield return new("roberts", roberts.X, u8, u8) { Second = roberts.Y };
        yield return new("f32-sobel", sobel.X, f32, f32) { Second = sobel.Y };
        yield return new("u16-sobel", sobel.X, u16, u16) { Second = sobel.Y };

        // Small taps of every symmetry.
        yield return new("scharr", GradientKernels.Scharr().X, u8, u8) { Second = GradientKernels.Scharr().Y };
        yield return new("derivative5", Kernel.FromFactors([1, 4, 6, 4, 1], [-1, -2, 0, 2, 1]), u8, s16);
        yield return new("derivative5-down", Kernel.FromFactors([-1, -2, 0, 2, 1], [2, 1, 3, 1, 2]), u8, s16);
        yield return new("dense5-real-color", dense5, u8, u8, 3);
        yield return new("skew5", Kernel.FromFactors([1, 2, 3, 2, 2], [2, 3, 1]).WithScale(1, 64, 0), u8, u8, 3);

        foreach (BorderMode border in Enum.GetValues<BorderMode>())
            foreach (Padding padding in (Padding[])[Padding.Valid, Padding.Full, Padding.Sides(2, 9, 0, 4)])
            {
                var options = new CorrelationOptions { Border = new Border(border, 31), Padding = padding };
                yield return new($"box9-{border}-{padding}", BoxKernel.Create(9, 9), u8, u8) { Options = options };
                yield return new($"gaussian1.3-{border}-{padding}", GaussianKernel.Create(1.3), u8, u8, 3) { Options = options };
                yield return new($"f32-gaussian4-{border}-{padding}", GaussianKernel.Create(4), f32, f32) { Options = options };
                yield return new($"u16-dense5-{border}-{padding}", dense5, u16, u16, 2) { Options = options };
            }
    }
}
