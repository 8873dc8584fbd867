using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Core.Tests.Correlation;

/// <summary>Runs one correlation in every way there is: each vector width, whole plane and bands.</summary>
internal static class CorrelationRunner
{
    /// <summary>The result at each supported width, and in bands; the name says which.</summary>
    public static IEnumerable<(string Way, TResult[] Result)> EveryWay<TSource, TResult>(
        TSource[] source, int width, int height, int channels, Kernel kernel, CorrelationOptions options, SampleType from, SampleType to, Kernel? second = null)
        where TSource : unmanaged
        where TResult : unmanaged
    {
        foreach (VectorWidth vector in VectorWidths.Supported())
            foreach (int threads in (int[])[1, 3])
            {
                if (threads > 1 && vector != VectorWidths.Best)
                    continue;
                CorrelationPlan plan = Plan(width, height, channels, kernel, options, from, to, second, vector);
                var result = new TResult[plan.OutputWidth * plan.OutputHeight * channels];
                Correlator.Run(plan, new ReadOnlyPlane<TSource>(source, width, height, channels),
                    new Plane<TResult>(result, plan.OutputWidth, plan.OutputHeight, channels), threads);
                yield return ($"{vector}, {threads} threads, {plan.Description}", result);
            }
    }

    public static CorrelationPlan Plan(
        int width, int height, int channels, Kernel kernel, CorrelationOptions options, SampleType from, SampleType to, Kernel? second = null, VectorWidth? vector = null) =>
        CorrelationPlan.Create(new KernelSet(kernel, second), options, new ImageInfo(width, height, new PixelFormat((PixelLayout)channels, from)), to, from.FullRange(), from.FullRange(), vector ?? VectorWidths.Best);

    /// <summary>The scale of a kernel's sums.</summary>
    public static OutputScale Scale(double multiplier, double divisor, double bias, long sumDenominator = 1, double from = 255, double to = 255) =>
        OutputScale.Of(Kernel.FromWeights(1, 1, [1]).WithScale(multiplier, divisor, bias), sumDenominator, from, to);

    /// <summary>The algorithm that a kernel takes.</summary>
    public static AlgorithmPlan AlgorithmOf(
        Kernel kernel, SampleType from = SampleType.UInt8, SampleType? to = null, CorrelationOptions? options = null, Kernel? second = null, int side = 400) =>
        Plan(side, side, 1, kernel, options ?? CorrelationOptions.Default, from, to ?? from, second).Algorithm;

    /// <summary>A reproducible picture: smooth in places, noisy in others, with the extremes.</summary>
    public static byte[] Bytes(int count, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
            bytes[i] = random.Next(4) switch { 0 => 255, 1 => 0, _ => (byte)random.Next(256) };
        return bytes;
    }

    public static float[] Floats(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 1.5f) - 0.25f)];
    }

    public static ushort[] UShorts(int count, int seed) => MemoryMarshal.Cast<byte, ushort>(Bytes(2 * count, seed)).ToArray();
}
