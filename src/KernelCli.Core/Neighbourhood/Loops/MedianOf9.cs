using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// The median of 3x3 samples: columns are sorted once for the three windows that they are part of; the median is that of
/// the greatest of the least, the median of the middle, and the least of the greatest.
/// </summary>
internal static unsafe class MedianOf9<TSimd, TVector, TLeast, TGreatest>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLeast : struct, IExtremum<TVector>
    where TGreatest : struct, IExtremum<TVector>
{
    /// <summary>Sorts the columns of three rows into three lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SortColumns(byte** rows, byte* to, long pitch, long bytes)
    {
        byte* row0 = rows[0], row1 = rows[1], row2 = rows[2], middle = to + pitch, greatest = middle + pitch;
        for (nint i = 0; i < bytes; i += TSimd.Bytes)
        {
            TVector a = TSimd.Load(row0 + i), b = TSimd.Load(row1 + i), c = TSimd.Load(row2 + i);
            (a, b) = (TLeast.Pick(a, b), TGreatest.Pick(a, b));
            TVector most = TGreatest.Pick(b, c), less = TLeast.Pick(b, c);
            TSimd.Store(to + i, TLeast.Pick(a, less));
            TSimd.Store(middle + i, TGreatest.Pick(a, less));
            TSimd.Store(greatest + i, most);
        }
    }

    /// <summary>Medians of windows whose columns were sorted; <paramref name="step"/> is in bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Select(byte* lines, long pitch, nint step, byte* to, long bytes)
    {
        byte* middle = lines + pitch, greatest = middle + pitch;
        for (nint i = 0; i < bytes; i += TSimd.Bytes)
        {
            byte* a = lines + i, b = middle + i, c = greatest + i;
            TVector low = TGreatest.Pick(TGreatest.Pick(TSimd.Load(a), TSimd.Load(a + step)), TSimd.Load(a + (2 * step)));
            TVector high = TLeast.Pick(TLeast.Pick(TSimd.Load(c), TSimd.Load(c + step)), TSimd.Load(c + (2 * step)));
            TVector between = Middle(TSimd.Load(b), TSimd.Load(b + step), TSimd.Load(b + (2 * step)));
            TSimd.Store(to + i, Middle(low, between, high));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Middle(TVector a, TVector b, TVector c) =>
        TGreatest.Pick(TLeast.Pick(a, b), TLeast.Pick(TGreatest.Pick(a, b), c));
}
