using System.Runtime.InteropServices;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>
/// Wide rows are worked on in pieces, of which the inner ones read the picture itself: every sample must be the one that a narrow cut of the picture gives, which
/// is one piece, and which the other tests hold against the definition.
/// </summary>
public sealed class WideRowTests
{
    private const int Height = 11;
    private const int Cut = 290;

    public static TheoryData<string> Kernels => [.. Named.Keys];

    private static Dictionary<string, (Kernel Kernel, Kernel? Second)> Named => new()
    {
        ["box 3"] = (BoxKernel.Create(3, 3), null),
        ["box 5x3"] = (BoxKernel.Create(5, 3), null),
        ["box 15"] = (BoxKernel.Create(15, 15), null),
        ["box 40x2"] = (BoxKernel.Create(40, 2), null),
        ["binomial 3"] = (BinomialKernel.Create(3), null),
        ["binomial 5"] = (BinomialKernel.Create(5), null),
        ["binomial 7"] = (BinomialKernel.Create(7), null),
        ["sharpen"] = (SharpenKernel.Create(1), null),
        ["emboss"] = (EmbossKernel.Create(), null),
        ["sobel"] = (GradientKernels.Sobel().X, null),
        ["scharr, turned"] = (GradientKernels.Scharr().Y.Rotate180(), null),
        ["gradient"] = (GradientKernels.Sobel().X, GradientKernels.Sobel().Y),
        ["diagonal gradient"] = (GradientKernels.Roberts().X, GradientKernels.Roberts().Y),
        ["gaussian 1"] = (GaussianKernel.Create(1), null),
        ["gaussian 3"] = (GaussianKernel.Create(3), null),
        ["dense"] = (Kernel.FromWeights(3, 4, [0.1, 0.2, -0.3, 0.4, 0.5, 0.6, 0.7, -0.8, 0.9, 1, 0.11, -1.2]), null),
    };

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_piece_of_a_wide_row_is_that_of_a_narrow_one(string name)
    {
        (Kernel kernel, Kernel? second) = Named[name];
        foreach ((int width, int channels) in ((int, int)[])[(4500, 1), (1601, 3), (1283, 4)])
        {
            byte[] bytes = CorrelationRunner.Bytes(width * Height * channels, width);
            float[] floats = CorrelationRunner.Floats(width * Height * channels, width);
            Check<byte, byte>(bytes, width, channels, kernel, second, SampleType.UInt8, SampleType.UInt8);
            Check<float, float>(floats, width, channels, kernel, second, SampleType.Float32, SampleType.Float32);
            if (second is null)
                Check<byte, short>(bytes, width, channels, kernel, second, SampleType.UInt8, SampleType.Int16);
            Check<byte, float>(bytes, width, channels, kernel, second, SampleType.UInt8, SampleType.Float32);
        }
    }

    [Fact]
    public void A_plane_larger_than_the_caches_may_lie_across_samples()
    {
        const int width = 3600, height = 3000;
        float[] source = new float[width * height];
        Array.Fill(source, 3, width * 7, width * 2);
        byte[] memory = new byte[(source.Length * sizeof(float)) + 1];
        float[] aligned = new float[source.Length];
        foreach (Kernel kernel in (Kernel[])[BoxKernel.Create(9, 9), SharpenKernel.Create(1)])
        {
            Span<float> result = MemoryMarshal.Cast<byte, float>(memory.AsSpan(1));
            Correlator.Correlate(new ReadOnlyPlane<float>(source, width, height), new Plane<float>(result, width, height), kernel);
            Correlator.Correlate(new ReadOnlyPlane<float>(source, width, height), new Plane<float>(aligned, width, height), kernel);
            Assert.True(result.SequenceEqual(aligned));
        }
    }

    [Fact]
    public void A_kernel_spread_out_by_millions_of_rows_is_shared_out_too()
    {
        var options = new CorrelationOptions { Dilation = new Spacing(1, 65793), Threads = 16 };
        byte[] result = new byte[256];
        Correlator.Correlate(new ReadOnlyPlane<byte>(CorrelationRunner.Bytes(256, 1), 1, 256), new Plane<byte>(result, 1, 256), BoxKernel.Create(1, 256), options);
        Assert.NotEqual(new byte[256], result);
    }

    private static void Check<TSource, TResult>(TSource[] source, int width, int channels, Kernel kernel, Kernel? second, SampleType from, SampleType to)
        where TSource : unmanaged
        where TResult : unmanaged, IEquatable<TResult>
    {
        TResult[]? expected = null;
        foreach ((string way, TResult[] actual) in CorrelationRunner.EveryWay<TSource, TResult>(source, width, Height, channels, kernel, CorrelationOptions.Default, from, to, second))
        {
            expected ??= FromCuts<TSource, TResult>(source, width, channels, kernel, second, from, to);
            for (int i = 0; i < expected.Length; i++)
                Expect.That(expected[i].Equals(actual[i]), $"{width}x{Height}x{channels} {from} to {to}, {way}: sample {i % (width * channels)} of row {i / (width * channels)} is {actual[i]}, in a cut {expected[i]}");
        }
    }

    private static TResult[] FromCuts<TSource, TResult>(TSource[] source, int width, int channels, Kernel kernel, Kernel? second, SampleType from, SampleType to)
        where TSource : unmanaged
        where TResult : unmanaged
    {
        var result = new TResult[source.Length];
        for (int left = 0; left < width; left += Cut)
        {
            int right = Math.Min(left + Cut, width), begin = Math.Max(0, left - kernel.Width), end = Math.Min(width, right + kernel.Width);
            var cut = new TSource[(end - begin) * Height * channels];
            for (int y = 0; y < Height; y++)
                source.AsSpan(((y * width) + begin) * channels, (end - begin) * channels).CopyTo(cut.AsSpan(y * (end - begin) * channels));
            TResult[] made = CorrelationRunner.EveryWay<TSource, TResult>(cut, end - begin, Height, channels, kernel, CorrelationOptions.Default, from, to, second).First().Result;
            for (int y = 0; y < Height; y++)
                made.AsSpan(((y * (end - begin)) + left - begin) * channels, (right - left) * channels).CopyTo(result.AsSpan(((y * width) + left) * channels));
        }
        return result;
    }
}
