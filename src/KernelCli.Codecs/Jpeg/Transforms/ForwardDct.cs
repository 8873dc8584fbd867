using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Simd;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>
/// The cosine transform of 8x8 samples and its quantisation: the counterpart of <see cref="InverseDct"/>, with the integers of the accurate
/// transform of the Independent JPEG Group's library. Coefficients come out times 8, which the divisors take back.
/// </summary>
internal static unsafe class ForwardDct
{
    // Constants times 2^13.
    private const int C0298 = 2446, C0390 = 3196, C0541 = 4433, C0765 = 6270, C0899 = 7373, C1175 = 9633;
    private const int C1501 = 12299, C1847 = 15137, C1961 = 16069, C2053 = 16819, C2562 = 20995, C3072 = 25172;

    private const int FirstShift = 11;
    private const int SecondShift = 15;
    private const int KeptBits = 2;

    /// <summary>Samples to quantised coefficients.</summary>
    /// <param name="from">The first of 8 rows of 8 samples.</param>
    /// <param name="pitch">Bytes from row to row.</param>
    /// <param name="divisors">What coefficients are divided by.</param>
    /// <param name="block">64 coefficients row by row, aligned to 16 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* from, nint pitch, BlockDivisors divisors, short* block)
    {
        Vector128<byte> r0 = Read(from), r1 = Read(from + pitch), r2 = Read(from + (2 * pitch)), r3 = Read(from + (3 * pitch));
        Vector128<byte> r4 = Read(from + (4 * pitch)), r5 = Read(from + (5 * pitch)), r6 = Read(from + (6 * pitch)), r7 = Read(from + (7 * pitch));
        Transposition.Run(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(true, ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Transposition.Run(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(false, ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Simd128.Store(block, divisors.Divide(r0, 0));
        Simd128.Store(block + 8, divisors.Divide(r1, 1));
        Simd128.Store(block + 16, divisors.Divide(r2, 2));
        Simd128.Store(block + 24, divisors.Divide(r3, 3));
        Simd128.Store(block + 32, divisors.Divide(r4, 4));
        Simd128.Store(block + 40, divisors.Divide(r5, 5));
        Simd128.Store(block + 48, divisors.Divide(r6, 6));
        Simd128.Store(block + 56, divisors.Divide(r7, 7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Read(byte* row) => Simd128.Subtract16(Simd128.LoadWiden8To16(row), Simd128.Broadcast16(128));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pair(int low, int high) => Simd128.Broadcast32((low & 0xFFFF) | (high << 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        bool isFirst, ref Vector128<byte> r0, ref Vector128<byte> r1, ref Vector128<byte> r2, ref Vector128<byte> r3,
        ref Vector128<byte> r4, ref Vector128<byte> r5, ref Vector128<byte> r6, ref Vector128<byte> r7)
    {
        int shift = isFirst ? FirstShift : SecondShift;
        Vector128<byte> s0 = Simd128.Add16(r0, r7), s1 = Simd128.Add16(r1, r6), s2 = Simd128.Add16(r2, r5), s3 = Simd128.Add16(r3, r4);
        Vector128<byte> d7 = Simd128.Subtract16(r0, r7), d6 = Simd128.Subtract16(r1, r6), d5 = Simd128.Subtract16(r2, r5), d4 = Simd128.Subtract16(r3, r4);

        // Even outputs.
        Vector128<byte> e0 = Simd128.Add16(s0, s3), e3 = Simd128.Subtract16(s0, s3), e1 = Simd128.Add16(s1, s2), e2 = Simd128.Subtract16(s1, s2);
        r0 = Whole(isFirst, Simd128.Add16(e0, e1));
        r4 = Whole(isFirst, Simd128.Subtract16(e0, e1));
        Vector128<byte> low = Simd128.InterleaveLow16(e3, e2), high = Simd128.InterleaveHigh16(e3, e2);
        r2 = Rounded(shift, Simd128.Zero, Simd128.Zero, low, high, Pair(C0541 + C0765, C0541));
        r6 = Rounded(shift, Simd128.Zero, Simd128.Zero, low, high, Pair(C0541, C0541 - C1847));

        // Odd outputs: two products of differences each, and two of sums of differences that they share.
        Vector128<byte> s46 = Simd128.Add16(d4, d6), s57 = Simd128.Add16(d5, d7);
        low = Simd128.InterleaveLow16(s46, s57);
        high = Simd128.InterleaveHigh16(s46, s57);
        Vector128<byte> shared3 = Pair(C1175 - C1961, C1175), shared4 = Pair(C1175, C1175 - C0390);
        Vector128<byte> z3Low = Simd128.DotAccumulate16(Simd128.Zero, low, shared3), z3High = Simd128.DotAccumulate16(Simd128.Zero, high, shared3);
        Vector128<byte> z4Low = Simd128.DotAccumulate16(Simd128.Zero, low, shared4), z4High = Simd128.DotAccumulate16(Simd128.Zero, high, shared4);
        low = Simd128.InterleaveLow16(d4, d7);
        high = Simd128.InterleaveHigh16(d4, d7);
        r7 = Rounded(shift, z3Low, z3High, low, high, Pair(C0298 - C0899, -C0899));
        r1 = Rounded(shift, z4Low, z4High, low, high, Pair(-C0899, C1501 - C0899));
        low = Simd128.InterleaveLow16(d5, d6);
        high = Simd128.InterleaveHigh16(d5, d6);
        r5 = Rounded(shift, z4Low, z4High, low, high, Pair(C2053 - C2562, -C2562));
        r3 = Rounded(shift, z3Low, z3High, low, high, Pair(-C2562, C3072 - C2562));
    }

    // Outputs without a product: two more bits after the first pass, taken back with rounding after the second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Whole(bool isFirst, Vector128<byte> sum) => isFirst
        ? Simd128.ShiftLeft16(sum, KeptBits)
        : Simd128.ShiftRightArithmetic16(Simd128.Add16(sum, Simd128.Broadcast16(1 << (KeptBits - 1))), KeptBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Rounded(
        int shift, Vector128<byte> startLow, Vector128<byte> startHigh, Vector128<byte> low, Vector128<byte> high, Vector128<byte> factors)
    {
        Vector128<byte> half = Simd128.Broadcast32(1 << (shift - 1));
        return Simd128.NarrowInterleaved32To16(
            Simd128.ShiftRightArithmetic32(Simd128.Add32(Simd128.DotAccumulate16(startLow, low, factors), half), shift),
            Simd128.ShiftRightArithmetic32(Simd128.Add32(Simd128.DotAccumulate16(startHigh, high, factors), half), shift));
    }
}
