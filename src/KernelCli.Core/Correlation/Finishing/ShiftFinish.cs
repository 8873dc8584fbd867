using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Finishing;

/// <summary>16-bit sums to bytes by a power of two: <c>clamp((sum + addend) &gt;&gt; bits)</c>.</summary>
/// <param name="isUnsigned">Whether sums fill all 16 bits; the shifted result must then be below 32768.</param>
/// <param name="addend">Half the divisor, and any bias.</param>
/// <param name="bits">Binary logarithm of the divisor.</param>
internal sealed unsafe class ShiftFinish<TSimd, TVector>(bool isUnsigned, int addend, int bits) : BlockFinish
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    protected override int BlockSamples => TSimd.Bytes;

    public override int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 2;
        TVector add = TSimd.Broadcast16(addend);
        for (int i = from; i < end; i += 2 * lanes)
        {
            TVector low = TSimd.Add16(TSimd.Load((short*)sums + i), add);
            TVector high = TSimd.Add16(TSimd.Load((short*)sums + i + lanes), add);
            if (isUnsigned)
                (low, high) = (TSimd.ShiftRightLogical16(low, bits), TSimd.ShiftRightLogical16(high, bits));
            else
                (low, high) = (TSimd.ShiftRightArithmetic16(low, bits), TSimd.ShiftRightArithmetic16(high, bits));
            TSimd.Store((byte*)to + i, TSimd.Narrow16To8(low, high));
        }
    }
}
