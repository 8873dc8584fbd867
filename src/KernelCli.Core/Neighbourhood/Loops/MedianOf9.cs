using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// The median of 3x3 samples: the triples of each row are sorted once for the three windows that they are part of; the median
/// is that of the greatest of the least, the median of the middle, and the least of the greatest.
/// </summary>
internal static unsafe class MedianOf9<TSimd, TVector, TLeast, TGreatest>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLeast : struct, IExtremum<TVector>
    where TGreatest : struct, IExtremum<TVector>
{
    /// <summary>
    /// Sorts the triples of a row into three lines, the least first; <paramref name="step"/> is in bytes. Whole registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SortTriples(byte* row, nint step, byte* to, long pitch, long bytes)
    {
        byte* next = row + step, last = next + step, middle = to + pitch, greatest = middle + pitch;
        for (nint i = 0; i < bytes; i += TSimd.Bytes)
        {
            TVector a = TSimd.Load(row + i), b = TSimd.Load(next + i), c = TSimd.Load(last + i);
            (a, b) = (TLeast.Pick(a, b), TGreatest.Pick(a, b));
            TVector most = TGreatest.Pick(b, c), less = TLeast.Pick(b, c);
            TSimd.Store(to + i, TLeast.Pick(a, less));
            TSimd.Store(middle + i, TGreatest.Pick(a, less));
            TSimd.Store(greatest + i, most);
        }
    }

    /// <summary>Medians of windows of three rows, whose triples were sorted. Writes <paramref name="bytes"/>, a register or more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Select(byte** triples, long pitch, byte* to, long bytes)
    {
        Debug.Assert(bytes >= TSimd.Bytes);
        byte* row0 = triples[0], row1 = triples[1], row2 = triples[2];
        nint middle = (nint)pitch, greatest = 2 * middle, end = (nint)bytes - TSimd.Bytes;
        for (nint i = 0; ; i = Math.Min(i + TSimd.Bytes, end))
        {
            byte* a = row0 + i, b = row1 + i, c = row2 + i;
            TVector low = TGreatest.Pick(TSimd.Load(b), TSimd.Load(c));
            TVector high = TLeast.Pick(TSimd.Load(b + greatest), TSimd.Load(c + greatest));
            TVector m1 = TSimd.Load(b + middle), m2 = TSimd.Load(c + middle);
            TSimd.Store(to + i, Median(a, middle, low, TLeast.Pick(m1, m2), TGreatest.Pick(m1, m2), high));
            if (i == end)
                return;
        }
    }

    /// <summary>The same of two windows, one row apart, of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SelectTwo(byte** triples, long pitch, byte* to, byte* below, long bytes)
    {
        Debug.Assert(bytes >= TSimd.Bytes);
        byte* row0 = triples[0], row1 = triples[1], row2 = triples[2], row3 = triples[3];
        nint middle = (nint)pitch, greatest = 2 * middle, end = (nint)bytes - TSimd.Bytes;
        for (nint i = 0; ; i = Math.Min(i + TSimd.Bytes, end))
        {
            byte* b = row1 + i, c = row2 + i;
            TVector low = TGreatest.Pick(TSimd.Load(b), TSimd.Load(c));
            TVector high = TLeast.Pick(TSimd.Load(b + greatest), TSimd.Load(c + greatest));
            TVector m1 = TSimd.Load(b + middle), m2 = TSimd.Load(c + middle), less = TLeast.Pick(m1, m2), more = TGreatest.Pick(m1, m2);
            TSimd.Store(to + i, Median(row0 + i, middle, low, less, more, high));
            TSimd.Store(below + i, Median(row3 + i, middle, low, less, more, high));
            if (i == end)
                return;
        }
    }

    // With the sorted triple at a: the other two triples' greatest least, their middles in order, and their least greatest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Median(byte* a, nint middle, TVector low, TVector less, TVector more, TVector high)
    {
        low = TGreatest.Pick(low, TSimd.Load(a));
        high = TLeast.Pick(high, TSimd.Load(a + (2 * middle)));
        TVector between = TGreatest.Pick(less, TLeast.Pick(more, TSimd.Load(a + middle)));
        return TGreatest.Pick(TLeast.Pick(low, between), TLeast.Pick(TGreatest.Pick(low, between), high));
    }
}
