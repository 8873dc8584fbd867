using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>Weighted sums of float32 samples by fused multiply-adds in the order of the taps.</summary>
internal static unsafe class FloatTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// <c>sum = fma(weights[k], taps[2k][i] + taps[2k + 1][i], sum)</c> over pairs of equal weight, which symmetric kernels
    /// have, then <c>sum = fma(weights[pairs + k], taps[2 pairs + k][i], sum)</c> over the single taps. Sums start at 0 and
    /// are made for at least <paramref name="count"/> samples, in whole blocks of eight registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* weights, int pairs, int singles, float** taps, float* to, int count, bool nonTemporal)
    {
        int lanes = TSimd.Bytes / 4;
        for (nint i = 0; i < count; i += 8 * lanes)
        {
            TVector sum0 = TSimd.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
            TVector sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
            for (nint k = 0; k < pairs; k++)
            {
                TVector weight = TSimd.BroadcastS(weights[k]);
                float* a = taps[2 * k] + i;
                float* b = taps[(2 * k) + 1] + i;
                sum0 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a), TSimd.Load(b)), sum0);
                sum1 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a + lanes), TSimd.Load(b + lanes)), sum1);
                sum2 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a + (2 * lanes)), TSimd.Load(b + (2 * lanes))), sum2);
                sum3 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a + (3 * lanes)), TSimd.Load(b + (3 * lanes))), sum3);
                sum4 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a + (4 * lanes)), TSimd.Load(b + (4 * lanes))), sum4);
                sum5 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a + (5 * lanes)), TSimd.Load(b + (5 * lanes))), sum5);
                sum6 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a + (6 * lanes)), TSimd.Load(b + (6 * lanes))), sum6);
                sum7 = TSimd.FusedMultiplyAddS(weight, TSimd.AddS(TSimd.Load(a + (7 * lanes)), TSimd.Load(b + (7 * lanes))), sum7);
            }
            for (nint k = 0; k < singles; k++)
            {
                TVector weight = TSimd.BroadcastS(weights[pairs + k]);
                float* at = taps[(2 * pairs) + k] + i;
                sum0 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at), sum0);
                sum1 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + lanes), sum1);
                sum2 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + (2 * lanes)), sum2);
                sum3 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + (3 * lanes)), sum3);
                sum4 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + (4 * lanes)), sum4);
                sum5 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + (5 * lanes)), sum5);
                sum6 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + (6 * lanes)), sum6);
                sum7 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + (7 * lanes)), sum7);
            }
            FloatStores<TSimd, TVector>.Store(to + i, sum0, nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + lanes, sum1, nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (2 * lanes), sum2, nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (3 * lanes), sum3, nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (4 * lanes), sum4, nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (5 * lanes), sum5, nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (6 * lanes), sum6, nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (7 * lanes), sum7, nonTemporal);
        }
    }
}

/// <summary>Stores of float32 results.</summary>
internal static unsafe class FloatStores<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Results that are a whole number of blocks in every pass that may store directly to the picture.</summary>
    public static int Block() => 8 * TSimd.Bytes / sizeof(float);

    /// <summary>Stores a register, past the caches if <paramref name="nonTemporal"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* at, TVector value, bool nonTemporal)
    {
        Debug.Assert(!nonTemporal || ((nint)at & (TSimd.Bytes - 1)) == 0, "a non-temporal store is aligned");
        if (nonTemporal)
            TSimd.StoreNonTemporal(at, value);
        else
            TSimd.Store(at, value);
    }
}
