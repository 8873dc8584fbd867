using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Simd;
using static KernelCli.Codecs.Jpeg.Transforms.BlockLanes;
using static KernelCli.Codecs.Jpeg.Transforms.CosineFactors;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>
/// The inverse DCT of 8x8 coefficients, by the factorisation of Loeffler, Ligtenberg and Moschytz (ICASSP 1989) in
/// integers: factors with 13 fractional bits, and two extra bits kept between the passes. It is the accurate integer
/// transform of the Independent JPEG Group's library, with the same integers in every step, so that the samples are the
/// same.
/// </summary>
/// <remarks>
/// A register holds a row of eight 16-bit lanes. The first pass combines rows, the block is transposed, the second pass
/// combines the former columns, and the block is transposed back. Products are added in 32 bits. Sums of two inputs have
/// 16 bits and overflow only in damaged files.
/// </remarks>
internal static unsafe class InverseDct
{
    // The bits shifted out after each pass.
    private const int FirstShift = 11;
    private const int SecondShift = 18;

    /// <summary>
    /// Transforms coefficients into samples, <c>clamp(idct(coefficient * quantiser) + 128, 0, 255)</c>.
    /// </summary>
    /// <param name="block">64 coefficients row by row, aligned to 16 bytes.</param>
    /// <param name="quantisers">64 quantisers in the same order.</param>
    /// <param name="to">The first of 8 rows of 8 samples.</param>
    /// <param name="pitch">Bytes from row to row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(short* block, short* quantisers, byte* to, nint pitch)
    {
        Vector128<short> r0 = Vector128.Load(block) * Vector128.Load(quantisers),
            r1 = Vector128.Load(block + 8) * Vector128.Load(quantisers + 8);
        Vector128<short> r2 = Vector128.Load(block + 16) * Vector128.Load(quantisers + 16),
            r3 = Vector128.Load(block + 24) * Vector128.Load(quantisers + 24);
        Vector128<short> r4 = Vector128.Load(block + 32) * Vector128.Load(quantisers + 32),
            r5 = Vector128.Load(block + 40) * Vector128.Load(quantisers + 40);
        Vector128<short> r6 = Vector128.Load(block + 48) * Vector128.Load(quantisers + 48),
            r7 = Vector128.Load(block + 56) * Vector128.Load(quantisers + 56);
        for (int shift = FirstShift; ; shift = SecondShift)
        {
            // Even part. Inputs 2 and 6 are rotated by 3 pi / 8. Inputs 0 and 4 are added and subtracted, times 2^13: the upper
            // half of a 32-bit lane scales by 2^16, and the shift divides by 2^3.
            Vector128<short> low = Low(r2, r6), high = High(r2, r6), sum = r0 + r4, difference = r0 - r4, none = Vector128<short>.Zero;
            Vector128<short> turned = Pair(C0541 + C0765, C0541), crossed = Pair(C0541, C0541 - C1847);
            Vector128<int> half = Vector128.Create(1 << (shift - 1));
            Vector128<int> s0Low = (Low(none, sum).AsInt32() >> 3) + half, s0High = (High(none, sum).AsInt32() >> 3) + half;
            Vector128<int> s1Low = (Low(none, difference).AsInt32() >> 3) + half, s1High = (High(none, difference).AsInt32() >> 3) + half;
            Vector128<int> t3Low = Dot(low, turned), t3High = Dot(high, turned), t2Low = Dot(low, crossed), t2High = Dot(high, crossed);
            Vector128<int> e0Low = s0Low + t3Low, e0High = s0High + t3High, e3Low = s0Low - t3Low, e3High = s0High - t3High;
            Vector128<int> e1Low = s1Low + t2Low, e1High = s1High + t2High, e2Low = s1Low - t2Low, e2High = s1High - t2High;

            // Odd part. Each output is two products of inputs plus two products of sums of inputs, which it shares with another
            // output.
            Vector128<short> s73 = r7 + r3, s51 = r5 + r1, of3 = Pair(C1175 - C1961, C1175), of4 = Pair(C1175, C1175 - C0390);
            (low, high) = (Low(s73, s51), High(s73, s51));
            Vector128<int> z3Low = Dot(low, of3), z3High = Dot(high, of3), z4Low = Dot(low, of4), z4High = Dot(high, of4);
            (low, high) = (Low(r7, r1), High(r7, r1));
            (of3, of4) = (Pair(C0298 - C0899, -C0899), Pair(-C0899, C1501 - C0899));
            Vector128<int> o0Low = z3Low + Dot(low, of3), o0High = z3High + Dot(high, of3),
                o3Low = z4Low + Dot(low, of4), o3High = z4High + Dot(high, of4);
            (low, high) = (Low(r5, r3), High(r5, r3));
            (of3, of4) = (Pair(-C2562, C3072 - C2562), Pair(C2053 - C2562, -C2562));
            Vector128<int> o2Low = z3Low + Dot(low, of3), o2High = z3High + Dot(high, of3),
                o1Low = z4Low + Dot(low, of4), o1High = z4High + Dot(high, of4);

            r0 = Pack((e0Low + o3Low) >> shift, (e0High + o3High) >> shift);
            r7 = Pack((e0Low - o3Low) >> shift, (e0High - o3High) >> shift);
            r1 = Pack((e1Low + o2Low) >> shift, (e1High + o2High) >> shift);
            r6 = Pack((e1Low - o2Low) >> shift, (e1High - o2High) >> shift);
            r2 = Pack((e2Low + o1Low) >> shift, (e2High + o1High) >> shift);
            r5 = Pack((e2Low - o1Low) >> shift, (e2High - o1High) >> shift);
            r3 = Pack((e3Low + o0Low) >> shift, (e3High + o0High) >> shift);
            r4 = Pack((e3Low - o0Low) >> shift, (e3High - o0High) >> shift);
            Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
            if (shift == SecondShift)
                break;
        }
        Store(to, pitch, r0, r1);
        Store(to + (2 * pitch), pitch, r2, r3);
        Store(to + (4 * pitch), pitch, r4, r5);
        Store(to + (6 * pitch), pitch, r6, r7);
    }

