using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>
/// One axis of a smoothing kernel in fixed point, in unsigned 16-bit lanes: samples of equal weight are combined in pairs,
/// and each pair costs one multiplication.
/// </summary>
internal static unsafe class FixedPointTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Samples per block.</summary>
    public static int Block() => 8 * TSimd.Bytes / sizeof(short);

    /// <summary>
    /// <c>sum[i] = start + sum over pairs of floor(pair(taps[2k][i], taps[2k + 1][i]) * weights[k] / 65536)</c>, stored as
    /// <typeparamref name="TStore"/> does, in whole blocks.
    /// </summary>
    /// <typeparam name="TPair">How the two samples of a pair are combined.</typeparam>
    /// <typeparam name="TStore">How the sums are stored.</typeparam>
    /// <param name="weights">The weight of each pair.</param>
    /// <param name="pairs">Their number.</param>
    /// <param name="taps">Rows of samples, two for each pair.</param>
    /// <param name="start">The initial value of every sum.</param>
    /// <param name="store">Stores the sums.</param>
    /// <param name="to">Receives the sums.</param>
    /// <param name="count">Sums wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TPair, TStore>(ushort* weights, int pairs, short** taps, int start, TStore store, byte* to, int count)
        where TPair : struct, ISamplePair<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        int lanes = TSimd.Bytes / 2;
        TVector initial = TSimd.Broadcast16(start);
        for (int i = 0; i < count; i += 8 * lanes)
        {
            TVector sum0 = initial, sum1 = initial, sum2 = initial, sum3 = initial;
            TVector sum4 = initial, sum5 = initial, sum6 = initial, sum7 = initial;
            for (int k = 0; k < pairs; k++)
            {
                TVector weight = TSimd.Broadcast16(weights[k]);
                short* a = taps[2 * k] + i;
                short* b = taps[(2 * k) + 1] + i;
                sum0 = Add<TPair>(sum0, a, b, weight);
                sum1 = Add<TPair>(sum1, a + lanes, b + lanes, weight);
                sum2 = Add<TPair>(sum2, a + (2 * lanes), b + (2 * lanes), weight);
                sum3 = Add<TPair>(sum3, a + (3 * lanes), b + (3 * lanes), weight);
                sum4 = Add<TPair>(sum4, a + (4 * lanes), b + (4 * lanes), weight);
                sum5 = Add<TPair>(sum5, a + (5 * lanes), b + (5 * lanes), weight);
                sum6 = Add<TPair>(sum6, a + (6 * lanes), b + (6 * lanes), weight);
                sum7 = Add<TPair>(sum7, a + (7 * lanes), b + (7 * lanes), weight);
            }
            store.Store(to, i, sum0, sum1);
            store.Store(to, i + (2 * lanes), sum2, sum3);
            store.Store(to, i + (4 * lanes), sum4, sum5);
            store.Store(to, i + (6 * lanes), sum6, sum7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Add<TPair>(TVector sum, short* a, short* b, TVector weight)
        where TPair : struct, ISamplePair<TVector> =>
        TSimd.Add16(sum, TSimd.MultiplyHighU16(TPair.Combine(TSimd.Load(a), TSimd.Load(b)), weight));
}

/// <summary>How the two samples of a pair become one number.</summary>
internal interface ISamplePair<TVector>
    where TVector : struct
{
    /// <summary>Combines a register of first samples with one of second samples.</summary>
    static abstract TVector Combine(TVector a, TVector b);
}

/// <summary><c>a + b</c>: for bytes times 128, of which a pair adds up to at most 65280.</summary>
internal readonly struct PairSum<TSimd, TVector> : ISamplePair<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine(TVector a, TVector b) => TSimd.Add16(a, b);
}

/// <summary><c>ceil((a + b) / 2)</c>: for samples that fill all 16 bits.</summary>
internal readonly struct PairAverage<TSimd, TVector> : ISamplePair<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Combine(TVector a, TVector b) => TSimd.AverageU16(a, b);
}
