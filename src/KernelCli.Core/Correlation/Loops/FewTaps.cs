using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>
/// Weighted sums of a few taps in 16-bit lanes, right modulo 65536. The loop over the taps is unrolled, and addresses and
/// weights stay in registers. Kernels with fewer taps are padded with weights of 0.
/// </summary>
internal static unsafe class FewTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>
    /// <c>to[i] = start + sum over taps of weights[k] * taps[k][i]</c>, for at least <paramref name="count"/> samples, in whole
    /// registers.
    /// </summary>
    /// <param name="tapCount">3, 5 or 9.</param>
    /// <param name="weights">As many weights.</param>
    /// <param name="taps">As many rows.</param>
    /// <param name="start">The initial value of every sum.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">Samples wanted.</param>
    public static void Run(int tapCount, short* weights, short** taps, int start, short* to, int count)
    {
        Debug.Assert(count >= 0);
        switch (tapCount)
        {
            case 3:
                Run3(weights, taps, start, to, count);
                break;
            case 5:
                Run5(weights, taps, start, to, count);
                break;
            case 9:
                Run9(weights, taps, start, to, count);
                break;
            default:
                throw new UnreachableException($"there is no loop of {tapCount} taps");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run3(short* weights, short** taps, int start, short* to, int count)
    {
        int lanes = TSimd.Bytes / 2;
        short* p0 = taps[0], p1 = taps[1], p2 = taps[2];
        TVector initial = TSimd.Broadcast16(start);
        TVector w0 = TSimd.Broadcast16(weights[0]), w1 = TSimd.Broadcast16(weights[1]), w2 = TSimd.Broadcast16(weights[2]);
        for (long i = 0; i < count; i += lanes)
        {
            TVector sum = TSimd.Add16(initial, TSimd.Multiply16(w0, TSimd.Load(p0 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w1, TSimd.Load(p1 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w2, TSimd.Load(p2 + i)));
            TSimd.Store(to + i, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run5(short* weights, short** taps, int start, short* to, int count)
    {
        int lanes = TSimd.Bytes / 2;
        short* p0 = taps[0], p1 = taps[1], p2 = taps[2], p3 = taps[3], p4 = taps[4];
        TVector initial = TSimd.Broadcast16(start);
        TVector w0 = TSimd.Broadcast16(weights[0]), w1 = TSimd.Broadcast16(weights[1]), w2 = TSimd.Broadcast16(weights[2]),
            w3 = TSimd.Broadcast16(weights[3]), w4 = TSimd.Broadcast16(weights[4]);
        for (long i = 0; i < count; i += lanes)
        {
            TVector sum = TSimd.Add16(initial, TSimd.Multiply16(w0, TSimd.Load(p0 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w1, TSimd.Load(p1 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w2, TSimd.Load(p2 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w3, TSimd.Load(p3 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w4, TSimd.Load(p4 + i)));
            TSimd.Store(to + i, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run9(short* weights, short** taps, int start, short* to, int count)
    {
        int lanes = TSimd.Bytes / 2;
        short* p0 = taps[0], p1 = taps[1], p2 = taps[2], p3 = taps[3], p4 = taps[4], p5 = taps[5], p6 = taps[6], p7 = taps[7], p8 = taps[8];
        TVector initial = TSimd.Broadcast16(start);
        TVector w0 = TSimd.Broadcast16(weights[0]), w1 = TSimd.Broadcast16(weights[1]), w2 = TSimd.Broadcast16(weights[2]),
            w3 = TSimd.Broadcast16(weights[3]), w4 = TSimd.Broadcast16(weights[4]), w5 = TSimd.Broadcast16(weights[5]),
            w6 = TSimd.Broadcast16(weights[6]), w7 = TSimd.Broadcast16(weights[7]), w8 = TSimd.Broadcast16(weights[8]);
        for (long i = 0; i < count; i += lanes)
        {
            TVector sum = TSimd.Add16(initial, TSimd.Multiply16(w0, TSimd.Load(p0 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w1, TSimd.Load(p1 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w2, TSimd.Load(p2 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w3, TSimd.Load(p3 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w4, TSimd.Load(p4 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w5, TSimd.Load(p5 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w6, TSimd.Load(p6 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w7, TSimd.Load(p7 + i)));
            sum = TSimd.Add16(sum, TSimd.Multiply16(w8, TSimd.Load(p8 + i)));
            TSimd.Store(to + i, sum);
        }
    }
}
