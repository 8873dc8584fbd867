using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>Weighted sums of 16-bit samples in 16-bit lanes, right modulo 65536: the plan proves that the final sums fit.</summary>
internal static unsafe class GroupedTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// <c>to[i] = start + sum over taps of weight * taps[k][i]</c>, for at least <paramref name="count"/> samples, in whole blocks
    /// of four registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(WeightGroups classes, short** taps, int start, short* to, int count)
    {
        int lanes = TSimd.Bytes / 2;
        TVector initial = TSimd.Broadcast16(start);
        for (int i = 0; i < count; i += 4 * lanes)
        {
            TVector total0 = initial, total1 = initial, total2 = initial, total3 = initial;
            short** tap = taps;
            foreach ((short weight, int plus, int minus) in classes.Classes)
            {
                TVector sum0 = TSimd.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
                for (short** end = tap + plus; tap < end; tap++)
                {
                    short* at = *tap + i;
                    sum0 = TSimd.Add16(sum0, TSimd.Load(at));
                    sum1 = TSimd.Add16(sum1, TSimd.Load(at + lanes));
                    sum2 = TSimd.Add16(sum2, TSimd.Load(at + (2 * lanes)));
                    sum3 = TSimd.Add16(sum3, TSimd.Load(at + (3 * lanes)));
                }
                for (short** end = tap + minus; tap < end; tap++)
                {
                    short* at = *tap + i;
                    sum0 = TSimd.Subtract16(sum0, TSimd.Load(at));
                    sum1 = TSimd.Subtract16(sum1, TSimd.Load(at + lanes));
                    sum2 = TSimd.Subtract16(sum2, TSimd.Load(at + (2 * lanes)));
                    sum3 = TSimd.Subtract16(sum3, TSimd.Load(at + (3 * lanes)));
                }
                if (weight != 1)
                {
                    TVector factor = TSimd.Broadcast16(weight);
                    sum0 = TSimd.Multiply16(sum0, factor);
                    sum1 = TSimd.Multiply16(sum1, factor);
                    sum2 = TSimd.Multiply16(sum2, factor);
                    sum3 = TSimd.Multiply16(sum3, factor);
                }
                total0 = TSimd.Add16(total0, sum0);
                total1 = TSimd.Add16(total1, sum1);
                total2 = TSimd.Add16(total2, sum2);
                total3 = TSimd.Add16(total3, sum3);
            }
            TSimd.Store(to + i, total0);
            TSimd.Store(to + i + lanes, total1);
            TSimd.Store(to + i + (2 * lanes), total2);
            TSimd.Store(to + i + (3 * lanes), total3);
        }
    }
}

/// <summary>
/// Integer taps grouped by the absolute value of their weight: samples of one group are added and subtracted first and
/// multiplied once. Symmetric and antisymmetric kernels fold into half as many products, and a weight of 1 needs none.
/// </summary>
internal sealed class WeightGroups
{
    /// <param name="weights">Weights, none of them 0, all of them in -32767..32767.</param>
    public WeightGroups(ReadOnlySpan<long> weights)
    {
        // A stable insertion sort: the smallest absolute value first, then positive before negative, then the order given.
        int[] order = new int[weights.Length];
        for (int i = 0; i < order.Length; i++)
        {
            int at = i;
            for (; at > 0 && Key(weights[order[at - 1]]) > Key(weights[i]); at--)
                order[at] = order[at - 1];
            order[at] = i;
        }
        Order = order;

        int count = 0;
        for (int i = 0; i < order.Length; i++)
            count += i == 0 || Math.Abs(weights[order[i]]) != Math.Abs(weights[order[i - 1]]) ? 1 : 0;
        Classes = new (short, int, int)[count];
        for (int i = 0, c = 0; c < count; c++)
        {
            long size = Math.Abs(weights[order[i]]);
            int plus = 0, minus = 0;
            for (; i < order.Length && Math.Abs(weights[order[i]]) == size; i++)
                (plus, minus) = weights[order[i]] > 0 ? (plus + 1, minus) : (plus, minus + 1);
            Classes[c] = (checked((short)size), plus, minus);
        }
    }

    /// <summary>For each tap in the order of addition, its index in the weights given.</summary>
    public int[] Order { get; }

    /// <summary>The groups: absolute weight, number of taps added, number of taps then subtracted.</summary>
    public (short Weight, int Plus, int Minus)[] Classes { get; }

    private static long Key(long weight) => (Math.Abs(weight) * 2) + (weight < 0 ? 1 : 0);
}
