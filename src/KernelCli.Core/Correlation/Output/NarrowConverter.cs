using System.Runtime.CompilerServices;
using KernelCli.Correlation.Loops;
using KernelCli.Simd;

namespace KernelCli.Correlation.Output;

/// <summary>Converts 16-bit sums to bytes.</summary>
internal sealed unsafe class NarrowConverter<TSimd, TVector, TNarrowing>(TNarrowing narrowing) : BlockConverter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TNarrowing : struct, INarrowing<TVector>
{
    protected override int BlockSamples => TSimd.Bytes;

    public override int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 2;
        var store = new NarrowStore<TSimd, TVector, TNarrowing>(narrowing);
        for (nint i = from; i < end; i += 2 * lanes)
            store.Store((byte*)to, i, TSimd.Load((short*)sums + i), TSimd.Load((short*)sums + i + lanes));
    }
}
