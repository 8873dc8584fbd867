using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>
/// Weighted sums of float32 samples for four output rows at once: a source vector that is loaded (and most lie across two cache lines) serves
/// each output row that it is under. Every row is added up in the order of its taps, as if it were alone.
/// </summary>
internal static unsafe class FloatBlockSums
{
    /// <summary>Output rows made at once.</summary>
    public const int Rows = 4;

    /// <summary>Sums of a dense kernel of at least <see cref="Rows"/> rows, in whole blocks of two registers.</summary>
    /// <param name="weights">Weights row by row.</param>
    /// <param name="width">Kernel columns.</param>
    /// <param name="height">Kernel rows.</param>
    /// <param name="rows">Source rows from the first tap's sample on: height and three more.</param>
    /// <param name="to">Four rows of sums.</param>
    /// <param name="count">Sums wanted in each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TSimd, TVector>(float* weights, int width, int height, float** rows, float** to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 4;
        for (int i = 0; i < count; i += 2 * lanes)
        {
            TVector a0 = TSimd.Zero, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;

            // Output row r is under source rows r to r + height - 1. The first three source rows are not under all of them ...
            Add<TSimd, TVector>(weights, width, rows, 0, 0, 3, i, ref a0, ref a1);
            Add<TSimd, TVector>(weights, width, rows, 1, 0, 2, i, ref b0, ref b1);
            Add<TSimd, TVector>(weights, width, rows, 2, 0, 1, i, ref c0, ref c1);
            for (int source = Rows - 1; source < height; source++)
            {
                float* row = rows[source] + i;
                float* weight = weights + (source * width);
                for (float* at = row; at < row + width; at++, weight++)
                {
                    TVector v0 = TSimd.Load(at), v1 = TSimd.Load(at + lanes);
                    TVector w = TSimd.BroadcastS(weight[0]);
                    a0 = TSimd.FusedMultiplyAddS(w, v0, a0);
                    a1 = TSimd.FusedMultiplyAddS(w, v1, a1);
                    w = TSimd.BroadcastS(weight[-width]);
                    b0 = TSimd.FusedMultiplyAddS(w, v0, b0);
                    b1 = TSimd.FusedMultiplyAddS(w, v1, b1);
                    w = TSimd.BroadcastS(weight[-2 * width]);
                    c0 = TSimd.FusedMultiplyAddS(w, v0, c0);
                    c1 = TSimd.FusedMultiplyAddS(w, v1, c1);
                    w = TSimd.BroadcastS(weight[-3 * width]);
                    d0 = TSimd.FusedMultiplyAddS(w, v0, d0);
                    d1 = TSimd.FusedMultiplyAddS(w, v1, d1);
                }
            }

            // ... and neither are the last three.
            Add<TSimd, TVector>(weights, width, rows, 1, height - 1, height, i, ref b0, ref b1);
            Add<TSimd, TVector>(weights, width, rows, 2, height - 2, height, i, ref c0, ref c1);
            Add<TSimd, TVector>(weights, width, rows, 3, height - 3, height, i, ref d0, ref d1);
            Store<TSimd, TVector>(to[0] + i, a0, a1);
            Store<TSimd, TVector>(to[1] + i, b0, b1);
            Store<TSimd, TVector>(to[2] + i, c0, c1);
            Store<TSimd, TVector>(to[3] + i, d0, d1);
        }
    }

    // Kernel rows first to end of one output row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TSimd, TVector>(
        float* weights, int width, float** rows, int output, int first, int end, int i, ref TVector sum0, ref TVector sum1)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        (TVector s0, TVector s1) = (sum0, sum1);
        for (int y = first; y < end; y++)
            for (int x = 0; x < width; x++)
            {
                TVector weight = TSimd.BroadcastS(weights[(y * width) + x]);
                float* at = rows[output + y] + i + x;
                s0 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at), s0);
                s1 = TSimd.FusedMultiplyAddS(weight, TSimd.Load(at + (TSimd.Bytes / 4)), s1);
            }
        (sum0, sum1) = (s0, s1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSimd, TVector>(float* to, TVector low, TVector high)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        TSimd.Store(to, low);
        TSimd.Store(to + (TSimd.Bytes / 4), high);
    }
}
