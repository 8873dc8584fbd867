using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Finishing;

/// <summary>Signed 16-bit sums as float32.</summary>
internal readonly unsafe struct Int16Reader<TSimd, TVector> : ISumReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.ToSingle(TSimd.LoadWiden16To32((short*)sums + index));
}

/// <summary>Unsigned 16-bit sums as float32.</summary>
internal readonly unsafe struct UInt16Reader<TSimd, TVector> : ISumReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.ToSingle(TSimd.LoadWidenU16To32((ushort*)sums + index));
}

/// <summary>32-bit sums as float32; the plan keeps them below 2^24, where that is exact.</summary>
internal readonly unsafe struct Int32Reader<TSimd, TVector> : ISumReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.ToSingle(TSimd.Load((int*)sums + index));
}

/// <summary>Float32 sums.</summary>
internal readonly unsafe struct SingleReader<TSimd, TVector> : ISumReader<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read(void* sums, int index) => TSimd.Load((float*)sums + index);
}
