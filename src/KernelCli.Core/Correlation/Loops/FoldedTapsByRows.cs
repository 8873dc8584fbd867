using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>
/// Weighted sums of float32 rows with a symmetric column of weights, for four output rows at once:
/// <c>sum = fma(weight[t], row[t] + row[taps - 1 - t], sum)</c> for t from 0 to the middle, then the middle row where the
/// number of taps is odd.
/// </summary>
internal static unsafe class FoldedTapsByRows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Output rows made at once.</summary>
    public const int Rows = 4;

    /// <summary>The minimum number of taps that the loop supports.</summary>
    public const int MinTaps = 8;

    /// <summary>Sums of four rows, in whole registers.</summary>
    /// <param name="weights">The first half of the column, with the middle weight where there is one.</param>
    /// <param name="taps">Weights of the whole column, at least <see cref="MinTaps"/>.</param>
    /// <param name="rows">The rows under the first output row, and three more.</param>
    /// <param name="first">The first sample of each row.</param>
    /// <param name="to">Four rows of sums.</param>
    /// <param name="count">Sums wanted in each.</param>
    // In step t, output r adds rows r + t and r + taps - 1 - t. These are neighbours of the rows that the other outputs add, so that four
    // registers from the top (a) and four from the bottom (b) serve all four, and a step loads one new row of each. The roles of the
    // registers rotate by one per step; after four steps they are back where they began.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* weights, int taps, float** rows, int first, float** to, int count)
    {
        Debug.Assert(taps >= MinTaps && count >= 0);
        nint pairs = taps / 2;
        for (nint i = 0; i < count; i += TSimd.Bytes / sizeof(float))
        {
            nint at = first + i;
            float** top = rows;
            float** bottom = rows + taps - 1;
            TVector sum0 = TSimd.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
            TVector a0 = TSimd.Load(top[0] + at), a1 = TSimd.Load(top[1] + at), a2 = TSimd.Load(top[2] + at), a3;
            TVector b0, b1 = TSimd.Load(bottom[1] + at), b2 = TSimd.Load(bottom[2] + at), b3 = TSimd.Load(bottom[3] + at);
            nint t = 0;
            for (; t + 4 <= pairs; t += 4)
            {
                (a3, b0) = (TSimd.Load(top[t + 3] + at), TSimd.Load(bottom[-t] + at));
                Add(weights[t], a0, b0, a1, b1, a2, b2, a3, b3, ref sum0, ref sum1, ref sum2, ref sum3);
                (a0, b3) = (TSimd.Load(top[t + 4] + at), TSimd.Load(bottom[-t - 1] + at));
                Add(weights[t + 1], a1, b3, a2, b0, a3, b1, a0, b2, ref sum0, ref sum1, ref sum2, ref sum3);
                (a1, b2) = (TSimd.Load(top[t + 5] + at), TSimd.Load(bottom[-t - 2] + at));
                Add(weights[t + 2], a2, b2, a3, b3, a0, b0, a1, b1, ref sum0, ref sum1, ref sum2, ref sum3);
                (a2, b1) = (TSimd.Load(top[t + 6] + at), TSimd.Load(bottom[-t - 3] + at));
                Add(weights[t + 3], a3, b1, a0, b2, a1, b3, a2, b0, ref sum0, ref sum1, ref sum2, ref sum3);
            }
            for (; t < pairs; t++)
            {
                (a3, b0) = (TSimd.Load(top[t + 3] + at), TSimd.Load(bottom[-t] + at));
                Add(weights[t], a0, b0, a1, b1, a2, b2, a3, b3, ref sum0, ref sum1, ref sum2, ref sum3);
                (a0, a1, a2) = (a1, a2, a3);
                (b3, b2, b1) = (b2, b1, b0);
            }
            if ((taps & 1) != 0)
            {
                TVector weight = TSimd.BroadcastS(weights[pairs]);
                sum0 = TSimd.FusedMultiplyAddS(weight, a0, sum0);
                sum1 = TSimd.FusedMultiplyAddS(weight, a1, sum1);
                sum2 = TSimd.FusedMultiplyAddS(weight, a2, sum2);
                sum3 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(top[pairs + 3] + at), sum3);
            }
            TSimd.Store(to[0] + i, sum0);
            TSimd.Store(to[1] + i, sum1);
            TSimd.Store(to[2] + i, sum2);
            TSimd.Store(to[3] + i, sum3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        float weight, TVector a0, TVector b0, TVector a1, TVector b1, TVector a2, TVector b2, TVector a3, TVector b3,
        ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        TVector w = TSimd.BroadcastS(weight);
        sum0 = TSimd.FusedMultiplyAddS(w, TSimd.AddS(a0, b0), sum0);
        sum1 = TSimd.FusedMultiplyAddS(w, TSimd.AddS(a1, b1), sum1);
        sum2 = TSimd.FusedMultiplyAddS(w, TSimd.AddS(a2, b2), sum2);
        sum3 = TSimd.FusedMultiplyAddS(w, TSimd.AddS(a3, b3), sum3);
    }
}
