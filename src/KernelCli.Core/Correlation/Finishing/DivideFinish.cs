using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Finishing;

/// <summary>
/// Unsigned 16-bit sums to bytes by any divisor: <c>floor((sum + addend) * factor / 2^(16 + bits))</c>, which equals
/// <c>floor((sum + addend) / divisor)</c> over the range that <see cref="Reciprocal16.TryFind"/> was asked about.
/// </summary>
/// <param name="addend">Half the divisor, rounded down.</param>
/// <param name="factor">The rounded-up reciprocal, times 2^(16 + bits).</param>
/// <param name="bits">Bits shifted out after the multiplication.</param>
internal sealed unsafe class DivideFinish<TSimd, TVector>(int addend, int factor, int bits) : BlockFinish
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    protected override int BlockSamples => TSimd.Bytes;

    public override int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void RunBlocks(void* sums, void* to, int from, int end)
    {
        int lanes = TSimd.Bytes / 2;
        TVector add = TSimd.Broadcast16(addend), multiply = TSimd.Broadcast16(factor);
        for (int i = from; i < end; i += 2 * lanes)
        {
            TVector low = TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load((short*)sums + i), add), multiply);
            TVector high = TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load((short*)sums + i + lanes), add), multiply);
            TSimd.Store((byte*)to + i, TSimd.Narrow16To8(TSimd.ShiftRightLogical16(low, bits), TSimd.ShiftRightLogical16(high, bits)));
        }
    }
}
