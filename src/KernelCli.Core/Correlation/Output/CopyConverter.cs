using System.Runtime.CompilerServices;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Output;

/// <summary>Copies sums that are samples already.</summary>
/// <param name="sampleBytes">Bytes of a sample.</param>
/// <param name="storeMode">How samples are written.</param>
internal sealed unsafe class CopyConverter<TSimd, TVector>(int sampleBytes, StoreMode storeMode) : OutputConverter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <inheritdoc/>
    public override int SampleBytes => sampleBytes;

    /// <inheritdoc/>
    public override void Run(void* sums, void* to, int count)
    {
        long bytes = (long)count * sampleBytes;
        if (storeMode is StoreMode.NonTemporal)
            StoreNonTemporal((byte*)sums, (byte*)to, bytes);
        else
            Buffer.MemoryCopy(sums, to, bytes, bytes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreNonTemporal(byte* from, byte* to, long bytes)
    {
        long at = Math.Min(bytes, -(nint)to & (TSimd.Bytes - 1));
        Unsafe.CopyBlockUnaligned(to, from, (uint)at);
        for (; at + TSimd.Bytes <= bytes; at += TSimd.Bytes)
            TSimd.StoreNonTemporal(to + at, TSimd.Load(from + at));
        Unsafe.CopyBlockUnaligned(to + at, from + at, (uint)(bytes - at));
    }
}

/// <summary>Scales float32 sums in place, then copies them past the caches.</summary>
internal sealed unsafe class ScaledCopyConverter(OutputConverter scale, OutputConverter copy) : OutputConverter
{
    /// <inheritdoc/>
    public override int SampleBytes => copy.SampleBytes;

    /// <inheritdoc/>
    public override void Run(void* sums, void* to, int count)
    {
        scale.Run(sums, sums, count);
        copy.Run(sums, to, count);
    }
}
