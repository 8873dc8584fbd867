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

    /// <summary>What is known of the source picture.</summary>
    public ImageInfo Info { get; } = new(Width, Height, new PixelFormat((PixelLayout)Channels, From));

    public CorrelationPlan Plan(VectorWidth vector) => Plan(vector, Width, Height);

    public CorrelationPlan Plan(VectorWidth vector, int width, int height) => CorrelationPlan.Create(
        new KernelSet(Kernel, Second), Options, new ImageInfo(width, height, Info.Format), To, From.FullRange(), From.FullRange(), vector, Whole);

    /// <summary>The samples of the source picture.</summary>
    public Array Samples() => From switch
    {
        SampleType.UInt8 => CorrelationRunner.Bytes(Width * Height * Channels, 11),
        SampleType.UInt16 => CorrelationRunner.UShorts(Width * Height * Channels, 12),
        _ when Whole is not null => Array.ConvertAll(CorrelationRunner.Bytes(Width * Height * Channels, 13), value => (float)value),
        _ => CorrelationRunner.Floats(Width * Height * Channels, 14),
    };

    /// <summary>The bytes of the source picture.</summary>
    public byte[] Source()
    {
        Array samples = Samples();
        byte[] bytes = new byte[Buffer.ByteLength(samples)];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>The bytes of the result.</summary>
    public unsafe byte[] Run(VectorWidth vector, int threads)
    {
        CorrelationPlan plan = Plan(vector);
        byte[] result = new byte[plan.OutputWidth * plan.OutputHeight * Channels * To.Bytes()];
        fixed (byte* from = Source())
        fixed (byte* to = result)
            Run(plan, from, Width, Height, to, threads);
        return result;
    }

    /// <summary>Runs a plan of this case over planes at given addresses.</summary>
    public unsafe void Run(CorrelationPlan plan, byte* source, int width, int height, byte* result, int threads)
    {
        switch (From)
        {
            case SampleType.UInt8:
                Run<byte>(plan, source, width, height, result, threads);
                break;
            case SampleType.UInt16:
                Run<ushort>(plan, source, width, height, result, threads);
                break;
            default:
                Run<float>(plan, source, width, height, result, threads);
                break;
        }
    }

    private unsafe void Run<TSource>(CorrelationPlan plan, byte* source, int width, int height, byte* result, int threads)
        where TSource : unmanaged
    {
        var from = new ReadOnlyPlane<TSource>(new ReadOnlySpan<TSource>(source, width * height * Channels), width, height, Channels);
        switch (To)
        {
            case SampleType.UInt8:
                Correlator.Run(plan, from, PlaneAt<byte>(), threads);
                break;
            case SampleType.UInt16:
                Correlator.Run(plan, from, PlaneAt<ushort>(), threads);
                break;
            case SampleType.Int16:
                Correlator.Run(plan, from, PlaneAt<short>(), threads);
                break;
            default:
                Correlator.Run(plan, from, PlaneAt<float>(), threads);
                break;
        }

        Plane<TResult> PlaneAt<TResult>()
            where TResult : unmanaged => new(
                new Span<TResult>(result, plan.OutputWidth * plan.OutputHeight * Channels), plan.OutputWidth, plan.OutputHeight, Channels);
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
        yield return new("disk4", DiskKernel.Create(4), u8, u8);
        yield return new("disk6-color-s16", DiskKernel.Create(6).WithScale(-1, 3, 9), u8, s16, 3);
        yield return new("disk66-f32", DiskKernel.Create(66), u8, f32);
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

        yield return new("wide-weights-color", Kernel.FromWeights(3, 3, [.. Enumerable.Range(0, 9).Select(i => (i * 123_457.0 % 400_000) - 90_000)]).WithScale(0.37, 100_000, 3), u8, u8, 3) { Options = Strided };
        yield return new("huge-weights", Kernel.FromWeights(3, 2, [40_000_000, 1, -70_000_000, 3, 9, 50_000_000]).WithScale(1, 10_000_019, 9), u8, u8);
        yield return new("negative-scale-s16", Kernel.FromWeights(3, 1, [3, -7, 5]).WithScale(-0.333333, 1, 2.5), u8, s16);

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
