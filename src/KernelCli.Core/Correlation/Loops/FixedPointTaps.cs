using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>
/// One axis of a smoothing kernel on samples in 8.8 fixed point, in unsigned 16-bit lanes: samples of one weight are
/// brought together in pairs, and each pair costs one multiplication.
/// </summary>
internal static unsafe class FixedPointTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Samples of a block.</summary>
    public static int Block() => 8 * TSimd.Bytes / sizeof(short);

    /// <summary>
    /// <c>to[i] = start + sum over pairs of floor((taps[2k][i] + taps[2k + 1][i]) * weights[k] / 65536)</c>: the horizontal pass.
    /// Samples are bytes times 128, so a pair's sum is at most 65280.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunSums(ushort* weights, int pairs, short** taps, int start, short* to, int count)
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
                sum0 = TSimd.Add16(sum0, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a), TSimd.Load(b)), weight));
                sum1 = TSimd.Add16(sum1, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a + lanes), TSimd.Load(b + lanes)), weight));
                sum2 = TSimd.Add16(sum2, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a + (2 * lanes)), TSimd.Load(b + (2 * lanes))),
                    weight));
                sum3 = TSimd.Add16(sum3, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a + (3 * lanes)), TSimd.Load(b + (3 * lanes))),
                    weight));
                sum4 = TSimd.Add16(sum4, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a + (4 * lanes)), TSimd.Load(b + (4 * lanes))),
                    weight));
                sum5 = TSimd.Add16(sum5, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a + (5 * lanes)), TSimd.Load(b + (5 * lanes))),
                    weight));
                sum6 = TSimd.Add16(sum6, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a + (6 * lanes)), TSimd.Load(b + (6 * lanes))),
                    weight));
                sum7 = TSimd.Add16(sum7, TSimd.MultiplyHighU16(TSimd.Add16(TSimd.Load(a + (7 * lanes)), TSimd.Load(b + (7 * lanes))),
                    weight));
            }
            TSimd.Store(to + i, sum0);
            TSimd.Store(to + i + lanes, sum1);
            TSimd.Store(to + i + (2 * lanes), sum2);
            TSimd.Store(to + i + (3 * lanes), sum3);
            TSimd.Store(to + i + (4 * lanes), sum4);
            TSimd.Store(to + i + (5 * lanes), sum5);
            TSimd.Store(to + i + (6 * lanes), sum6);
            TSimd.Store(to + i + (7 * lanes), sum7);
        }
    }

    /// <summary>
    /// <c>to[i] = start + sum over pairs of floor(ceil((taps[2k][i] + taps[2k + 1][i]) / 2) * weights[k] / 65536)</c>: the vertical
    /// pass. Samples fill all 16 bits, so a pair is averaged instead of added.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunAverages<TStore>(ushort* weights, int pairs, short** taps,
        int start, TStore store, byte* to, int count)
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
                sum0 = TSimd.Add16(sum0, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a), TSimd.Load(b)), weight));
                sum1 = TSimd.Add16(sum1, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a + lanes), TSimd.Load(b + lanes)), weight));
                sum2 = TSimd.Add16(sum2, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a + (2 * lanes)), TSimd.Load(b + (2 * lanes))),
                    weight));
                sum3 = TSimd.Add16(sum3, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a + (3 * lanes)), TSimd.Load(b + (3 * lanes))),
                    weight));
                sum4 = TSimd.Add16(sum4, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a + (4 * lanes)), TSimd.Load(b + (4 * lanes))),
                    weight));
                sum5 = TSimd.Add16(sum5, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a + (5 * lanes)), TSimd.Load(b + (5 * lanes))),
                    weight));
                sum6 = TSimd.Add16(sum6, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a + (6 * lanes)), TSimd.Load(b + (6 * lanes))),
                    weight));
                sum7 = TSimd.Add16(sum7, TSimd.MultiplyHighU16(TSimd.AverageU16(TSimd.Load(a + (7 * lanes)), TSimd.Load(b + (7 * lanes))),
                    weight));
            }
            store.Store(to, i, sum0, sum1);
            store.Store(to, i + (2 * lanes), sum2, sum3);
            store.Store(to, i + (4 * lanes), sum4, sum5);
            store.Store(to, i + (6 * lanes), sum6, sum7);
        }
    }
}
