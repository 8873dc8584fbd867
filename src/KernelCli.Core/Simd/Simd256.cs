using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KernelCli.Simd;

/// <summary>Registers of 256 bits: AVX2 and FMA.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<byte>>
{
    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 32;
    }

    public static Vector256<byte> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(void* at) => Vector256.Load((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* at, Vector256<byte> value) => value.Store((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNonTemporal(void* at, Vector256<byte> value) => value.StoreAlignedNonTemporal((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Broadcast16(int value) => Vector256.Create((short)value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Broadcast32(int value) => Vector256.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> BroadcastS(float value) => Vector256.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadWiden8To16(byte* at) => Avx2.ConvertToVector256Int16(at).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadWiden8To32(byte* at) => Avx2.ConvertToVector256Int32(at).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadWiden16To32(short* at) => Avx2.ConvertToVector256Int32(at).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadWidenU16To32(ushort* at) => Avx2.ConvertToVector256Int32(at).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Add16(Vector256<byte> a, Vector256<byte> b) => (a.AsInt16() + b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Subtract16(Vector256<byte> a, Vector256<byte> b) => (a.AsInt16() - b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Multiply16(Vector256<byte> a, Vector256<byte> b) => (a.AsInt16() * b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyHighU16(Vector256<byte> a, Vector256<byte> b) =>
        Avx2.MultiplyHigh(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AverageU16(Vector256<byte> a, Vector256<byte> b) => Avx2.Average(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShiftLeft16(Vector256<byte> a, int bits) => (a.AsInt16() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShiftRightLogical16(Vector256<byte> a, int bits) => (a.AsUInt16() >>> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShiftRightArithmetic16(Vector256<byte> a, int bits) => (a.AsInt16() >> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> InterleaveLow16(Vector256<byte> a, Vector256<byte> b) =>
        Avx2.UnpackLow(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> InterleaveHigh16(Vector256<byte> a, Vector256<byte> b) =>
        Avx2.UnpackHigh(a.AsInt16(), b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> InterleaveLow32(Vector256<byte> a, Vector256<byte> b) =>
        Avx2.UnpackLow(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> InterleaveHigh32(Vector256<byte> a, Vector256<byte> b) =>
        Avx2.UnpackHigh(a.AsInt32(), b.AsInt32()).AsByte();

    // Shuffle works within 128-bit blocks, so the 64-bit quarters of its result alternate between a and b.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Even32(Vector256<byte> a, Vector256<byte> b) =>
        Avx2.Permute4x64(Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b10_00_10_00).AsUInt64(), 0b11_01_10_00).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Odd32(Vector256<byte> a, Vector256<byte> b) =>
        Avx2.Permute4x64(Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b11_01_11_01).AsUInt64(), 0b11_01_10_00).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyAddAdjacent16(Vector256<byte> sum, Vector256<byte> a, Vector256<byte> b)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), a.AsInt16(), b.AsInt16()).AsByte();
        return (sum.AsInt32() + Avx2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16())).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Add32(Vector256<byte> a, Vector256<byte> b) => (a.AsInt32() + b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Subtract32(Vector256<byte> a, Vector256<byte> b) => (a.AsInt32() - b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyAddShiftU32(Vector256<byte> a, Vector256<byte> factor, Vector256<byte> addend, int bits)
    {
        Vector256<ulong> even = (Avx2.Multiply(a.AsUInt32(), factor.AsUInt32()) + addend.AsUInt64()) >>> bits;
        Vector256<ulong> odd = (Avx2.Multiply((a.AsUInt64() >>> 32).AsUInt32(), factor.AsUInt32()) + addend.AsUInt64()) >>> bits;
        return (even | (odd << 32)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Broadcast64(ulong value) => Vector256.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShiftRightArithmetic32(Vector256<byte> a, int bits) => (a.AsInt32() >> bits).AsByte();

    // In 128-bit blocks, low holds outputs 0..3 and 8..11, and high holds outputs 4..7 and 12..15.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved32(int* at, Vector256<byte> low, Vector256<byte> high)
    {
        Avx2.Permute2x128(low, high, 0x20).AsInt32().Store(at);
        Avx2.Permute2x128(low, high, 0x31).AsInt32().Store(at + 8);
    }

    // Packing works within 128-bit blocks, so the 64-bit quarters of its result are in the order 0 2 1 3.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Narrow16To8(Vector256<byte> low, Vector256<byte> high) =>
        Avx2.Permute4x64(Avx2.PackUnsignedSaturate(low.AsInt16(), high.AsInt16()).AsUInt64(), 0b11_01_10_00).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Narrow32To16(Vector256<byte> low, Vector256<byte> high) =>
        Avx2.Permute4x64(Avx2.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsUInt64(), 0b11_01_10_00).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Narrow32ToU16(Vector256<byte> low, Vector256<byte> high) =>
        Avx2.Permute4x64(Avx2.PackUnsignedSaturate(low.AsInt32(), high.AsInt32()).AsUInt64(), 0b11_01_10_00).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> NarrowInterleaved32To16(Vector256<byte> low, Vector256<byte> high) =>
        Avx2.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ToSingle(Vector256<byte> a) => Vector256.ConvertToSingle(a.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ToInt32(Vector256<byte> a) => Vector256.ConvertToInt32Native(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddS(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SubtractS(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MultiplyS(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> DivideS(Vector256<byte> a, Vector256<byte> b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> FusedMultiplyAddS(Vector256<byte> a, Vector256<byte> b, Vector256<byte> c) =>
        Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MaxS(Vector256<byte> a, Vector256<byte> b) => Avx.Max(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MinS(Vector256<byte> a, Vector256<byte> b) => Avx.Min(a.AsSingle(), b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> And32(Vector256<byte> a, Vector256<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AbsS(Vector256<byte> a) => Vector256.Abs(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> FloorS(Vector256<byte> a) => Vector256.Floor(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SqrtS(Vector256<byte> a) => Vector256.Sqrt(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ReciprocalSqrtEstimateS(Vector256<byte> a) => Avx.ReciprocalSqrt(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectGreaterOrEqualS(Vector256<byte> a, Vector256<byte> b, Vector256<byte> whenTrue,
        Vector256<byte> whenFalse) =>
        Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(a.AsSingle(), b.AsSingle()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Broadcast8(int value) => Vector256.Create((byte)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Add8(Vector256<byte> a, Vector256<byte> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MinU8(Vector256<byte> a, Vector256<byte> b) => Vector256.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MaxU8(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MinU16(Vector256<byte> a, Vector256<byte> b) => Vector256.Min(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> MaxU16(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Min32(Vector256<byte> a, Vector256<byte> b) => Vector256.Min(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Max32(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> CountLess8(Vector256<byte> count, Vector256<byte> a, Vector256<byte> b) =>
        (count.AsSByte() - Vector256.LessThan(a.AsSByte(), b.AsSByte())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> CountLess16(Vector256<byte> count, Vector256<byte> a, Vector256<byte> b) =>
        (count.AsInt16() - Vector256.LessThan(a.AsInt16(), b.AsInt16())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> CountLess32(Vector256<byte> count, Vector256<byte> a, Vector256<byte> b) =>
        (count.AsInt32() - Vector256.LessThan(a.AsInt32(), b.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectLess8(Vector256<byte> a, Vector256<byte> b, Vector256<byte> whenTrue,
        Vector256<byte> whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a.AsSByte(), b.AsSByte()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectLess16(Vector256<byte> a, Vector256<byte> b, Vector256<byte> whenTrue,
        Vector256<byte> whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a.AsInt16(), b.AsInt16()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SelectLess32(Vector256<byte> a, Vector256<byte> b, Vector256<byte> whenTrue,
        Vector256<byte> whenFalse) =>
        Vector256.ConditionalSelect(Vector256.LessThan(a.AsInt32(), b.AsInt32()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShiftLeft32(Vector256<byte> a, int bits) => (a.AsInt32() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Add64(Vector256<byte> a, Vector256<byte> b) => (a.AsInt64() + b.AsInt64()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddD(Vector256<byte> a, Vector256<byte> b) => (a.AsDouble() + b.AsDouble()).AsByte();
}
