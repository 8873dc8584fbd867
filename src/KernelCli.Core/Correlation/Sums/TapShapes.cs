using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>What is known of the weights of a line of three or five taps, so that most need no multiplication. Lanes have 16 bits, sums are right modulo 65536.</summary>
internal unsafe interface ITapShape<TVector>
    where TVector : struct
{
    /// <summary>A register of sums of three taps.</summary>
    static abstract TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector>;

    /// <summary>A register of sums of five taps.</summary>
    static abstract TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1, TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector>;
}

/// <summary>All weights are 1.</summary>
internal readonly unsafe struct UnitTaps<TSimd, TVector> : ITapShape<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(TSimd.Add16(TLoad.Load(p0, i), TLoad.Load(p1, i)), TLoad.Load(p2, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1, TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p1, p2, i, w0, w1, w2), TSimd.Add16(TLoad.Load(p3, i), TLoad.Load(p4, i)));
}

/// <summary>The same from both ends, where the weights are 1.</summary>
internal readonly unsafe struct SymmetricTaps<TSimd, TVector> : ITapShape<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(TSimd.Add16(TLoad.Load(p0, i), TLoad.Load(p2, i)), TSimd.Multiply16(w1, TLoad.Load(p1, i)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1, TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p2, p4, i, w0, w2, w4), TSimd.Multiply16(w1, TSimd.Add16(TLoad.Load(p1, i), TLoad.Load(p3, i))));
}

/// <summary>Opposite from both ends, where the weights are -1 and 1; so the middle one is 0.</summary>
internal readonly unsafe struct AntisymmetricTaps<TSimd, TVector> : ITapShape<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> => TSimd.Subtract16(TLoad.Load(p2, i), TLoad.Load(p0, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1, TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p2, p4, i, w0, w2, w4), TSimd.Multiply16(w3, TSimd.Subtract16(TLoad.Load(p3, i), TLoad.Load(p1, i))));
}

/// <summary>Any weights.</summary>
internal readonly unsafe struct AnyTaps<TSimd, TVector> : ITapShape<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(TSimd.Add16(TSimd.Multiply16(w0, TLoad.Load(p0, i)), TSimd.Multiply16(w1, TLoad.Load(p1, i))), TSimd.Multiply16(w2, TLoad.Load(p2, i)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1, TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p1, p2, i, w0, w1, w2), TSimd.Add16(TSimd.Multiply16(w3, TLoad.Load(p3, i)), TSimd.Multiply16(w4, TLoad.Load(p4, i))));
}
