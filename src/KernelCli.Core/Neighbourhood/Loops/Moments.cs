using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Correlation.Loops;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// Rows of samples and of their squares in numbers that hold the sums of a window: 32 bits for bytes, of which there are at
/// most 255 x 255, 32 and 64 bits for 16-bit samples, float64 for float32. Whole blocks of vectors are read and written.
/// </summary>
internal static unsafe class Moments
{
    /// <summary>Widens bytes; the squares are left out where <paramref name="squares"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(byte* row, uint* values, uint* squares, int count)
    {
        for (int i = 0; i < count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(row + i), out Vector<ushort> low, out Vector<ushort> high);
            Store(low, values + i);
            Store(high, values + i + Vector<ushort>.Count);
            if (squares == null)
                continue;
            Store(low * low, squares + i);
            Store(high * high, squares + i + Vector<ushort>.Count);
        }
    }

    /// <summary>Widens 16-bit samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ushort* row, uint* values, ulong* squares, int count)
    {
        for (int i = 0; i < count; i += Vector<ushort>.Count)
        {
            Vector<ushort> samples = Vector.Load(row + i);
            Vector.Widen(samples, out Vector<uint> low, out Vector<uint> high);
            Vector.Store(low, values + i);
            Vector.Store(high, values + i + Vector<uint>.Count);
            if (squares == null)
                continue;
            Store(low * low, squares + i);
            Store(high * high, squares + i + Vector<uint>.Count);
        }
    }

    /// <summary>Widens float32 samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(float* row, double* values, double* squares, int count)
    {
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(row + i), out Vector<double> low, out Vector<double> high);
            Vector.Store(low, values + i);
            Vector.Store(high, values + i + Vector<double>.Count);
            if (squares == null)
                continue;
            Vector.Store(low * low, squares + i);
            Vector.Store(high * high, squares + i + Vector<double>.Count);
        }
    }

    /// <summary>Copies float32 samples with 0 for NaN, and counts each: 1 for a number, 0 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(float* row, float* numbers, double* ones, int count)
    {
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            Vector<float> values = Vector.Load(row + i);
            Vector<int> isNumber = Vector.Equals(values, values);
            Vector.Store(Vector.ConditionalSelect(isNumber, values, Vector<float>.Zero), numbers + i);
            Vector.Widen(Vector.ConditionalSelect(isNumber, Vector<float>.One, Vector<float>.Zero), out Vector<double> low,
                out Vector<double> high);
            Vector.Store(low, ones + i);
            Vector.Store(high, ones + i + Vector<double>.Count);
        }
    }

    /// <summary>
    /// Samples times their alpha, which is the last channel of their pixel, their squares times it, and alpha itself. What is
    /// invisible counts 0, even infinity and NaN.
    /// </summary>
    public static void Weigh(float* row, int channels, double unit, double* values, double* squares, double* alphas, int count)
    {
        for (int i = 0; i < count; i++)
        {
            double value = row[i], alpha = row[(i / channels * channels) + channels - 1] / unit;
            alphas[i] = alpha > 0 ? alpha : 0;
            values[i] = alpha > 0 ? alpha * value : 0;
            if (squares != null)
                squares[i] = alpha > 0 ? alpha * value * value : 0;
        }
    }

    /// <summary><c>sums[i] += entering[i] - leaving[i]</c>, modulo the size of the number; nothing leaves where it is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slide<T>(T* sums, T* entering, T* leaving, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i += Vector<T>.Count)
        {
            Vector<T> sum = Vector.Load(sums + i) + Vector.Load(entering + i);
            Vector.Store(leaving == null ? sum : sum - Vector.Load(leaving + i), sums + i);
        }
    }

    private static void Store(Vector<ushort> numbers, uint* to)
    {
        Vector.Widen(numbers, out Vector<uint> low, out Vector<uint> high);
        Vector.Store(low, to);
        Vector.Store(high, to + Vector<uint>.Count);
    }

    private static void Store(Vector<uint> numbers, ulong* to)
    {
        Vector.Widen(numbers, out Vector<ulong> low, out Vector<ulong> high);
        Vector.Store(low, to);
        Vector.Store(high, to + Vector<ulong>.Count);
    }
}

/// <summary>32-bit lanes, modulo 2^32.</summary>
internal readonly struct Int32Lanes<TSimd, TVector> : ISumLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.Add32(a, b);
}

/// <summary>64-bit lanes, modulo 2^64.</summary>
internal readonly struct Int64Lanes<TSimd, TVector> : ISumLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(long);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.Add64(a, b);
}

/// <summary>Float64 lanes.</summary>
internal readonly struct DoubleLanes<TSimd, TVector> : ISumLanes<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(double);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TSimd.AddD(a, b);
}
