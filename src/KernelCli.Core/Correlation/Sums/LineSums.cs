using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>Sums of three or five taps from load to store in one loop: addresses and weights stay in registers, and nothing goes through memory between.</summary>
internal static unsafe class LineSums
{
    /// <summary>Samples that a round makes: two registers of sums.</summary>
    public static int Block<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => TSimd.Bytes;

    /// <summary>Three taps, in whole blocks.</summary>
    /// <param name="taps">Rows of samples.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="store">What becomes of the sums.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="count">Sums wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3<TSimd, TVector, TLoad, TShape, TStore>(byte** taps, short* weights, TStore store, byte* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ISampleLoad<TVector>
        where TShape : struct, ITapShape<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        nint lanes = TSimd.Bytes / 2;
        byte* p0 = taps[0], p1 = taps[1], p2 = taps[2];
        TVector w0 = TSimd.Broadcast16(weights[0]), w1 = TSimd.Broadcast16(weights[1]), w2 = TSimd.Broadcast16(weights[2]);
        for (nint i = 0; i < count; i += 2 * lanes)
            store.Store(to, i, TShape.Sum<TLoad>(p0, p1, p2, i, w0, w1, w2), TShape.Sum<TLoad>(p0, p1, p2, i + lanes, w0, w1, w2));
    }

    /// <summary>Five taps, in whole blocks.</summary>
    /// <inheritdoc cref="Run3"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run5<TSimd, TVector, TLoad, TShape, TStore>(byte** taps, short* weights, TStore store, byte* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLoad : struct, ISampleLoad<TVector>
        where TShape : struct, ITapShape<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        nint lanes = TSimd.Bytes / 2;
        byte* p0 = taps[0], p1 = taps[1], p2 = taps[2], p3 = taps[3], p4 = taps[4];
        TVector w0 = TSimd.Broadcast16(weights[0]), w1 = TSimd.Broadcast16(weights[1]), w2 = TSimd.Broadcast16(weights[2]);
        TVector w3 = TSimd.Broadcast16(weights[3]), w4 = TSimd.Broadcast16(weights[4]);
        for (nint i = 0; i < count; i += 2 * lanes)
            store.Store(to, i,
                TShape.Sum<TLoad>(p0, p1, p2, p3, p4, i, w0, w1, w2, w3, w4), TShape.Sum<TLoad>(p0, p1, p2, p3, p4, i + lanes, w0, w1, w2, w3, w4));
    }
}
