using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using KernelCli.Simd;

namespace KernelCli.Codecs.Jpeg.Transforms;

/// <summary>
/// Operations on rows of eight 16-bit lanes that are not operators of <see cref="Vector128{T}"/>. The transforms use those
/// operators directly, because the JIT compiler turns them into vector instructions at once.
/// </summary>
internal static class BlockLanes
{
    /// <summary>a0 b0 a1 b1 a2 b2 a3 b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Low(Vector128<short> a, Vector128<short> b) =>
        Sse2.IsSupported ? Sse2.UnpackLow(a, b) : Simd128.InterleaveLow16(a.AsByte(), b.AsByte()).AsInt16();

    /// <summary>a4 b4 a5 b5 a6 b6 a7 b7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> High(Vector128<short> a, Vector128<short> b) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(a, b) : Simd128.InterleaveHigh16(a.AsByte(), b.AsByte()).AsInt16();

    /// <summary>Multiplies and adds pairs of lanes into 32-bit lanes: a0 b0 + a1 b1, a2 b2 + a3 b3, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Dot(Vector128<short> a, Vector128<short> b) =>
        Sse2.IsSupported ? Sse2.MultiplyAddAdjacent(a, b) : Simd128.MultiplyAddAdjacent16(Simd128.Zero, a.AsByte(), b.AsByte()).AsInt32();

    /// <summary>Narrows 32-bit lanes to 16 bits with saturation: all of a, then all of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Pack(Vector128<int> a, Vector128<int> b) =>
        Sse2.IsSupported ? Sse2.PackSignedSaturate(a, b) : Simd128.Narrow32To16(a.AsByte(), b.AsByte()).AsInt16();

    /// <summary>Two factors for <see cref="Dot"/>, for even and odd lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> Pair(int even, int odd) => Vector128.Create((even & 0xFFFF) | (odd << 16)).AsInt16();

    /// <summary>
    /// Transposes an 8x8 block. If the 64 lanes are numbered by six bits, the row above the lane, then interleaving rows i
    /// and i + 4 moves the top bit of the row to the bottom of the lane, which rotates the six bits by one. Three rotations
    /// swap row and lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Vector128<short> r0, ref Vector128<short> r1, ref Vector128<short> r2, ref Vector128<short> r3,
        ref Vector128<short> r4, ref Vector128<short> r5, ref Vector128<short> r6, ref Vector128<short> r7)
    {
        for (int rotation = 0; rotation < 3; rotation++)
        {
            Vector128<short> s0 = Low(r0, r4), s1 = High(r0, r4), s2 = Low(r1, r5), s3 = High(r1, r5);
            Vector128<short> s4 = Low(r2, r6), s5 = High(r2, r6), s6 = Low(r3, r7), s7 = High(r3, r7);
            (r0, r1, r2, r3) = (s0, s1, s2, s3);
            (r4, r5, r6, r7) = (s4, s5, s6, s7);
        }
    }
}
