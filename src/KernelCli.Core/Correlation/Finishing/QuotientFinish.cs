using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Finishing;

/// <summary>
/// Whole sums to float32: <c>(sum * Multiplier + Addend) / Divisor</c>, all three below 2^24 and so exact, rounded once by the division.
/// </summary>
internal sealed unsafe class QuotientFinish<TSimd, TVector, TReader>(Scaling scaling) : BlockFinish
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TReader : struct, ISumReader<TSimd, TVector>
{
    protected override int BlockSamples => TSimd.Bytes / sizeof(float);

    public override int SampleBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        TVector multiplier = TSimd.BroadcastS(scaling.Multiplier), addend = TSimd.BroadcastS(scaling.Addend), divisor = TSimd.BroadcastS(scaling.Divisor);
        for (int i = from; i < end; i += TSimd.Bytes / sizeof(float))
            TSimd.Store((float*)to + i, TSimd.DivideS(TSimd.FusedMultiplyAddS(TReader.Read(sums, i), multiplier, addend), divisor));
    }
}
