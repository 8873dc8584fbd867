using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Output;

/// <summary>Signed 16-bit sums.</summary>
internal readonly unsafe struct Int16Reader<TSimd, TVector> : IAccumulatorReader<TSimd, TVector>, IIntegerReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.ToSingle(ReadInteger(sums, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReadInteger(void* sums, int index) => TSimd.LoadWiden16To32((short*)sums + index);
}

/// <summary>Unsigned 16-bit sums.</summary>
internal readonly unsafe struct UInt16Reader<TSimd, TVector> : IAccumulatorReader<TSimd, TVector>, IIntegerReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.ToSingle(ReadInteger(sums, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReadInteger(void* sums, int index) => TSimd.LoadWidenU16To32((ushort*)sums + index);
}

/// <summary>32-bit sums; as float32 the plan keeps them below 2^24, where that is exact.</summary>
internal readonly unsafe struct Int32Reader<TSimd, TVector> : IAccumulatorReader<TSimd, TVector>, IIntegerReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.ToSingle(ReadInteger(sums, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReadInteger(void* sums, int index) => TSimd.Load((int*)sums + index);
}

/// <summary>Float32 sums.</summary>
internal readonly unsafe struct SingleReader<TSimd, TVector> : IAccumulatorReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.Load((float*)sums + index);
}

/// <summary>Reads a register of sums as float32 lanes.</summary>
internal unsafe interface IAccumulatorReader<TSimd, TVector>
    where TVector : struct
{
    static abstract TVector Read(void* sums, int index);
}

/// <summary>Reads a register of integer sums as 32-bit lanes.</summary>
internal unsafe interface IIntegerReader<TSimd, TVector>
    where TVector : struct
{
    static abstract TVector ReadInteger(void* sums, int index);
}
