using System.Runtime.CompilerServices;
using KernelCli.Correlation.Sums;
using KernelCli.Simd;

namespace KernelCli.Correlation.Finishing;

/// <summary>Sums that are samples already.</summary>
/// <param name="sampleBytes">Bytes of a sample.</param>
/// <param name="bypassCache">Whether the result is too large for the caches: then it is written past them, which spares reading it first.</param>
internal sealed unsafe class CopyFinish<TSimd, TVector>(int sampleBytes, bool bypassCache) : RowFinish
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override bool BypassesCache => bypassCache;

    /// <inheritdoc/>
    public override int SampleBytes => sampleBytes;

    /// <inheritdoc/>
    public override LineStage? Fuse((int Row, int Sample)[] taps, ReadOnlySpan<long> weights) => sampleBytes == sizeof(short)
        ? LineStage.TryCreate<TSimd, TVector, Int16Load<TSimd, TVector>, Int16Store<TSimd, TVector>>(taps, weights, default)
        : null;

    /// <inheritdoc/>
    public override void Run(void* sums, void* to, int count)
    {
        long bytes = (long)count * sampleBytes;
        if (bypassCache)
            Bypass((byte*)sums, (byte*)to, bytes);
        else
            Buffer.MemoryCopy(sums, to, bytes, bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Bypass(byte* from, byte* to, long bytes)
    {
        long at = Math.Min(bytes, -(nint)to & (TSimd.Bytes - 1));
        Unsafe.CopyBlockUnaligned(to, from, (uint)at);
        for (; at + TSimd.Bytes <= bytes; at += TSimd.Bytes)
            TSimd.StoreBypassing(to + at, TSimd.Load(from + at));
        Unsafe.CopyBlockUnaligned(to + at, from + at, (uint)(bytes - at));
    }
}
