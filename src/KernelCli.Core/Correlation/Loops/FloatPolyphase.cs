using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>Four weighted sums over the same float32 rows, so that each load serves all four.</summary>
internal static unsafe class FloatPolyphase<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Sums made at once.</summary>
    public const int Sums = 4;

    /// <summary>
    /// <c>to[s][i] = sum over n of weights[s * taps + n] * rows[n][i]</c> for s from 0 to 3, by fused multiply-adds in the
    /// order of n, in whole blocks of two registers.
    /// </summary>
    /// <param name="weights">Four lines of weights, one after the other.</param>
    /// <param name="taps">The number of weights in a line.</param>
    /// <param name="rows">One row per weight of a line.</param>
    /// <param name="to">Four rows of sums.</param>
    /// <param name="count">Sums wanted in each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* weights, int taps, float** rows, float** to, int count)
    {
        int lanes = TSimd.Bytes / 4;
        for (int i = 0; i < count; i += 2 * lanes)
        {
            TVector a0 = TSimd.Zero, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
            for (int n = 0; n < taps; n++)
            {
                float* at = rows[n] + i;
                TVector v0 = TSimd.Load(at), v1 = TSimd.Load(at + lanes);
                TVector w = TSimd.BroadcastS(weights[n]);
                (a0, a1) = (TSimd.FusedMultiplyAddS(w, v0, a0), TSimd.FusedMultiplyAddS(w, v1, a1));
                w = TSimd.BroadcastS(weights[taps + n]);
                (b0, b1) = (TSimd.FusedMultiplyAddS(w, v0, b0), TSimd.FusedMultiplyAddS(w, v1, b1));
                w = TSimd.BroadcastS(weights[(2 * taps) + n]);
                (c0, c1) = (TSimd.FusedMultiplyAddS(w, v0, c0), TSimd.FusedMultiplyAddS(w, v1, c1));
                w = TSimd.BroadcastS(weights[(3 * taps) + n]);
                (d0, d1) = (TSimd.FusedMultiplyAddS(w, v0, d0), TSimd.FusedMultiplyAddS(w, v1, d1));
            }
            Store(to[0] + i, a0, a1);
            Store(to[1] + i, b0, b1);
            Store(to[2] + i, c0, c1);
            Store(to[3] + i, d0, d1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, TVector low, TVector high)
    {
        TSimd.Store(to, low);
        TSimd.Store(to + (TSimd.Bytes / 4), high);
    }
}
