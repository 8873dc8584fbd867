using System.Runtime.CompilerServices;
using KernelCli.Numerics;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>Converts 16-bit sums to 16-bit values, which are then saturated to bytes.</summary>
internal interface INarrowing<TVector>
    where TVector : struct
{
    /// <summary>Converts a register of sums.</summary>
    TVector Apply(TVector sums);
}

/// <summary><c>(sum + addend) &gt;&gt; bits</c> for signed sums.</summary>
/// <param name="addend">Half the divisor, plus the bias times the divisor.</param>
/// <param name="bits">Binary logarithm of the divisor.</param>
internal readonly struct SignedShift<TSimd, TVector>(int addend, int bits) : INarrowing<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector sums) => TSimd.ShiftRightArithmetic16(TSimd.Add16(sums, TSimd.Broadcast16(addend)), bits);
}

/// <summary><c>(sum + addend) &gt;&gt; bits</c> for unsigned sums; the result must be below 32768.</summary>
/// <param name="addend">Half the divisor, plus the bias times the divisor.</param>
/// <param name="bits">Binary logarithm of the divisor.</param>
internal readonly struct UnsignedShift<TSimd, TVector>(int addend, int bits) : INarrowing<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector sums) => TSimd.ShiftRightLogical16(TSimd.Add16(sums, TSimd.Broadcast16(addend)), bits);
}

/// <summary>
/// Divides unsigned sums by any divisor: <c>floor((sum + addend) * factor / 2^(16 + bits))</c>, which equals
/// <c>floor((sum + addend) / divisor)</c> over the range that <see cref="Reciprocal16.TryFind"/> was asked about.
/// </summary>
/// <param name="addend">Half the divisor, rounded down, plus the bias times the divisor.</param>
/// <param name="factor">The rounded-up reciprocal, times 2^(16 + bits).</param>
/// <param name="bits">Bits shifted out after the multiplication.</param>
internal readonly struct Division<TSimd, TVector>(int addend, int factor, int bits) : INarrowing<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Apply(TVector sums) =>
        TSimd.ShiftRightLogical16(TSimd.MultiplyHighU16(TSimd.Add16(sums, TSimd.Broadcast16(addend)), TSimd.Broadcast16(factor)), bits);
}
