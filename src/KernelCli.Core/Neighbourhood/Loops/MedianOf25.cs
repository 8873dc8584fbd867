using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// The median of 5x5 samples by a selection network. The columns are sorted first, once for the five windows that they are
/// part of, and half of that for two rows at a time.
/// </summary>
internal static unsafe class MedianOf25<TSimd, TVector, TLeast, TGreatest>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TLeast : struct, IExtremum<TVector>
    where TGreatest : struct, IExtremum<TVector>
{
    /// <summary>
    /// Sorts the columns of five rows: those of <c>rows[0]</c> to <c>rows[4]</c> into five lines at <paramref name="to"/>,
    /// and, where <paramref name="below"/> is not null, those of <c>rows[1]</c> to <c>rows[5]</c> into five lines there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SortColumns(byte** rows, byte* to, byte* below, long pitch, long bytes)
    {
        byte* row0 = rows[0], row1 = rows[1], row2 = rows[2], row3 = rows[3], row4 = rows[4], row5 = below == null ? row0 : rows[5];
        byte* second = below == null ? to : below;
        for (nint i = 0; i < bytes; i += TSimd.Bytes)
        {
            TVector a = TSimd.Load(row1 + i), b = TSimd.Load(row2 + i), c = TSimd.Load(row3 + i), d = TSimd.Load(row4 + i);
            (a, b) = (TLeast.Pick(a, b), TGreatest.Pick(a, b));
            (c, d) = (TLeast.Pick(c, d), TGreatest.Pick(c, d));
            (a, c) = (TLeast.Pick(a, c), TGreatest.Pick(a, c));
            (b, d) = (TLeast.Pick(b, d), TGreatest.Pick(b, d));
            (b, c) = (TLeast.Pick(b, c), TGreatest.Pick(b, c));

            // Where there is one row, it is stored twice.
            Insert(TSimd.Load(row5 + i), a, b, c, d, second + i, pitch);
            Insert(TSimd.Load(row0 + i), a, b, c, d, to + i, pitch);
        }
    }

    /// <summary>Medians of windows whose columns were sorted.</summary>
    /// <param name="lines">Five lines: the least of each column to the greatest.</param>
    /// <param name="pitch">Bytes from one line to the next.</param>
    /// <param name="step">Bytes from one column to the next of a window.</param>
    /// <param name="to">The medians.</param>
    /// <param name="bytes">Their number in bytes, a register or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Select(byte* lines, long pitch, nint step, byte* to, long bytes)
    {
        byte* least = lines, second = lines + pitch, middle = second + pitch, fourth = middle + pitch, greatest = fourth + pitch;
        nint end = (nint)bytes - TSimd.Bytes;
        for (nint i = 0; ; i = Math.Min(i + TSimd.Bytes, end))
        {
            TVector a1 = TSimd.Load(least + i + step);
            TVector a3 = TSimd.Load(least + i + (3 * step));
            (TVector v1, TVector w1) = (TLeast.Pick(a1, a3), TGreatest.Pick(a1, a3));
            TVector a0 = TSimd.Load(least + i);
            TVector a2 = TSimd.Load(least + i + (2 * step));
            (TVector v2, TVector w2) = (TLeast.Pick(a0, a2), TGreatest.Pick(a0, a2));
            TVector a4 = TSimd.Load(least + i + (4 * step));
            TVector w3 = TGreatest.Pick(v1, a4);
            TVector w4 = TGreatest.Pick(v2, w1);
            (TVector v5, TVector w5) = (TLeast.Pick(w3, w2), TGreatest.Pick(w3, w2));
            (TVector v6, TVector w6) = (TLeast.Pick(w4, w5), TGreatest.Pick(w4, w5));
            TVector w7 = TGreatest.Pick(v5, v6);
            TVector b3 = TSimd.Load(second + i + (3 * step));
            TVector b4 = TSimd.Load(second + i + (4 * step));
            (TVector v8, TVector w8) = (TLeast.Pick(b3, b4), TGreatest.Pick(b3, b4));
            TVector b1 = TSimd.Load(second + i + step);
            TVector b2 = TSimd.Load(second + i + (2 * step));
            (TVector v9, TVector w9) = (TLeast.Pick(b1, b2), TGreatest.Pick(b1, b2));
            (TVector v10, TVector w10) = (TLeast.Pick(v9, w8), TGreatest.Pick(v9, w8));
            TVector w11 = TGreatest.Pick(v8, v10);
            TVector b0 = TSimd.Load(second + i);
            (TVector v12, TVector w12) = (TLeast.Pick(b0, w9), TGreatest.Pick(b0, w9));
            TVector w13 = TGreatest.Pick(w11, v12);
            (TVector v14, TVector w14) = (TLeast.Pick(w10, w12), TGreatest.Pick(w10, w12));
            (TVector v15, TVector w15) = (TLeast.Pick(w13, v14), TGreatest.Pick(w13, v14));
            TVector c3 = TSimd.Load(middle + i + (3 * step));
            TVector c0 = TSimd.Load(middle + i);
            (TVector v16, TVector w16) = (TLeast.Pick(c3, c0), TGreatest.Pick(c3, c0));
            TVector c2 = TSimd.Load(middle + i + (2 * step));
            TVector c1 = TSimd.Load(middle + i + step);
            (TVector v17, TVector w17) = (TLeast.Pick(c2, c1), TGreatest.Pick(c2, c1));
            TVector c4 = TSimd.Load(middle + i + (4 * step));
            (TVector v18, TVector w18) = (TLeast.Pick(v16, c4), TGreatest.Pick(v16, c4));
            (TVector v19, TVector w19) = (TLeast.Pick(v17, w16), TGreatest.Pick(v17, w16));
            TVector w20 = TGreatest.Pick(v18, v19);
            (TVector v21, TVector w21) = (TLeast.Pick(w18, w17), TGreatest.Pick(w18, w17));
            (TVector v22, TVector w22) = (TLeast.Pick(w20, v21), TGreatest.Pick(w20, v21));
            TVector v23 = TLeast.Pick(w19, w21);
            (TVector v24, TVector w24) = (TLeast.Pick(w22, v23), TGreatest.Pick(w22, v23));
            TVector d0 = TSimd.Load(fourth + i);
            TVector d3 = TSimd.Load(fourth + i + (3 * step));
            (TVector v25, TVector w25) = (TLeast.Pick(d0, d3), TGreatest.Pick(d0, d3));
            TVector d4 = TSimd.Load(fourth + i + (4 * step));
            TVector d1 = TSimd.Load(fourth + i + step);
            (TVector v26, TVector w26) = (TLeast.Pick(d4, d1), TGreatest.Pick(d4, d1));
            TVector d2 = TSimd.Load(fourth + i + (2 * step));
            (TVector v27, TVector w27) = (TLeast.Pick(v25, d2), TGreatest.Pick(v25, d2));
            (TVector v28, TVector w28) = (TLeast.Pick(v26, w25), TGreatest.Pick(v26, w25));
            (TVector v29, TVector w29) = (TLeast.Pick(v27, v28), TGreatest.Pick(v27, v28));
            TVector v30 = TLeast.Pick(w27, w26);
            (TVector v31, TVector w31) = (TLeast.Pick(w29, v30), TGreatest.Pick(w29, v30));
            TVector v32 = TLeast.Pick(w31, w28);
            TVector e2 = TSimd.Load(greatest + i + (2 * step));
            TVector e0 = TSimd.Load(greatest + i);
            (TVector v33, TVector w33) = (TLeast.Pick(e2, e0), TGreatest.Pick(e2, e0));
            TVector e3 = TSimd.Load(greatest + i + (3 * step));
            TVector e4 = TSimd.Load(greatest + i + (4 * step));
            (TVector v34, TVector w34) = (TLeast.Pick(e3, e4), TGreatest.Pick(e3, e4));
            TVector e1 = TSimd.Load(greatest + i + step);
            (TVector v35, TVector w35) = (TLeast.Pick(v33, e1), TGreatest.Pick(v33, e1));
            TVector v36 = TLeast.Pick(v34, w33);
            (TVector v37, TVector w37) = (TLeast.Pick(v35, v36), TGreatest.Pick(v35, v36));
            TVector v38 = TLeast.Pick(w35, w34);
            TVector v39 = TLeast.Pick(w37, v38);
            TVector v40 = TLeast.Pick(w15, v32);
            TVector w41 = TGreatest.Pick(v29, v40);
            TVector w42 = TGreatest.Pick(v22, w6);
            TVector w43 = TGreatest.Pick(w7, v31);
            TVector w44 = TGreatest.Pick(v15, v37);
            (TVector v45, TVector w45) = (TLeast.Pick(w41, v24), TGreatest.Pick(w41, v24));
            TVector v46 = TLeast.Pick(w43, w24);
            (TVector v47, TVector w47) = (TLeast.Pick(v45, v46), TGreatest.Pick(v45, v46));
            (TVector v48, TVector w48) = (TLeast.Pick(w42, w44), TGreatest.Pick(w42, w44));
            TVector v49 = TLeast.Pick(w14, v39);
            (TVector v50, TVector w50) = (TLeast.Pick(w47, w45), TGreatest.Pick(w47, w45));
            TVector v51 = TLeast.Pick(w48, v49);
            TVector w52 = TGreatest.Pick(v47, v48);
            TVector v53 = TLeast.Pick(v50, v51);
            TVector v54 = TLeast.Pick(w52, w50);
            TVector w55 = TGreatest.Pick(v54, v53);
            TSimd.Store(to + i, w55);
            if (i == end)
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Insert(TVector x, TVector a, TVector b, TVector c, TVector d, byte* to, long pitch)
    {
        TSimd.Store(to, TLeast.Pick(x, a));
        x = TGreatest.Pick(x, a);
        TSimd.Store(to + pitch, TLeast.Pick(x, b));
        x = TGreatest.Pick(x, b);
        TSimd.Store(to + (2 * pitch), TLeast.Pick(x, c));
        x = TGreatest.Pick(x, c);
        TSimd.Store(to + (3 * pitch), TLeast.Pick(x, d));
        TSimd.Store(to + (4 * pitch), TGreatest.Pick(x, d));
    }
}
