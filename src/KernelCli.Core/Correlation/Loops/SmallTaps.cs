using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>
/// Sums of three or five taps from load to store in one loop: addresses and weights stay in registers, and no intermediate
/// result goes through memory.
/// </summary>
internal static unsafe class SmallTaps<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary>Samples per iteration: two registers of sums.</summary>
    public static int Block() => TSimd.Bytes;

    /// <summary>Sums three taps, in whole blocks.</summary>
    /// <param name="taps">Rows of samples.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="store">Stores the sums.</param>
    /// <param name="to">Receives the sums.</param>
    /// <param name="count">Sums wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3<TLoad, TShape, TStore>(byte** taps, short* weights, TStore store, byte* to, int count)
        where TLoad : struct, ISampleLoad<TVector>
        where TShape : struct, ITapSymmetry<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        nint lanes = TSimd.Bytes / 2;
        byte* p0 = taps[0], p1 = taps[1], p2 = taps[2];
        TVector w0 = TSimd.Broadcast16(weights[0]), w1 = TSimd.Broadcast16(weights[1]), w2 = TSimd.Broadcast16(weights[2]);
        for (nint i = 0; i < count; i += 2 * lanes)
            store.Store(to, i, TShape.Sum<TLoad>(p0, p1, p2, i, w0, w1, w2), TShape.Sum<TLoad>(p0, p1, p2, i + lanes, w0, w1, w2));
    }

    /// <summary>Sums five taps, in whole blocks.</summary>
    /// <inheritdoc cref="Run3"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run5<TLoad, TShape, TStore>(byte** taps, short* weights, TStore store, byte* to, int count)
        where TLoad : struct, ISampleLoad<TVector>
        where TShape : struct, ITapSymmetry<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        nint lanes = TSimd.Bytes / 2;
        byte* p0 = taps[0], p1 = taps[1], p2 = taps[2], p3 = taps[3], p4 = taps[4];
        TVector w0 = TSimd.Broadcast16(weights[0]), w1 = TSimd.Broadcast16(weights[1]), w2 = TSimd.Broadcast16(weights[2]);
        TVector w3 = TSimd.Broadcast16(weights[3]), w4 = TSimd.Broadcast16(weights[4]);
        for (nint i = 0; i < count; i += 2 * lanes)
            store.Store(to, i,
                TShape.Sum<TLoad>(p0, p1, p2, p3, p4, i, w0, w1, w2, w3, w4),
                    TShape.Sum<TLoad>(p0, p1, p2, p3, p4, i + lanes, w0, w1, w2, w3, w4));
    }
}

/// <summary>Loads samples as a register of 16-bit lanes.</summary>
internal unsafe interface ISampleLoad<TVector>
    where TVector : struct
{
    /// <summary>Bytes of a sample.</summary>
    static abstract int SampleBytes { get; }

    /// <summary>Loads a register of samples from <paramref name="index"/> on.</summary>
    static abstract TVector Load(byte* row, nint index);
}

/// <summary>Loads bytes.</summary>
internal readonly unsafe struct ByteLoad<TSimd, TVector> : ISampleLoad<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* row, nint index) => TSimd.LoadWiden8To16(row + index);
}

/// <summary>Loads 16-bit samples.</summary>
internal readonly unsafe struct Int16Load<TSimd, TVector> : ISampleLoad<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* row, nint index) => TSimd.Load((short*)row + index);
}

/// <summary>Stores sums, two registers at a time.</summary>
internal unsafe interface ISumStore<TVector>
    where TVector : struct
{
    /// <summary>Bytes stored per sum.</summary>
    static abstract int SampleBytes { get; }

    /// <summary>Stores the sums from <paramref name="index"/> on.</summary>
    void Store(byte* to, nint index, TVector low, TVector high);
}

/// <summary>Stores the 16-bit sums themselves.</summary>
internal readonly unsafe struct Int16Store<TSimd, TVector> : ISumStore<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(byte* to, nint index, TVector low, TVector high)
    {
        TSimd.Store((short*)to + index, low);
        TSimd.Store((short*)to + index + (TSimd.Bytes / sizeof(short)), high);
    }
}

/// <summary>Narrows the sums to bytes and stores these.</summary>
internal readonly unsafe struct NarrowStore<TSimd, TVector, TNarrowing>(TNarrowing narrowing) : ISumStore<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TNarrowing : struct, INarrowing<TVector>
{
    public static int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(byte* to, nint index, TVector low, TVector high) =>
        TSimd.Store(to + index, TSimd.Narrow16To8(narrowing.Apply(low), narrowing.Apply(high)));
}

/// <summary>
/// What is known about the weights of three or five taps, so that most need no multiplication. Lanes have 16 bits, and sums
/// are right modulo 65536.
/// </summary>
internal unsafe interface ITapSymmetry<TVector>
    where TVector : struct
{
    /// <summary>A register of sums of three taps.</summary>
    static abstract TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector>;

    /// <summary>A register of sums of five taps.</summary>
    static abstract TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1,
        TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector>;
}

/// <summary>All weights are 1.</summary>
internal readonly unsafe struct UnitTaps<TSimd, TVector> : ITapSymmetry<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(TSimd.Add16(TLoad.Load(p0, i), TLoad.Load(p1, i)), TLoad.Load(p2, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1,
        TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p1, p2, i, w0, w1, w2), TSimd.Add16(TLoad.Load(p3, i), TLoad.Load(p4, i)));
}

/// <summary>Symmetric weights with 1 at both ends: 1 w 1 or 1 v w v 1.</summary>
internal readonly unsafe struct SymmetricTaps<TSimd, TVector> : ITapSymmetry<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(TSimd.Add16(TLoad.Load(p0, i), TLoad.Load(p2, i)), TSimd.Multiply16(w1, TLoad.Load(p1, i)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1,
        TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p2, p4, i, w0, w2, w4), TSimd.Multiply16(w1, TSimd.Add16(TLoad.Load(p1, i), TLoad.Load(p3, i))));
}

/// <summary>Antisymmetric weights with -1 and 1 at the ends: -1 0 1 or -1 -w 0 w 1.</summary>
internal readonly unsafe struct AntisymmetricTaps<TSimd, TVector> : ITapSymmetry<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> => TSimd.Subtract16(TLoad.Load(p2, i), TLoad.Load(p0, i));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1,
        TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p2, p4, i, w0, w2, w4), TSimd.Multiply16(w3, TSimd.Subtract16(TLoad.Load(p3, i), TLoad.Load(p1, i))));
}

/// <summary>Any weights.</summary>
internal readonly unsafe struct AnyTaps<TSimd, TVector> : ITapSymmetry<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, nint i, TVector w0, TVector w1, TVector w2)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(TSimd.Add16(TSimd.Multiply16(w0, TLoad.Load(p0, i)), TSimd.Multiply16(w1, TLoad.Load(p1, i))),
            TSimd.Multiply16(w2, TLoad.Load(p2, i)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sum<TLoad>(byte* p0, byte* p1, byte* p2, byte* p3, byte* p4, nint i, TVector w0, TVector w1,
        TVector w2, TVector w3, TVector w4)
        where TLoad : struct, ISampleLoad<TVector> =>
        TSimd.Add16(Sum<TLoad>(p0, p1, p2, i, w0, w1, w2),
            TSimd.Add16(TSimd.Multiply16(w3, TLoad.Load(p3, i)), TSimd.Multiply16(w4, TLoad.Load(p4, i))));
}
