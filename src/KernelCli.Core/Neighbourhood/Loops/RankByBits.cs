using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>Signed whole numbers of one size, compared in the lanes of registers.</summary>
internal interface ISignedLanes<TVector>
    where TVector : struct
{
    /// <summary>Bytes of a sample.</summary>
    static abstract int SampleBytes { get; }

    static abstract TVector Broadcast(int value);

    static abstract TVector Add(TVector a, TVector b);

    /// <summary>count + (a &lt; b ? 1 : 0).</summary>
    static abstract TVector CountLess(TVector count, TVector a, TVector b);

    /// <summary>a &lt; b ? whenTrue : whenFalse.</summary>
    static abstract TVector SelectLess(TVector a, TVector b, TVector whenTrue, TVector whenFalse);
}

/// <summary>
/// The value of a rank among samples, found bit by bit from the highest: it is the largest number below which there are at
/// most that many samples. Every lane looks for its own, so nothing branches, and cells may lie anywhere.
/// </summary>
internal static unsafe class RankByBits<TSimd, TVector, TLanes>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLanes : struct, ISignedLanes<TVector>
{
    /// <summary>Finds the value at index <paramref name="rank"/> of the sorted samples at all cells.</summary>
    /// <param name="cells">Addresses of the cells of the first window, no more than a lane has values.</param>
    /// <param name="cellCount">Their number.</param>
    /// <param name="rank">The index, from 0.</param>
    /// <param name="bits">Bits of a sample.</param>
    /// <param name="to">The values.</param>
    /// <param name="bytes">Their number in bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte** cells, int cellCount, int rank, int bits, byte* to, long bytes)
    {
        // Counts begin at the least number, so that lanes hold as many as they have values.
        int register = TSimd.Bytes, least = -1 << ((8 * TLanes.SampleBytes) - 1);
        TVector zero = TLanes.Broadcast(least), limit = TLanes.Broadcast(least + rank + 1);
        TVector start = TLanes.Broadcast(-1 << (bits - 1));
        for (nint i = 0; i < bytes; i += 4 * register)
        {
            TVector found0 = start, found1 = start, found2 = start, found3 = start;
            for (int bit = bits - 1; bit >= 0; bit--)
            {
                TVector next = TLanes.Broadcast(1 << bit);
                TVector try0 = TLanes.Add(found0, next), try1 = TLanes.Add(found1, next);
                TVector try2 = TLanes.Add(found2, next), try3 = TLanes.Add(found3, next);
                TVector count0 = zero, count1 = zero, count2 = zero, count3 = zero;
                for (nint k = 0; k < cellCount; k++)
                {
                    byte* at = cells[k] + i;
                    count0 = TLanes.CountLess(count0, TSimd.Load(at), try0);
                    count1 = TLanes.CountLess(count1, TSimd.Load(at + register), try1);
                    count2 = TLanes.CountLess(count2, TSimd.Load(at + (2 * register)), try2);
                    count3 = TLanes.CountLess(count3, TSimd.Load(at + (3 * register)), try3);
                }
                found0 = TLanes.SelectLess(count0, limit, try0, found0);
                found1 = TLanes.SelectLess(count1, limit, try1, found1);
                found2 = TLanes.SelectLess(count2, limit, try2, found2);
                found3 = TLanes.SelectLess(count3, limit, try3, found3);
            }
            TSimd.Store(to + i, found0);
            TSimd.Store(to + i + register, found1);
            TSimd.Store(to + i + (2 * register), found2);
            TSimd.Store(to + i + (3 * register), found3);
        }
    }
}

/// <summary>Signed bytes.</summary>
internal readonly struct SignedByteLanes<TSimd, TVector> : ISignedLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(sbyte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Broadcast(int value) => TSimd.Broadcast8(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.Add8(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector CountLess(TVector count, TVector a, TVector b) => TSimd.CountLess8(count, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SelectLess(TVector a, TVector b, TVector whenTrue, TVector whenFalse) =>
        TSimd.SelectLess8(a, b, whenTrue, whenFalse);
}

/// <summary>Signed 16-bit numbers.</summary>
internal readonly struct SignedInt16Lanes<TSimd, TVector> : ISignedLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Broadcast(int value) => TSimd.Broadcast16(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.Add16(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector CountLess(TVector count, TVector a, TVector b) => TSimd.CountLess16(count, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SelectLess(TVector a, TVector b, TVector whenTrue, TVector whenFalse) =>
        TSimd.SelectLess16(a, b, whenTrue, whenFalse);
}

/// <summary>Signed 32-bit numbers.</summary>
internal readonly struct SignedInt32Lanes<TSimd, TVector> : ISignedLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Broadcast(int value) => TSimd.Broadcast32(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.Add32(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector CountLess(TVector count, TVector a, TVector b) => TSimd.CountLess32(count, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SelectLess(TVector a, TVector b, TVector whenTrue, TVector whenFalse) =>
        TSimd.SelectLess32(a, b, whenTrue, whenFalse);
}
