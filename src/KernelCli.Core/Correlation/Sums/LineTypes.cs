using System.Runtime.CompilerServices;
using KernelCli.Correlation.Finishing;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>How a line of taps reads its samples: as a register of 16-bit lanes.</summary>
internal unsafe interface ISampleLoad<TVector>
    where TVector : struct
{
    /// <summary>Bytes of a sample.</summary>
    static abstract int SampleBytes { get; }

    /// <summary>Samples from <paramref name="index"/> on.</summary>
    static abstract TVector Load(byte* row, nint index);
}

/// <summary>Bytes.</summary>
internal readonly unsafe struct ByteLoad<TSimd, TVector> : ISampleLoad<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* row, nint index) => TSimd.LoadWiden8To16(row + index);
}

/// <summary>16-bit numbers.</summary>
internal readonly unsafe struct Int16Load<TSimd, TVector> : ISampleLoad<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(byte* row, nint index) => TSimd.Load((short*)row + index);
}

/// <summary>Where a line's sums go: two registers at a time.</summary>
internal unsafe interface ISumStore<TVector>
    where TVector : struct
{
    /// <summary>Bytes of what is stored of a sum.</summary>
    static abstract int SampleBytes { get; }

    /// <summary>Stores the sums from <paramref name="index"/> on.</summary>
    void Store(byte* to, nint index, TVector low, TVector high);
}

/// <summary>The sums themselves.</summary>
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

/// <summary>The bytes that they become.</summary>
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
