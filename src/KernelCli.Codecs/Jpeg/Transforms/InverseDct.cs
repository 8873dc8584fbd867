using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Simd;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>
/// The inverse cosine transform of 8x8 coefficients, by the factorisation of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) in whole
/// numbers: constants of 13 bits, two bits kept between the passes. It is the accurate integer transform of the Independent JPEG Group's
/// library, with the same integers in every step, so that the samples are the same.
/// </summary>
/// <remarks>
/// A register holds a row of eight 16-bit lanes. The first pass combines rows, the block is transposed, the second pass combines what were
/// columns. Products of two lanes are added in 32 bits; sums of two inputs wrap in 16, which only damaged files reach.
/// </remarks>
internal static unsafe class InverseDct
{
    // Constants times 2^13.
    private const int C0298 = 2446, C0390 = 3196, C0541 = 4433, C0765 = 6270, C0899 = 7373, C1175 = 9633;
    private const int C1501 = 12299, C1847 = 15137, C1961 = 16069, C2053 = 16819, C2562 = 20995, C3072 = 25172;

    private const int FirstShift = 11;
    private const int SecondShift = 18;

    /// <summary>Coefficients to samples, <c>clamp(idct(coefficient * quantiser) + 128)</c>.</summary>
    /// <param name="block">64 coefficients row by row, aligned to 16 bytes.</param>
    /// <param name="quantisers">As many quantisers in the same order.</param>
    /// <param name="to">The first of 8 rows of 8 samples.</param>
    /// <param name="pitch">Bytes from row to row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(short* block, short* quantisers, byte* to, nint pitch)
    {
        Vector128<byte> r0 = Dequantise(block, quantisers, 0), r1 = Dequantise(block, quantisers, 1);
        Vector128<byte> r2 = Dequantise(block, quantisers, 2), r3 = Dequantise(block, quantisers, 3);
        Vector128<byte> r4 = Dequantise(block, quantisers, 4), r5 = Dequantise(block, quantisers, 5);
        Vector128<byte> r6 = Dequantise(block, quantisers, 6), r7 = Dequantise(block, quantisers, 7);
        Pass(FirstShift, ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Transposition.Run(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(SecondShift, ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Transposition.Run(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Store(to, pitch, r0, r1);
        Store(to + (2 * pitch), pitch, r2, r3);
        Store(to + (4 * pitch), pitch, r4, r5);
        Store(to + (6 * pitch), pitch, r6, r7);
    }

    /// <summary>The samples of a block whose only coefficient is the first.</summary>
    /// <param name="value">The coefficient times its quantiser.</param>
    /// <param name="to">The first of 8 rows of 8 samples.</param>
    /// <param name="pitch">Bytes from row to row.</param>
    public static void RunFlat(int value, byte* to, nint pitch)
    {
        // Both passes: round((value * 4) * 2^13 / 2^18), with the value in 16 bits.
        ulong sample = (ulong)Math.Clamp((((short)((short)value << 2) + 16) >> 5) + 128, 0, 255) * 0x0101010101010101;
        for (int y = 0; y < 8; y++)
            *(ulong*)(to + (y * pitch)) = sample;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Dequantise(short* block, short* quantisers, int row) =>
        Simd128.Multiply16(Simd128.Load(block + (8 * row)), Simd128.Load(quantisers + (8 * row)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* to, nint pitch, Vector128<byte> first, Vector128<byte> second)
    {
        Vector128<byte> level = Simd128.Broadcast16(128);
        Vector128<ulong> both = Simd128.Narrow16To8(Simd128.Add16(first, level), Simd128.Add16(second, level)).AsUInt64();
        *(ulong*)to = both[0];
        *(ulong*)(to + pitch) = both[1];
    }

    // Lanes a, b of a pair: (low, high) as the two factors of a multiply-add.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pair(int low, int high) => Simd128.Broadcast32((low & 0xFFFF) | (high << 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Dot(Vector128<byte> a, Vector128<byte> b) => Simd128.DotAccumulate16(Simd128.Zero, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        int shift, ref Vector128<byte> r0, ref Vector128<byte> r1, ref Vector128<byte> r2, ref Vector128<byte> r3,
        ref Vector128<byte> r4, ref Vector128<byte> r5, ref Vector128<byte> r6, ref Vector128<byte> r7)
    {
        // Even rows: 2 and 6 turned by 3 pi / 8; 0 and 4 added and subtracted, times 2^13.
        Vector128<byte> low = Simd128.InterleaveLow16(r2, r6), high = Simd128.InterleaveHigh16(r2, r6);
        Vector128<byte> turned = Pair(C0541 + C0765, C0541), crossed = Pair(C0541, C0541 - C1847);
        Vector128<byte> t3Low = Dot(low, turned), t3High = Dot(high, turned), t2Low = Dot(low, crossed), t2High = Dot(high, crossed);
        Vector128<byte> sum = Simd128.Add16(r0, r4), difference = Simd128.Subtract16(r0, r4);
        Vector128<byte> t0Low = Scaled(Simd128.InterleaveLow16(Simd128.Zero, sum)), t0High = Scaled(Simd128.InterleaveHigh16(Simd128.Zero, sum));
        Vector128<byte> t1Low = Scaled(Simd128.InterleaveLow16(Simd128.Zero, difference)), t1High = Scaled(Simd128.InterleaveHigh16(Simd128.Zero, difference));
        Vector128<byte> e0Low = Simd128.Add32(t0Low, t3Low), e0High = Simd128.Add32(t0High, t3High);
        Vector128<byte> e3Low = Simd128.Subtract32(t0Low, t3Low), e3High = Simd128.Subtract32(t0High, t3High);
        Vector128<byte> e1Low = Simd128.Add32(t1Low, t2Low), e1High = Simd128.Add32(t1High, t2High);
        Vector128<byte> e2Low = Simd128.Subtract32(t1Low, t2Low), e2High = Simd128.Subtract32(t1High, t2High);

        // Odd rows: each output is two products of inputs and two of the sums of inputs that it shares with its neighbour.
        Vector128<byte> s73 = Simd128.Add16(r7, r3), s51 = Simd128.Add16(r5, r1);
        low = Simd128.InterleaveLow16(s73, s51);
        high = Simd128.InterleaveHigh16(s73, s51);
        Vector128<byte> shared3 = Pair(C1175 - C1961, C1175), shared4 = Pair(C1175, C1175 - C0390);
        Vector128<byte> z3Low = Dot(low, shared3), z3High = Dot(high, shared3), z4Low = Dot(low, shared4), z4High = Dot(high, shared4);
        low = Simd128.InterleaveLow16(r7, r1);
        high = Simd128.InterleaveHigh16(r7, r1);
        Vector128<byte> of7 = Pair(C0298 - C0899, -C0899), of1 = Pair(-C0899, C1501 - C0899);
        Vector128<byte> o0Low = Simd128.DotAccumulate16(z3Low, low, of7), o0High = Simd128.DotAccumulate16(z3High, high, of7);
        Vector128<byte> o3Low = Simd128.DotAccumulate16(z4Low, low, of1), o3High = Simd128.DotAccumulate16(z4High, high, of1);
        low = Simd128.InterleaveLow16(r5, r3);
        high = Simd128.InterleaveHigh16(r5, r3);
        Vector128<byte> of5 = Pair(C2053 - C2562, -C2562), of3 = Pair(-C2562, C3072 - C2562);
        Vector128<byte> o1Low = Simd128.DotAccumulate16(z4Low, low, of5), o1High = Simd128.DotAccumulate16(z4High, high, of5);
        Vector128<byte> o2Low = Simd128.DotAccumulate16(z3Low, low, of3), o2High = Simd128.DotAccumulate16(z3High, high, of3);

        Butterfly(shift, e0Low, e0High, o3Low, o3High, out r0, out r7);
        Butterfly(shift, e1Low, e1High, o2Low, o2High, out r1, out r6);
        Butterfly(shift, e2Low, e2High, o1Low, o1High, out r2, out r5);
        Butterfly(shift, e3Low, e3High, o0Low, o0High, out r3, out r4);
    }

    // Lanes stand in the upper halves, times 2^16; what is wanted is times 2^13.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Scaled(Vector128<byte> upper) => Simd128.ShiftRightArithmetic32(upper, 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(
        int shift, Vector128<byte> evenLow, Vector128<byte> evenHigh, Vector128<byte> oddLow, Vector128<byte> oddHigh, out Vector128<byte> sum, out Vector128<byte> difference)
    {
        Vector128<byte> half = Simd128.Broadcast32(1 << (shift - 1));
        (evenLow, evenHigh) = (Simd128.Add32(evenLow, half), Simd128.Add32(evenHigh, half));
        sum = Simd128.NarrowInterleaved32To16(
            Simd128.ShiftRightArithmetic32(Simd128.Add32(evenLow, oddLow), shift), Simd128.ShiftRightArithmetic32(Simd128.Add32(evenHigh, oddHigh), shift));
        difference = Simd128.NarrowInterleaved32To16(
            Simd128.ShiftRightArithmetic32(Simd128.Subtract32(evenLow, oddLow), shift), Simd128.ShiftRightArithmetic32(Simd128.Subtract32(evenHigh, oddHigh), shift));
    }
}
