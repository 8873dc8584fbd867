using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// As <see cref="RankByBits{TSimd, TVector, TLanes}"/>, over keys of float32 of which some windows have fewer than others, so that each
/// window has a rank of its own. Whole registers are read and written.
/// </summary>
internal static unsafe class RankOfNumbers<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int Bits = 32;

    /// <summary>Counts the cells of each window that are no <see cref="OrderedKeys.Greatest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Count(byte** cells, int cellCount, int* to, int windows)
    {
        TVector greatest = TSimd.Broadcast32(OrderedKeys.Greatest);
        for (nint i = 0; i < windows; i += TSimd.Bytes / sizeof(int))
        {
            TVector count = TSimd.Broadcast32(0);
            for (nint k = 0; k < cellCount; k++)
                count = TSimd.CountLess32(count, TSimd.Load(cells[k] + (i * sizeof(int))), greatest);
            TSimd.Store(to + i, count);
        }
    }

    /// <summary>Finds the key at the index <paramref name="ranks"/> of each window's sorted keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte** cells, int cellCount, int* ranks, int* to, int windows)
    {
        int lanes = TSimd.Bytes / sizeof(int);
        TVector one = TSimd.Broadcast32(1);
        for (nint i = 0; i < windows; i += 2 * lanes)
        {
            TVector found0 = TSimd.Broadcast32(int.MinValue), found1 = found0;
            TVector limit0 = TSimd.Add32(TSimd.Load(ranks + i), one), limit1 = TSimd.Add32(TSimd.Load(ranks + i + lanes), one);
            for (int bit = Bits - 1; bit >= 0; bit--)
            {
                TVector next = TSimd.Broadcast32(1 << bit), try0 = TSimd.Add32(found0, next), try1 = TSimd.Add32(found1, next);
                TVector count0 = TSimd.Broadcast32(0), count1 = count0;
                for (nint k = 0; k < cellCount; k++)
                {
                    byte* at = cells[k] + (i * sizeof(int));
                    count0 = TSimd.CountLess32(count0, TSimd.Load(at), try0);
                    count1 = TSimd.CountLess32(count1, TSimd.Load(at + TSimd.Bytes), try1);
                }
                found0 = TSimd.SelectLess32(count0, limit0, try0, found0);
                found1 = TSimd.SelectLess32(count1, limit1, try1, found1);
            }
            TSimd.Store(to + i, found0);
            TSimd.Store(to + i + lanes, found1);
        }
    }
}
