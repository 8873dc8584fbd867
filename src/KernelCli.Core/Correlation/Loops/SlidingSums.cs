using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>The row operations of box filters; whole blocks of one register are read and written.</summary>
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

    /// <summary><c>to[i] = a[i] + b[i]</c> in 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add16(short* a, short* b, short* to, int count)
    {
        int lanes = TSimd.Bytes / 2;
        for (int i = 0; i < count; i += 2 * lanes)
        {
            TVector first = TSimd.Add16(TSimd.Load(a + i), TSimd.Load(b + i));
            TVector second = TSimd.Add16(TSimd.Load(a + i + lanes), TSimd.Load(b + i + lanes));
            TSimd.Store(to + i, first);
            TSimd.Store(to + i + lanes, second);
        }
    }

    /// <summary><c>to[i] = a[i] + b[i]</c> in float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddS(float* a, float* b, float* to, int count)
    {
        int lanes = TSimd.Bytes / 4;
        for (int i = 0; i < count; i += 2 * lanes)
        {
            TVector first = TSimd.AddS(TSimd.Load(a + i), TSimd.Load(b + i));
            TVector second = TSimd.AddS(TSimd.Load(a + i + lanes), TSimd.Load(b + i + lanes));
            TSimd.Store(to + i, first);
            TSimd.Store(to + i + lanes, second);
        }
    }

    /// <summary><c>to[n - 1] = rows[n - 1]</c>, then <c>to[k] = rows[k] + to[k + 1]</c> upwards, in float32.</summary>
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

/// <summary>Sums of taps that all weigh 1.</summary>
internal static unsafe class UnweightedTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary><c>to[i] = taps[0][i] + taps[1][i] + ...</c> in 16-bit lanes, modulo 65536, in whole blocks of four registers.</summary>
    /// <param name="taps">One row or more.</param>
    /// <param name="tapCount">Their number.</param>
    /// <param name="to">The sums; none of the rows.</param>
    /// <param name="count">Sums wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add16(short** taps, int tapCount, short* to, int count)
    {
        Debug.Assert(tapCount >= 1 && count >= 0);
        int lanes = TSimd.Bytes / 2;
        for (nint i = 0; i < count; i += 4 * lanes)
        {
            short* at = taps[0] + i;
            TVector sum0 = TSimd.Load(at), sum1 = TSimd.Load(at + lanes), sum2 = TSimd.Load(at + (2 * lanes)),
                sum3 = TSimd.Load(at + (3 * lanes));
            for (nint k = 1; k < tapCount; k++)
            {
                at = taps[k] + i;
                sum0 = TSimd.Add16(sum0, TSimd.Load(at));
                sum1 = TSimd.Add16(sum1, TSimd.Load(at + lanes));
                sum2 = TSimd.Add16(sum2, TSimd.Load(at + (2 * lanes)));
                sum3 = TSimd.Add16(sum3, TSimd.Load(at + (3 * lanes)));
            }
            TSimd.Store(to + i, sum0);
            TSimd.Store(to + i + lanes, sum1);
            TSimd.Store(to + i + (2 * lanes), sum2);
            TSimd.Store(to + i + (3 * lanes), sum3);
        }
    }

    /// <summary>The same in float32, from the first tap to the last.</summary>
    /// <inheritdoc cref="Add16"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddS(float** taps, int tapCount, float* to, int count)
    {
        Debug.Assert(tapCount >= 1 && count >= 0);
        int lanes = TSimd.Bytes / 4;
        for (nint i = 0; i < count; i += 4 * lanes)
        {
            float* at = taps[0] + i;
            TVector sum0 = TSimd.Load(at), sum1 = TSimd.Load(at + lanes), sum2 = TSimd.Load(at + (2 * lanes)),
                sum3 = TSimd.Load(at + (3 * lanes));
            for (nint k = 1; k < tapCount; k++)
            {
                at = taps[k] + i;
                sum0 = TSimd.AddS(sum0, TSimd.Load(at));
                sum1 = TSimd.AddS(sum1, TSimd.Load(at + lanes));
                sum2 = TSimd.AddS(sum2, TSimd.Load(at + (2 * lanes)));
                sum3 = TSimd.AddS(sum3, TSimd.Load(at + (3 * lanes)));
            }
            TSimd.Store(to + i, sum0);
            TSimd.Store(to + i + lanes, sum1);
            TSimd.Store(to + i + (2 * lanes), sum2);
            TSimd.Store(to + i + (3 * lanes), sum3);
        }
    }
}
