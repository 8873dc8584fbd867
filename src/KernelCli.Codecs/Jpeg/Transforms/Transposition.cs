using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KernelCli.Simd;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>Rows of an 8x8 block of 16-bit lanes to columns.</summary>
internal static class Transposition
{
    /// <summary>Transposes.</summary>
    /// <remarks>
    /// Numbering the 64 lanes by six bits, row then lane, interleaving rows i and i + 4 moves the top bit of the row to the bottom of the
    /// lane: a rotation of the six bits by one. Three rotations swap row and lane.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(
        ref Vector128<byte> r0, ref Vector128<byte> r1, ref Vector128<byte> r2, ref Vector128<byte> r3,
        ref Vector128<byte> r4, ref Vector128<byte> r5, ref Vector128<byte> r6, ref Vector128<byte> r7)
    {
        Rotate(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Rotate(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Rotate(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate(
        ref Vector128<byte> r0, ref Vector128<byte> r1, ref Vector128<byte> r2, ref Vector128<byte> r3,
        ref Vector128<byte> r4, ref Vector128<byte> r5, ref Vector128<byte> r6, ref Vector128<byte> r7)
    {
        Vector128<byte> s0 = Simd128.InterleaveLow16(r0, r4), s1 = Simd128.InterleaveHigh16(r0, r4);
        Vector128<byte> s2 = Simd128.InterleaveLow16(r1, r5), s3 = Simd128.InterleaveHigh16(r1, r5);
        Vector128<byte> s4 = Simd128.InterleaveLow16(r2, r6), s5 = Simd128.InterleaveHigh16(r2, r6);
        Vector128<byte> s6 = Simd128.InterleaveLow16(r3, r7), s7 = Simd128.InterleaveHigh16(r3, r7);
        (r0, r1, r2, r3) = (s0, s1, s2, s3);
        (r4, r5, r6, r7) = (s4, s5, s6, s7);
    }
}
