using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KernelCli.Simd;

/// <summary>Registers of 512 bits: AVX-512 F, BW and VL.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<byte>>
{
    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 64;
    }

    public static Vector512<byte> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(void* at) => Vector512.Load((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* at, Vector512<byte> value) => value.Store((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNonTemporal(void* at, Vector512<byte> value) => value.StoreAlignedNonTemporal((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Broadcast16(int value) => Vector512.Create((short)value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Broadcast32(int value) => Vector512.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> BroadcastS(float value) => Vector512.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadWiden8To16(byte* at) => Avx512BW.ConvertToVector512UInt16(Vector256.Load(at)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadWiden8To32(byte* at) => Avx512F.ConvertToVector512UInt32(Vector128.Load(at)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadWiden16To32(short* at) => Avx512F.ConvertToVector512Int32(Vector256.Load(at)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadWidenU16To32(ushort* at) => Avx512F.ConvertToVector512UInt32(Vector256.Load(at)).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Add16(Vector512<byte> a, Vector512<byte> b) => (a.AsInt16() + b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Subtract16(Vector512<byte> a, Vector512<byte> b) => (a.AsInt16() - b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Multiply16(Vector512<byte> a, Vector512<byte> b) => (a.AsInt16() * b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyHighU16(Vector512<byte> a, Vector512<byte> b) =>
        Avx512BW.MultiplyHigh(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AverageU16(Vector512<byte> a, Vector512<byte> b) => Avx512BW.Average(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShiftLeft16(Vector512<byte> a, int bits) => (a.AsInt16() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShiftRightLogical16(Vector512<byte> a, int bits) => (a.AsUInt16() >>> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShiftRightArithmetic16(Vector512<byte> a, int bits) => (a.AsInt16() >> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> InterleaveLow16(Vector512<byte> a, Vector512<byte> b) =>
        Avx512BW.UnpackLow(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> InterleaveHigh16(Vector512<byte> a, Vector512<byte> b) =>
        Avx512BW.UnpackHigh(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> InterleaveLow32(Vector512<byte> a, Vector512<byte> b) =>
        Avx512F.UnpackLow(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> InterleaveHigh32(Vector512<byte> a, Vector512<byte> b) =>
        Avx512F.UnpackHigh(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Even32(Vector512<byte> a, Vector512<byte> b) =>
        Avx512F.PermuteVar16x32x2(a.AsInt32(), Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), b.AsInt32())
            .AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Odd32(Vector512<byte> a, Vector512<byte> b) =>
        Avx512F.PermuteVar16x32x2(a.AsInt32(), Vector512.Create(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), b.AsInt32())
            .AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyAddAdjacent16(Vector512<byte> sum, Vector512<byte> a, Vector512<byte> b)
    {
        return (sum.AsInt32() + Avx512BW.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16())).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Add32(Vector512<byte> a, Vector512<byte> b) => (a.AsInt32() + b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Subtract32(Vector512<byte> a, Vector512<byte> b) => (a.AsInt32() - b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyAddShiftU32(Vector512<byte> a, Vector512<byte> factor, Vector512<byte> addend, int bits)
    {
        Vector512<ulong> even = (Avx512F.Multiply(a.AsUInt32(), factor.AsUInt32()) + addend.AsUInt64()) >>> bits;
        Vector512<ulong> odd = (Avx512F.Multiply((a.AsUInt64() >>> 32).AsUInt32(), factor.AsUInt32()) + addend.AsUInt64()) >>> bits;
        return (even | (odd << 32)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Broadcast64(ulong value) => Vector512.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShiftRightArithmetic32(Vector512<byte> a, int bits) => (a.AsInt32() >> bits).AsByte();

    // In 128-bit blocks, low holds outputs 0..3, 8..11, 16..19 and 24..27, and high holds the groups of four between them.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved32(int* at, Vector512<byte> low, Vector512<byte> high)
    {
        Vector512<ulong> first = Vector512.Create(0UL, 1, 8, 9, 2, 3, 10, 11), second = Vector512.Create(4UL, 5, 12, 13, 6, 7, 14, 15);
        Avx512F.PermuteVar8x64x2(low.AsUInt64(), first, high.AsUInt64()).Store((ulong*)at);
        Avx512F.PermuteVar8x64x2(low.AsUInt64(), second, high.AsUInt64()).Store((ulong*)(at + 16));
    }

    // Packing works within 128-bit blocks, so the 64-bit eighths of its result alternate between low and high.

    private static Vector512<ulong> PackOrder
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0UL, 2, 4, 6, 1, 3, 5, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Narrow16To8(Vector512<byte> low, Vector512<byte> high) =>
        Avx512F.PermuteVar8x64(Avx512BW.PackUnsignedSaturate(low.AsInt16(), high.AsInt16()).AsUInt64(), PackOrder).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Narrow32To16(Vector512<byte> low, Vector512<byte> high) =>
        Avx512F.PermuteVar8x64(Avx512BW.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsUInt64(), PackOrder).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Narrow32ToU16(Vector512<byte> low, Vector512<byte> high) =>
        Avx512F.PermuteVar8x64(Avx512BW.PackUnsignedSaturate(low.AsInt32(), high.AsInt32()).AsUInt64(), PackOrder).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> NarrowInterleaved32To16(Vector512<byte> low, Vector512<byte> high) =>
        Avx512BW.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ToSingle(Vector512<byte> a) => Vector512.ConvertToSingle(a.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ToInt32(Vector512<byte> a) => Vector512.ConvertToInt32Native(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddS(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SubtractS(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MultiplyS(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> DivideS(Vector512<byte> a, Vector512<byte> b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> FusedMultiplyAddS(Vector512<byte> a, Vector512<byte> b, Vector512<byte> c) =>
        Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MaxS(Vector512<byte> a, Vector512<byte> b) => Avx512F.Max(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MinS(Vector512<byte> a, Vector512<byte> b) => Avx512F.Min(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> And32(Vector512<byte> a, Vector512<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AbsS(Vector512<byte> a) => Vector512.Abs(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> FloorS(Vector512<byte> a) => Vector512.Floor(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SqrtS(Vector512<byte> a) => Vector512.Sqrt(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ReciprocalSqrtEstimateS(Vector512<byte> a) => Avx512F.ReciprocalSqrt14(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectGreaterOrEqualS(Vector512<byte> a, Vector512<byte> b, Vector512<byte> whenTrue,
        Vector512<byte> whenFalse) =>
        Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(a.AsSingle(), b.AsSingle()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Broadcast8(int value) => Vector512.Create((byte)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Add8(Vector512<byte> a, Vector512<byte> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MinU8(Vector512<byte> a, Vector512<byte> b) => Vector512.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MaxU8(Vector512<byte> a, Vector512<byte> b) => Vector512.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MinU16(Vector512<byte> a, Vector512<byte> b) => Vector512.Min(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> MaxU16(Vector512<byte> a, Vector512<byte> b) => Vector512.Max(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Min32(Vector512<byte> a, Vector512<byte> b) => Vector512.Min(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Max32(Vector512<byte> a, Vector512<byte> b) => Vector512.Max(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> CountLess8(Vector512<byte> count, Vector512<byte> a, Vector512<byte> b) =>
        (count.AsSByte() - Vector512.LessThan(a.AsSByte(), b.AsSByte())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> CountLess16(Vector512<byte> count, Vector512<byte> a, Vector512<byte> b) =>
        (count.AsInt16() - Vector512.LessThan(a.AsInt16(), b.AsInt16())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> CountLess32(Vector512<byte> count, Vector512<byte> a, Vector512<byte> b) =>
        (count.AsInt32() - Vector512.LessThan(a.AsInt32(), b.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectLess8(Vector512<byte> a, Vector512<byte> b, Vector512<byte> whenTrue,
        Vector512<byte> whenFalse) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a.AsSByte(), b.AsSByte()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectLess16(Vector512<byte> a, Vector512<byte> b, Vector512<byte> whenTrue,
        Vector512<byte> whenFalse) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a.AsInt16(), b.AsInt16()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SelectLess32(Vector512<byte> a, Vector512<byte> b, Vector512<byte> whenTrue,
        Vector512<byte> whenFalse) =>
        Vector512.ConditionalSelect(Vector512.LessThan(a.AsInt32(), b.AsInt32()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShiftLeft32(Vector512<byte> a, int bits) => (a.AsInt32() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Add64(Vector512<byte> a, Vector512<byte> b) => (a.AsInt64() + b.AsInt64()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddD(Vector512<byte> a, Vector512<byte> b) => (a.AsDouble() + b.AsDouble()).AsByte();
}
