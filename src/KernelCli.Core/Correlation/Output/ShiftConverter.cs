using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Output;

/// <summary>Converts 32-bit sums to bytes, divided by a power of two: <c>clamp((sum + addend) &gt;&gt; bits)</c>.</summary>
/// <param name="addend">Half the divisor, plus the bias times the divisor.</param>
/// <param name="bits">Binary logarithm of the divisor.</param>
internal sealed unsafe class ShiftConverter<TSimd, TVector>(int addend, int bits) : BlockConverter
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    protected override int BlockSamples => TSimd.Bytes;

    public override int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 4;
        TVector add = TSimd.Broadcast32(addend);
        for (int i = from; i < end; i += 4 * lanes)
        {
            int* at = (int*)sums + i;
            TVector a = TSimd.ShiftRightArithmetic32(TSimd.Add32(TSimd.Load(at), add), bits);
            TVector b = TSimd.ShiftRightArithmetic32(TSimd.Add32(TSimd.Load(at + lanes), add), bits);
            TVector c = TSimd.ShiftRightArithmetic32(TSimd.Add32(TSimd.Load(at + (2 * lanes)), add), bits);
            TVector d = TSimd.ShiftRightArithmetic32(TSimd.Add32(TSimd.Load(at + (3 * lanes)), add), bits);
            TSimd.Store((byte*)to + i, TSimd.Narrow16To8(TSimd.Narrow32To16(a, b), TSimd.Narrow32To16(c, d)));
        }
    }
}
