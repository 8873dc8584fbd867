using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Layers;

/// <summary>
/// Sums of a layer: four output channels and two registers of outputs at a time, so that every sample that is loaded is used four
/// times.
/// </summary>
internal static unsafe class LayerSums
{
    /// <summary>Output channels of a block.</summary>
    public const int Channels = 4;

    /// <summary>
    /// <c>to[c][i] = start[c] + sum over k of weights[4k + c] * taps[k][i]</c> by fused multiply-adds in the order of the
    /// taps, for <paramref name="count"/> outputs, rounded up to whole pairs of registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TSimd, TVector>(float* weights, float** taps, int tapCount, float* start, float** to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 4;
        float* to0 = to[0], to1 = to[1], to2 = to[2], to3 = to[3];
        for (int i = 0; i < count; i += 2 * lanes)
        {
            TVector a0 = TSimd.BroadcastS(start[0]), a1 = TSimd.BroadcastS(start[1]),
                a2 = TSimd.BroadcastS(start[2]), a3 = TSimd.BroadcastS(start[3]);
            TVector b0 = a0, b1 = a1, b2 = a2, b3 = a3;
            float* weight = weights;
            for (int k = 0; k < tapCount; k++, weight += Channels)
            {
                float* tap = taps[k] + i;
                TVector a = TSimd.Load(tap), b = TSimd.Load(tap + lanes);
                TVector w0 = TSimd.BroadcastS(weight[0]), w1 = TSimd.BroadcastS(weight[1]);
                a0 = TSimd.FusedMultiplyAddS(w0, a, a0);
                b0 = TSimd.FusedMultiplyAddS(w0, b, b0);
                a1 = TSimd.FusedMultiplyAddS(w1, a, a1);
                b1 = TSimd.FusedMultiplyAddS(w1, b, b1);
                TVector w2 = TSimd.BroadcastS(weight[2]), w3 = TSimd.BroadcastS(weight[3]);
                a2 = TSimd.FusedMultiplyAddS(w2, a, a2);
                b2 = TSimd.FusedMultiplyAddS(w2, b, b2);
                a3 = TSimd.FusedMultiplyAddS(w3, a, a3);
                b3 = TSimd.FusedMultiplyAddS(w3, b, b3);
            }
            TSimd.Store(to0 + i, a0);
            TSimd.Store(to0 + i + lanes, b0);
            TSimd.Store(to1 + i, a1);
            TSimd.Store(to1 + i + lanes, b1);
            TSimd.Store(to2 + i, a2);
            TSimd.Store(to2 + i + lanes, b2);
            TSimd.Store(to3 + i, a3);
            TSimd.Store(to3 + i + lanes, b3);
        }
    }
}
