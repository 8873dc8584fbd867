using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>Weighted sums of signed 16-bit samples in 32-bit lanes, two taps at a time.</summary>
internal static unsafe class DotSums
{
    /// <summary>
    /// <c>to[i] = start + sum over pairs of low(pair) * taps[2k][i] + high(pair) * taps[2k + 1][i]</c>, for at least
    /// <paramref name="count"/> samples, in whole blocks of four registers of samples.
    /// </summary>
    /// <param name="pairs">Two signed 16-bit weights each, the first in the low half.</param>
    /// <param name="pairCount">Number of pairs.</param>
    /// <param name="taps">Twice as many rows of samples.</param>
    /// <param name="start">Where every sum starts.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">Samples wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TSimd, TVector>(int* pairs, int pairCount, short** taps, int start, int* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 2;
        TVector initial = TSimd.Broadcast32(start);
        for (int i = 0; i < count; i += 4 * lanes)
        {
            TVector low0 = initial, low1 = initial, low2 = initial, low3 = initial;
            TVector high0 = initial, high1 = initial, high2 = initial, high3 = initial;
            short** tap = taps;
            for (int k = 0; k < pairCount; k++, tap += 2)
            {
                TVector weights = TSimd.Broadcast32(pairs[k]);
                short* first = tap[0] + i;
                short* second = tap[1] + i;
                TVector a = TSimd.Load(first), b = TSimd.Load(second);
                low0 = TSimd.DotAccumulate16(low0, TSimd.InterleaveLow16(a, b), weights);
                high0 = TSimd.DotAccumulate16(high0, TSimd.InterleaveHigh16(a, b), weights);
                (a, b) = (TSimd.Load(first + lanes), TSimd.Load(second + lanes));
                low1 = TSimd.DotAccumulate16(low1, TSimd.InterleaveLow16(a, b), weights);
                high1 = TSimd.DotAccumulate16(high1, TSimd.InterleaveHigh16(a, b), weights);
                (a, b) = (TSimd.Load(first + (2 * lanes)), TSimd.Load(second + (2 * lanes)));
                low2 = TSimd.DotAccumulate16(low2, TSimd.InterleaveLow16(a, b), weights);
                high2 = TSimd.DotAccumulate16(high2, TSimd.InterleaveHigh16(a, b), weights);
                (a, b) = (TSimd.Load(first + (3 * lanes)), TSimd.Load(second + (3 * lanes)));
                low3 = TSimd.DotAccumulate16(low3, TSimd.InterleaveLow16(a, b), weights);
                high3 = TSimd.DotAccumulate16(high3, TSimd.InterleaveHigh16(a, b), weights);
            }
            TSimd.StoreInterleaved32(to + i, low0, high0);
            TSimd.StoreInterleaved32(to + i + lanes, low1, high1);
            TSimd.StoreInterleaved32(to + i + (2 * lanes), low2, high2);
            TSimd.StoreInterleaved32(to + i + (3 * lanes), low3, high3);
        }
    }
}