    /// <summary>Fills the samples of a block that has only a DC coefficient.</summary>
    /// <param name="value">The DC coefficient times its quantiser.</param>
    /// <param name="to">The first of 8 rows of 8 samples.</param>
    /// <param name="pitch">Bytes from row to row.</param>
    public static void RunFlat(int value, byte* to, nint pitch)
    {
        // The result of both passes: round((value * 4) * 2^13 / 2^18), where value * 4 wraps to 16 bits.
        ulong sample = (ulong)Math.Clamp((((short)((short)value << 2) + 16) >> 5) + 128, 0, 255) * 0x0101010101010101;
        for (int y = 0; y < 8; y++)
            *(ulong*)(to + (y * pitch)) = sample;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* to, nint pitch, Vector128<short> first, Vector128<short> second)
    {
        Vector128<short> level = Vector128.Create((short)128);
        Vector128<ulong> both = Simd128.Narrow16To8((first + level).AsByte(), (second + level).AsByte()).AsUInt64();
        *(ulong*)to = both[0];
        *(ulong*)(to + pitch) = both[1];
    }
}

/// <summary>
/// The factors of both transforms: sums and differences of sqrt(2) * cos(k pi / 16), times 2^13. A name gives the factor in
/// thousandths: <see cref="C0541"/> is 0.541.
/// </summary>
internal static class CosineFactors
{
    public const int C0298 = 2446;
    public const int C0390 = 3196;
    public const int C0541 = 4433;
    public const int C0765 = 6270;
    public const int C0899 = 7373;
    public const int C1175 = 9633;
    public const int C1501 = 12299;
    public const int C1847 = 15137;
    public const int C1961 = 16069;
    public const int C2053 = 16819;
    public const int C2562 = 20995;
    public const int C3072 = 25172;
}
