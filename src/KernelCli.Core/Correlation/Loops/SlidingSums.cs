using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>The row operations of box filters; whole blocks of one or two registers are read and written.</summary>
internal static unsafe class SlidingSums<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary><c>sums[i] += entering[i] - leaving[i]</c> in 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slide16(short* sums, short* entering, short* leaving, int count)
    {
        int lanes = TSimd.Bytes / 2;
        for (int i = 0; i < count; i += 2 * lanes)
        {
            TVector a = TSimd.Subtract16(TSimd.Load(entering + i), TSimd.Load(leaving + i));
            TVector b = TSimd.Subtract16(TSimd.Load(entering + i + lanes), TSimd.Load(leaving + i + lanes));
            TSimd.Store(sums + i, TSimd.Add16(TSimd.Load(sums + i), a));
            TSimd.Store(sums + i + lanes, TSimd.Add16(TSimd.Load(sums + i + lanes), b));
        }
    }

    /// <summary><c>sums[i] += entering[i] - leaving[i]</c> from unsigned 16-bit rows to 32-bit sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slide32(int* sums, ushort* entering, ushort* leaving, int count)
    {
        int lanes = TSimd.Bytes / 4;
        for (int i = 0; i < count; i += lanes)
        {
            TVector change = TSimd.Subtract32(TSimd.LoadWidenU16To32(entering + i), TSimd.LoadWidenU16To32(leaving + i));
            TSimd.Store(sums + i, TSimd.Add32(TSimd.Load(sums + i), change));
        }
    }

    /// <summary><c>to[i] = a[i] + b[i]</c> in lanes of <typeparamref name="TLanes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TLanes>(byte* a, byte* b, byte* to, int count)
        where TLanes : struct, ISumLanes<TVector>
    {
        nint bytes = (nint)count * TLanes.SampleBytes;
        for (nint i = 0; i < bytes; i += 2 * TSimd.Bytes)
        {
            TVector first = TLanes.Add(TSimd.Load(a + i), TSimd.Load(b + i));
            TVector second = TLanes.Add(TSimd.Load(a + i + TSimd.Bytes), TSimd.Load(b + i + TSimd.Bytes));
            TSimd.Store(to + i, first);
            TSimd.Store(to + i + TSimd.Bytes, second);
        }
    }

    /// <summary><c>to[n - 1] = rows[n - 1]</c>, then <c>to[k] = rows[k] + to[k + 1]</c> for k from n - 2 down to 0, in float32.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="rowCount">Their number n.</param>
    /// <param name="to">The first of as many rows of sums.</param>
    /// <param name="pitch">Samples from one of those to the next.</param>
    /// <param name="count">Sums wanted in each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SuffixSums(float** rows, int rowCount, float* to, long pitch, int count)
    {
        int lanes = TSimd.Bytes / 4;
        for (nint i = 0; i < count; i += 2 * lanes)
        {
            float* at = rows[rowCount - 1] + i, sums = to + ((rowCount - 1) * pitch) + i;
            TVector sum0 = TSimd.Load(at), sum1 = TSimd.Load(at + lanes);
            TSimd.Store(sums, sum0);
            TSimd.Store(sums + lanes, sum1);
            for (nint k = rowCount - 2; k >= 0; k--)
            {
                at = rows[k] + i;
                sums -= pitch;
                sum0 = TSimd.AddS(TSimd.Load(at), sum0);
                sum1 = TSimd.AddS(TSimd.Load(at + lanes), sum1);
                TSimd.Store(sums, sum0);
                TSimd.Store(sums + lanes, sum1);
            }
        }
    }
}

/// <summary>Unweighted sums of taps.</summary>
internal static unsafe class UnweightedTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// <c>to[i] = taps[0][i] + taps[1][i] + ...</c> in lanes of <typeparamref name="TLanes"/>, from the first tap to the
    /// last, in whole blocks of four registers.
    /// </summary>
    /// <param name="taps">One row or more.</param>
    /// <param name="tapCount">Their number.</param>
    /// <param name="to">Receives the sums; must not be one of the rows.</param>
    /// <param name="count">Sums wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes>(byte** taps, int tapCount, byte* to, int count)
        where TLanes : struct, ISumLanes<TVector>
    {
        Debug.Assert(tapCount >= 1 && count >= 0);
        nint bytes = (nint)count * TLanes.SampleBytes, register = TSimd.Bytes;
        for (nint i = 0; i < bytes; i += 4 * register)
        {
            byte* at = taps[0] + i;
            TVector sum0 = TSimd.Load(at), sum1 = TSimd.Load(at + register);
            TVector sum2 = TSimd.Load(at + (2 * register)), sum3 = TSimd.Load(at + (3 * register));
            for (nint k = 1; k < tapCount; k++)
            {
                at = taps[k] + i;
                sum0 = TLanes.Add(sum0, TSimd.Load(at));
                sum1 = TLanes.Add(sum1, TSimd.Load(at + register));
                sum2 = TLanes.Add(sum2, TSimd.Load(at + (2 * register)));
                sum3 = TLanes.Add(sum3, TSimd.Load(at + (3 * register)));
            }
            TSimd.Store(to + i, sum0);
            TSimd.Store(to + i + register, sum1);
            TSimd.Store(to + i + (2 * register), sum2);
            TSimd.Store(to + i + (3 * register), sum3);
        }
    }
}

/// <summary>The lanes in which samples are summed.</summary>
internal interface ISumLanes<TVector>
    where TVector : struct
{
    /// <summary>Bytes of a sample.</summary>
    static abstract int SampleBytes { get; }

    /// <summary>Adds two registers.</summary>
    static abstract TVector Add(TVector a, TVector b);
}

/// <summary>16-bit lanes, modulo 65536.</summary>
internal readonly struct Int16Lanes<TSimd, TVector> : ISumLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.Add16(a, b);
}

/// <summary>Float32 lanes.</summary>
internal readonly struct SingleLanes<TSimd, TVector> : ISumLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(float);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.AddS(a, b);
}
