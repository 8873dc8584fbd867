using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>
/// <see cref="RowPairSums"/> for four output rows at once: what is loaded of a source row serves each output row that it is under.
/// Whole numbers, so the order of the taps does not matter.
/// </summary>
internal static unsafe class PairBlockSums
{
    /// <summary>Output rows made at once.</summary>
    public const int Rows = 4;

    /// <summary>Sums of a dense kernel, in whole blocks of one register of samples.</summary>
    /// <param name="pairs">Pairs of weights, kernel row by kernel row, with three rows of zeros in front and behind.</param>
    /// <param name="width">Pairs of a kernel row.</param>
    /// <param name="height">Kernel rows.</param>
    /// <param name="rows">Source rows from the first tap's sample on: height and three more.</param>
    /// <param name="first">The first output.</param>
    /// <param name="to">Four rows of sums.</param>
    /// <param name="count">Sums wanted in each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TSimd, TVector>(int* pairs, int width, int height, short** rows, int first, int** to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 2;
        for (int i = 0; i < count; i += lanes)
        {
            TVector even0 = TSimd.Zero, even1 = even0, even2 = even0, even3 = even0;
            TVector odd0 = even0, odd1 = even0, odd2 = even0, odd3 = even0;
            int* weight = pairs + ((Rows - 1) * width);
            for (int source = 0; source < height + Rows - 1; source++)
            {
                // Output row r is under this source row with kernel row source - r.
                short* at = rows[source] + first + i;
                for (int x = 0; x < width; x++, weight++, at += 2)
                {
                    TVector even = TSimd.Load(at), odd = TSimd.Load(at + 1);
                    TVector w = TSimd.Broadcast32(weight[0]);
                    even0 = TSimd.DotAccumulate16(even0, even, w);
                    odd0 = TSimd.DotAccumulate16(odd0, odd, w);
                    w = TSimd.Broadcast32(weight[-width]);
                    even1 = TSimd.DotAccumulate16(even1, even, w);
                    odd1 = TSimd.DotAccumulate16(odd1, odd, w);
                    w = TSimd.Broadcast32(weight[-2 * width]);
                    even2 = TSimd.DotAccumulate16(even2, even, w);
                    odd2 = TSimd.DotAccumulate16(odd2, odd, w);
                    w = TSimd.Broadcast32(weight[-3 * width]);
                    even3 = TSimd.DotAccumulate16(even3, even, w);
                    odd3 = TSimd.DotAccumulate16(odd3, odd, w);
                }
            }
            RowPairSums.Store<TSimd, TVector>(to[0] + i, even0, odd0);
            RowPairSums.Store<TSimd, TVector>(to[1] + i, even1, odd1);
            RowPairSums.Store<TSimd, TVector>(to[2] + i, even2, odd2);
            RowPairSums.Store<TSimd, TVector>(to[3] + i, even3, odd3);
        }
    }
}
