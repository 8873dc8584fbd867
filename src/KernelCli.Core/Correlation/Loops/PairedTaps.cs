using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>Weighted sums of signed 16-bit samples in 32-bit lanes, two taps at a time.</summary>
internal static unsafe class PairedTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// <c>to[i] = start + sum over pairs of low(pair) * taps[2k][i] + high(pair) * taps[2k + 1][i]</c>, for at least
    /// <paramref name="count"/> samples, in whole blocks of four registers of samples.
    /// </summary>
    /// <param name="pairs">Two signed 16-bit weights each, the first in the low half.</param>
    /// <param name="pairCount">Number of pairs.</param>
    /// <param name="taps">Twice as many rows of samples.</param>
    /// <param name="start">The initial value of every sum.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">Samples wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int* pairs, int pairCount, short** taps, int start, int* to, int count)
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
                low0 = TSimd.MultiplyAddAdjacent16(low0, TSimd.InterleaveLow16(a, b), weights);
                high0 = TSimd.MultiplyAddAdjacent16(high0, TSimd.InterleaveHigh16(a, b), weights);
                (a, b) = (TSimd.Load(first + lanes), TSimd.Load(second + lanes));
                low1 = TSimd.MultiplyAddAdjacent16(low1, TSimd.InterleaveLow16(a, b), weights);
                high1 = TSimd.MultiplyAddAdjacent16(high1, TSimd.InterleaveHigh16(a, b), weights);
                (a, b) = (TSimd.Load(first + (2 * lanes)), TSimd.Load(second + (2 * lanes)));
                low2 = TSimd.MultiplyAddAdjacent16(low2, TSimd.InterleaveLow16(a, b), weights);
                high2 = TSimd.MultiplyAddAdjacent16(high2, TSimd.InterleaveHigh16(a, b), weights);
                (a, b) = (TSimd.Load(first + (3 * lanes)), TSimd.Load(second + (3 * lanes)));
                low3 = TSimd.MultiplyAddAdjacent16(low3, TSimd.InterleaveLow16(a, b), weights);
                high3 = TSimd.MultiplyAddAdjacent16(high3, TSimd.InterleaveHigh16(a, b), weights);
            }
            TSimd.StoreInterleaved32(to + i, low0, high0);
            TSimd.StoreInterleaved32(to + i + lanes, low1, high1);
            TSimd.StoreInterleaved32(to + i + (2 * lanes), low2, high2);
            TSimd.StoreInterleaved32(to + i + (3 * lanes), low3, high3);
        }
    }
}

/// <summary>
/// Weighted sums of signed 16-bit samples in 32-bit lanes, for taps that are adjacent in a row. Two adjacent samples are a
/// 32-bit lane already, so that one load gives the pairs of the even outputs, and a load one sample further on those of the
/// odd outputs.
/// </summary>
internal static unsafe class AdjacentPairs<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// <c>to[i] = start + sum over pairs of low(pair) * taps[k][i] + high(pair) * taps[k][i + 1]</c>, for at least <paramref name="count"/>
    /// samples, in whole blocks of four registers of samples.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int* pairs, int pairCount, short** taps, int start, int* to, int count)
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
                even0 = TSimd.MultiplyAddAdjacent16(even0, TSimd.Load(at), weights);
                odd0 = TSimd.MultiplyAddAdjacent16(odd0, TSimd.Load(at + 1), weights);
                even1 = TSimd.MultiplyAddAdjacent16(even1, TSimd.Load(at + lanes), weights);
                odd1 = TSimd.MultiplyAddAdjacent16(odd1, TSimd.Load(at + lanes + 1), weights);
                even2 = TSimd.MultiplyAddAdjacent16(even2, TSimd.Load(at + (2 * lanes)), weights);
                odd2 = TSimd.MultiplyAddAdjacent16(odd2, TSimd.Load(at + (2 * lanes) + 1), weights);
                even3 = TSimd.MultiplyAddAdjacent16(even3, TSimd.Load(at + (3 * lanes)), weights);
                odd3 = TSimd.MultiplyAddAdjacent16(odd3, TSimd.Load(at + (3 * lanes) + 1), weights);
            }
            Store(to + i, even0, odd0);
            Store(to + i + lanes, even1, odd1);
            Store(to + i + (2 * lanes), even2, odd2);
            Store(to + i + (3 * lanes), even3, odd3);
        }
    }

    /// <summary>Interleaves the sums of even and odd outputs and stores them in natural order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(int* to, TVector even, TVector odd) =>
        TSimd.StoreInterleaved32(to, TSimd.InterleaveLow32(even, odd), TSimd.InterleaveHigh32(even, odd));
}

/// <summary>
/// <see cref="AdjacentPairs{TSimd, TVector}"/> for four output rows at once: each load from a source row serves all four.
/// Sums are integers, so the order of the taps does not matter.
/// </summary>
internal static unsafe class AdjacentPairsBy4Rows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Output rows made at once.</summary>
    public const int Rows = 4;

    /// <summary>Sums of a dense kernel, in whole blocks of one register of samples.</summary>
    /// <param name="pairs">Pairs of weights, kernel row by kernel row, with three rows of zeros before and after.</param>
    /// <param name="width">Pairs of a kernel row.</param>
    /// <param name="height">Kernel rows.</param>
    /// <param name="rows"><c>height + 3</c> source rows, from the first tap's sample on.</param>
    /// <param name="first">The first output.</param>
    /// <param name="to">Four rows of sums.</param>
    /// <param name="count">Sums wanted in each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(int* pairs, int width, int height, short** rows, int first, int** to, int count)
    {
        int lanes = TSimd.Bytes / 2;
        for (int i = 0; i < count; i += lanes)
        {
            TVector even0 = TSimd.Zero, even1 = even0, even2 = even0, even3 = even0;
            TVector odd0 = even0, odd1 = even0, odd2 = even0, odd3 = even0;
            int* weight = pairs + ((Rows - 1) * width);
            for (int source = 0; source < height + Rows - 1; source++)
            {
                // Output row r weights this source row with kernel row source - r.
                short* at = rows[source] + first + i;
                for (int x = 0; x < width; x++, weight++, at += 2)
                {
                    TVector even = TSimd.Load(at), odd = TSimd.Load(at + 1);
                    TVector w = TSimd.Broadcast32(weight[0]);
                    even0 = TSimd.MultiplyAddAdjacent16(even0, even, w);
                    odd0 = TSimd.MultiplyAddAdjacent16(odd0, odd, w);
                    w = TSimd.Broadcast32(weight[-width]);
                    even1 = TSimd.MultiplyAddAdjacent16(even1, even, w);
                    odd1 = TSimd.MultiplyAddAdjacent16(odd1, odd, w);
                    w = TSimd.Broadcast32(weight[-2 * width]);
                    even2 = TSimd.MultiplyAddAdjacent16(even2, even, w);
                    odd2 = TSimd.MultiplyAddAdjacent16(odd2, odd, w);
                    w = TSimd.Broadcast32(weight[-3 * width]);
                    even3 = TSimd.MultiplyAddAdjacent16(even3, even, w);
                    odd3 = TSimd.MultiplyAddAdjacent16(odd3, odd, w);
                }
            }
            AdjacentPairs<TSimd, TVector>.Store(to[0] + i, even0, odd0);
            AdjacentPairs<TSimd, TVector>.Store(to[1] + i, even1, odd1);
            AdjacentPairs<TSimd, TVector>.Store(to[2] + i, even2, odd2);
            AdjacentPairs<TSimd, TVector>.Store(to[3] + i, even3, odd3);
        }
    }
}
