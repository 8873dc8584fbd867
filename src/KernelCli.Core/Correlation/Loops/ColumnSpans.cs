using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>Sums over a window whose columns are runs of cells: what enters at the lower edge less what leaves at the upper one.</summary>
internal static unsafe class ColumnSpans<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>The maximum number of cells for which a change fits 16 bits: 128 * 255 = 32640.</summary>
    public const int MaxCells = 128;

    /// <summary>
    /// <c>sums[i] += entering[0][i] + entering[1][i] + ... - leaving[0][i] - leaving[1][i] - ...</c> for <paramref name="samples"/>
    /// sums, in whole blocks of a register of 16-bit lanes.
    /// </summary>
    /// <param name="entering">Samples of 8 bits in 16.</param>
    /// <param name="leaving">As many; or null for none.</param>
    /// <param name="cells">Their number, at most <see cref="MaxCells"/>.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="samples">Their number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slide(short** entering, short** leaving, int cells, int* sums, int samples)
    {
        int lanes = TSimd.Bytes / 2;
        short* change = stackalloc short[lanes];
        for (nint i = 0; i < samples; i += lanes)
        {
            // 16-bit lanes wrap on the way; the whole change fits.
            TVector total = TSimd.Zero;
            if (leaving == null)
                for (nint k = 0; k < cells; k++)
                    total = TSimd.Add16(total, TSimd.Load(entering[k] + i));
            else
                for (nint k = 0; k < cells; k++)
                    total = TSimd.Add16(total, TSimd.Subtract16(TSimd.Load(entering[k] + i), TSimd.Load(leaving[k] + i)));
            TSimd.Store(change, total);
            int* low = sums + i, high = low + (lanes / 2);
            TSimd.Store(low, TSimd.Add32(TSimd.Load(low), TSimd.LoadWiden16To32(change)));
            TSimd.Store(high, TSimd.Add32(TSimd.Load(high), TSimd.LoadWiden16To32(change + (lanes / 2))));
        }
    }
}
