using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static KernelCli.Codecs.Jpeg.Transforms.BlockLanes;
using static KernelCli.Codecs.Jpeg.Transforms.CosineFactors;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>
/// The forward DCT of 8x8 samples with quantisation: the counterpart of <see cref="InverseDct"/>, with the integers of the
/// accurate transform of the Independent JPEG Group's library. The transform scales coefficients by 8, and the divisors
/// include that factor.
/// </summary>
internal static unsafe class ForwardDct
{
    // The bits shifted out after each pass; KeptBits extra bits of precision are kept between the passes.
    private const int FirstShift = 11;
    private const int SecondShift = 15;
    private const int KeptBits = 2;

    /// <summary>Transforms samples into quantised coefficients.</summary>
    /// <param name="from">The first of 8 rows of 8 samples.</param>
    /// <param name="pitch">Bytes from row to row.</param>
    /// <param name="divisors">The divisors of the coefficients.</param>
    /// <param name="block">Receives 64 coefficients row by row; aligned to 16 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* from, nint pitch, BlockDivisors divisors, short* block)
    {
        Vector128<short> r0 = Read(from), r1 = Read(from + pitch), r2 = Read(from + (2 * pitch)), r3 = Read(from + (3 * pitch));
        Vector128<short> r4 = Read(from + (4 * pitch)), r5 = Read(from + (5 * pitch)),
            r6 = Read(from + (6 * pitch)), r7 = Read(from + (7 * pitch));
        for (int shift = FirstShift; ; shift = SecondShift)
        {
            Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
            Vector128<short> s0 = r0 + r7, s1 = r1 + r6, s2 = r2 + r5, s3 = r3 + r4, d7 = r0 - r7, d6 = r1 - r6, d5 = r2 - r5, d4 = r3 - r4;
            Vector128<int> half = Vector128.Create(1 << (shift - 1));

            // Even outputs. Outputs 0 and 4 have no products: the first pass scales them by 4, and the second divides them by 4
            // and rounds.
            Vector128<short> e0 = s0 + s3, e3 = s0 - s3, e1 = s1 + s2, e2 = s1 - s2, two = Vector128.Create((short)(1 << (KeptBits - 1)));
            r0 = shift == FirstShift ? (e0 + e1) << KeptBits : (e0 + e1 + two) >> KeptBits;
            r4 = shift == FirstShift ? (e0 - e1) << KeptBits : (e0 - e1 + two) >> KeptBits;
            Vector128<short> low = Low(e3, e2), high = High(e3, e2), first = Pair(C0541 + C0765, C0541),
                second = Pair(C0541, C0541 - C1847);
            r2 = Pack((Dot(low, first) + half) >> shift, (Dot(high, first) + half) >> shift);
            r6 = Pack((Dot(low, second) + half) >> shift, (Dot(high, second) + half) >> shift);

            // Odd outputs. Each is two products of differences plus two products of sums of differences, which it shares with
            // another output.
            Vector128<short> s46 = d4 + d6, s57 = d5 + d7;
            (low, high, first, second) = (Low(s46, s57), High(s46, s57), Pair(C1175 - C1961, C1175), Pair(C1175, C1175 - C0390));
            Vector128<int> z3Low = Dot(low, first) + half, z3High = Dot(high, first) + half,
                z4Low = Dot(low, second) + half, z4High = Dot(high, second) + half;
            (low, high, first, second) = (Low(d4, d7), High(d4, d7), Pair(C0298 - C0899, -C0899), Pair(-C0899, C1501 - C0899));
            r7 = Pack((Dot(low, first) + z3Low) >> shift, (Dot(high, first) + z3High) >> shift);
            r1 = Pack((Dot(low, second) + z4Low) >> shift, (Dot(high, second) + z4High) >> shift);
            (low, high, first, second) = (Low(d5, d6), High(d5, d6), Pair(C2053 - C2562, -C2562), Pair(-C2562, C3072 - C2562));
            r5 = Pack((Dot(low, first) + z4Low) >> shift, (Dot(high, first) + z4High) >> shift);
            r3 = Pack((Dot(low, second) + z3Low) >> shift, (Dot(high, second) + z3High) >> shift);
            if (shift == SecondShift)
                break;
        }
        divisors.Divide(r0, 0).Store(block);
        divisors.Divide(r1, 1).Store(block + 8);
        divisors.Divide(r2, 2).Store(block + 16);
        divisors.Divide(r3, 3).Store(block + 24);
        divisors.Divide(r4, 4).Store(block + 32);
        divisors.Divide(r5, 5).Store(block + 40);
        divisors.Divide(r6, 6).Store(block + 48);
        divisors.Divide(r7, 7).Store(block + 56);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Read(byte* row) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)row).AsByte()).AsInt16() - Vector128.Create((short)128);
}
