using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KernelCli.Simd;

/// <summary>Registers of 128 bits: SSE to AVX on x86, NEON on Arm, the runtime's own emulation elsewhere.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<byte>>
{
    public static int Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    public static Vector128<byte> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(void* at) => Vector128.Load((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* at, Vector128<byte> value) => value.Store((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNonTemporal(void* at, Vector128<byte> value) => value.StoreAlignedNonTemporal((byte*)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Broadcast16(int value) => Vector128.Create((short)value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Broadcast32(int value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> BroadcastS(float value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadWiden8To16(byte* at) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)at).AsByte()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadWiden8To32(byte* at) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)at).AsByte())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadWiden16To32(short* at) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)at).AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadWidenU16To32(ushort* at) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)at).AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add16(Vector128<byte> a, Vector128<byte> b) => (a.AsInt16() + b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Subtract16(Vector128<byte> a, Vector128<byte> b) => (a.AsInt16() - b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Multiply16(Vector128<byte> a, Vector128<byte> b) => (a.AsInt16() * b.AsInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplyHighU16(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyHigh(a.AsUInt16(), b.AsUInt16()).AsByte();
        Vector128<uint> low = Vector128.WidenLower(a.AsUInt16()) * Vector128.WidenLower(b.AsUInt16());
        Vector128<uint> high = Vector128.WidenUpper(a.AsUInt16()) * Vector128.WidenUpper(b.AsUInt16());
        return Vector128.Narrow(low >>> 16, high >>> 16).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AverageU16(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
            return Sse2.Average(a.AsUInt16(), b.AsUInt16()).AsByte();
        Vector128<ushort> x = a.AsUInt16(), y = b.AsUInt16();
        return ((x | y) - ((x ^ y) >>> 1)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftLeft16(Vector128<byte> a, int bits) => (a.AsInt16() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftRightLogical16(Vector128<byte> a, int bits) => (a.AsUInt16() >>> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftRightArithmetic16(Vector128<byte> a, int bits) => (a.AsInt16() >> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InterleaveLow16(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackLow(a.AsInt16(), b.AsInt16()).AsByte();
        return (Vector128.WidenLower(a.AsUInt16()) | (Vector128.WidenLower(b.AsUInt16()) << 16)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InterleaveHigh16(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackHigh(a.AsInt16(), b.AsInt16()).AsByte();
        return (Vector128.WidenUpper(a.AsUInt16()) | (Vector128.WidenUpper(b.AsUInt16()) << 16)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InterleaveLow32(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackLow(a.AsInt32(), b.AsInt32()).AsByte();
        return Vector128.Create(a.AsUInt32()[0], b.AsUInt32()[0], a.AsUInt32()[1], b.AsUInt32()[1]).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InterleaveHigh32(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse2.IsSupported)
            return Sse2.UnpackHigh(a.AsInt32(), b.AsInt32()).AsByte();
        return Vector128.Create(a.AsUInt32()[2], b.AsUInt32()[2], a.AsUInt32()[3], b.AsUInt32()[3]).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Even32(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse.IsSupported)
            return Sse.Shuffle(a.AsSingle(), b.AsSingle(), 0b10_00_10_00).AsByte();
        return Vector128.Create(a.AsUInt32()[0], a.AsUInt32()[2], b.AsUInt32()[0], b.AsUInt32()[2]).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Odd32(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse.IsSupported)
            return Sse.Shuffle(a.AsSingle(), b.AsSingle(), 0b11_01_11_01).AsByte();
        return Vector128.Create(a.AsUInt32()[1], a.AsUInt32()[3], b.AsUInt32()[1], b.AsUInt32()[3]).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplyAddAdjacent16(Vector128<byte> sum, Vector128<byte> a, Vector128<byte> b)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), a.AsInt16(), b.AsInt16()).AsByte();
        if (Sse2.IsSupported)
            return (sum.AsInt32() + Sse2.MultiplyAddAdjacent(a.AsInt16(), b.AsInt16())).AsByte();
        Vector128<int> low = ((a.AsInt32() << 16) >> 16) * ((b.AsInt32() << 16) >> 16);
        Vector128<int> high = (a.AsInt32() >> 16) * (b.AsInt32() >> 16);
        return (sum.AsInt32() + low + high).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add32(Vector128<byte> a, Vector128<byte> b) => (a.AsInt32() + b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Subtract32(Vector128<byte> a, Vector128<byte> b) => (a.AsInt32() - b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplyAddShiftU32(Vector128<byte> a, Vector128<byte> factor, Vector128<byte> addend, int bits)
    {
        Vector128<ulong> even, odd, low = Vector128.Create((ulong)uint.MaxValue);
        if (Sse2.IsSupported)
        {
            even = Sse2.Multiply(a.AsUInt32(), factor.AsUInt32());
            odd = Sse2.Multiply((a.AsUInt64() >>> 32).AsUInt32(), factor.AsUInt32());
        }
        else
        {
            even = (a.AsUInt64() & low) * (factor.AsUInt64() & low);
            odd = (a.AsUInt64() >>> 32) * (factor.AsUInt64() & low);
        }
        return (((even + addend.AsUInt64()) >>> bits) | (((odd + addend.AsUInt64()) >>> bits) << 32)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Broadcast64(ulong value) => Vector128.Create(value).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftRightArithmetic32(Vector128<byte> a, int bits) => (a.AsInt32() >> bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved32(int* at, Vector128<byte> low, Vector128<byte> high)
    {
        low.AsInt32().Store(at);
        high.AsInt32().Store(at + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Narrow16To8(Vector128<byte> low, Vector128<byte> high)
    {
        if (Sse2.IsSupported)
            return Sse2.PackUnsignedSaturate(low.AsInt16(), high.AsInt16()).AsByte();
        return Vector128.Narrow(Clamp16(low).AsUInt16(), Clamp16(high).AsUInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Narrow32To16(Vector128<byte> low, Vector128<byte> high)
    {
        if (Sse2.IsSupported)
            return Sse2.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsByte();
        return Vector128.Narrow(Clamp32(low, short.MinValue, short.MaxValue), Clamp32(high, short.MinValue, short.MaxValue)).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Narrow32ToU16(Vector128<byte> low, Vector128<byte> high) =>
        Vector128.Narrow(Clamp32(low, 0, ushort.MaxValue).AsUInt32(), Clamp32(high, 0, ushort.MaxValue).AsUInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> NarrowInterleaved32To16(Vector128<byte> low, Vector128<byte> high)
    {
        if (Sse2.IsSupported)
            return Sse2.PackSignedSaturate(low.AsInt32(), high.AsInt32()).AsByte();
        return Narrow32To16(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ToSingle(Vector128<byte> a) => Vector128.ConvertToSingle(a.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ToInt32(Vector128<byte> a) => Vector128.ConvertToInt32Native(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddS(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() + b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SubtractS(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() - b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MultiplyS(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() * b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> DivideS(Vector128<byte> a, Vector128<byte> b) => (a.AsSingle() / b.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FusedMultiplyAddS(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c) =>
        Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MaxS(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse.IsSupported)
            return Sse.Max(a.AsSingle(), b.AsSingle()).AsByte();
        return Vector128.ConditionalSelect(Vector128.GreaterThan(a.AsSingle(), b.AsSingle()), a.AsSingle(), b.AsSingle()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MinS(Vector128<byte> a, Vector128<byte> b)
    {
        if (Sse.IsSupported)
            return Sse.Min(a.AsSingle(), b.AsSingle()).AsByte();
        return Vector128.ConditionalSelect(Vector128.LessThan(a.AsSingle(), b.AsSingle()), a.AsSingle(), b.AsSingle()).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> And32(Vector128<byte> a, Vector128<byte> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AbsS(Vector128<byte> a) => Vector128.Abs(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> FloorS(Vector128<byte> a) => Vector128.Floor(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SqrtS(Vector128<byte> a) => Vector128.Sqrt(a.AsSingle()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ReciprocalSqrtEstimateS(Vector128<byte> a) =>
        Sse.IsSupported ? Sse.ReciprocalSqrt(a.AsSingle()).AsByte() : (Vector128<float>.One / Vector128.Sqrt(a.AsSingle())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectGreaterOrEqualS(Vector128<byte> a, Vector128<byte> b, Vector128<byte> whenTrue,
        Vector128<byte> whenFalse) =>
        Vector128.ConditionalSelect(Vector128.GreaterThanOrEqual(a.AsSingle(), b.AsSingle()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Clamp16(Vector128<byte> a) =>
        Vector128.Min(Vector128.Max(a.AsInt16(), Vector128<short>.Zero), Vector128.Create((short)255));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Clamp32(Vector128<byte> a, int least, int most) =>
        Vector128.Min(Vector128.Max(a.AsInt32(), Vector128.Create(least)), Vector128.Create(most));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Broadcast8(int value) => Vector128.Create((byte)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add8(Vector128<byte> a, Vector128<byte> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MinU8(Vector128<byte> a, Vector128<byte> b) => Vector128.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MaxU8(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MinU16(Vector128<byte> a, Vector128<byte> b) => Vector128.Min(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> MaxU16(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a.AsUInt16(), b.AsUInt16()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Min32(Vector128<byte> a, Vector128<byte> b) => Vector128.Min(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Max32(Vector128<byte> a, Vector128<byte> b) => Vector128.Max(a.AsInt32(), b.AsInt32()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> CountLess8(Vector128<byte> count, Vector128<byte> a, Vector128<byte> b) =>
        (count.AsSByte() - Vector128.LessThan(a.AsSByte(), b.AsSByte())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> CountLess16(Vector128<byte> count, Vector128<byte> a, Vector128<byte> b) =>
        (count.AsInt16() - Vector128.LessThan(a.AsInt16(), b.AsInt16())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> CountLess32(Vector128<byte> count, Vector128<byte> a, Vector128<byte> b) =>
        (count.AsInt32() - Vector128.LessThan(a.AsInt32(), b.AsInt32())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectLess8(Vector128<byte> a, Vector128<byte> b, Vector128<byte> whenTrue,
        Vector128<byte> whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a.AsSByte(), b.AsSByte()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectLess16(Vector128<byte> a, Vector128<byte> b, Vector128<byte> whenTrue,
        Vector128<byte> whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a.AsInt16(), b.AsInt16()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> SelectLess32(Vector128<byte> a, Vector128<byte> b, Vector128<byte> whenTrue,
        Vector128<byte> whenFalse) =>
        Vector128.ConditionalSelect(Vector128.LessThan(a.AsInt32(), b.AsInt32()).AsByte(), whenTrue, whenFalse);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> ShiftLeft32(Vector128<byte> a, int bits) => (a.AsInt32() << bits).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Add64(Vector128<byte> a, Vector128<byte> b) => (a.AsInt64() + b.AsInt64()).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddD(Vector128<byte> a, Vector128<byte> b) => (a.AsDouble() + b.AsDouble()).AsByte();
}
