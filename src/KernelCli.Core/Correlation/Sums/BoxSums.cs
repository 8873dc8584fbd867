using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>The row operations of box filters; whole blocks of one register are read and written.</summary>
internal static unsafe class BoxSums
{
    /// <summary><c>sums[i] += entering[i] - leaving[i]</c> in 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slide16<TSimd, TVector>(short* sums, short* entering, short* leaving, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
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
    public static void Slide32<TSimd, TVector>(int* sums, ushort* entering, ushort* leaving, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
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
    public static void Add16<TSimd, TVector>(short* a, short* b, short* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
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
    public static void AddS<TSimd, TVector>(float* a, float* b, float* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
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
    public static void Tails<TSimd, TVector>(float** rows, int rowCount, float* to, long pitch, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
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
