using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>
/// Weighted sums of signed 16-bit samples in 32-bit lanes, for taps that lie side by side in a row: two neighbours are a 32-bit lane already,
/// so that a load gives the pairs of every second output, and one a sample further on those between.
/// </summary>
internal static unsafe class RowPairSums
{
    /// <summary>
    /// <c>to[i] = start + sum over pairs of low(pair) * taps[k][i] + high(pair) * taps[k][i + 1]</c>, for at least <paramref name="count"/> samples,
    /// in whole blocks of four registers of samples.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TSimd, TVector>(int* pairs, int pairCount, short** taps, int start, int* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 2;
        TVector initial = TSimd.Broadcast32(start);
        for (int i = 0; i < count; i += 4 * lanes)
        {
            TVector even0 = initial, even1 = initial, even2 = initial, even3 = initial;
            TVector odd0 = initial, odd1 = initial, odd2 = initial, odd3 = initial;
            for (int k = 0; k < pairCount; k++)
            {
                TVector weights = TSimd.Broadcast32(pairs[k]);
                short* at = taps[k] + i;
                even0 = TSimd.DotAccumulate16(even0, TSimd.Load(at), weights);
                odd0 = TSimd.DotAccumulate16(odd0, TSimd.Load(at + 1), weights);
                even1 = TSimd.DotAccumulate16(even1, TSimd.Load(at + lanes), weights);
                odd1 = TSimd.DotAccumulate16(odd1, TSimd.Load(at + lanes + 1), weights);
                even2 = TSimd.DotAccumulate16(even2, TSimd.Load(at + (2 * lanes)), weights);
                odd2 = TSimd.DotAccumulate16(odd2, TSimd.Load(at + (2 * lanes) + 1), weights);
                even3 = TSimd.DotAccumulate16(even3, TSimd.Load(at + (3 * lanes)), weights);
                odd3 = TSimd.DotAccumulate16(odd3, TSimd.Load(at + (3 * lanes) + 1), weights);
            }
            Store<TSimd, TVector>(to + i, even0, odd0);
            Store<TSimd, TVector>(to + i + lanes, even1, odd1);
            Store<TSimd, TVector>(to + i + (2 * lanes), even2, odd2);
            Store<TSimd, TVector>(to + i + (3 * lanes), even3, odd3);
        }
    }

    /// <summary>Stores the sums of every second output and of those between in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TSimd, TVector>(int* to, TVector even, TVector odd)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct =>
        TSimd.StoreInterleaved32(to, TSimd.InterleaveLow32(even, odd), TSimd.InterleaveHigh32(even, odd));
}
