using System.Diagnostics;
using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>The lesser or the greater of two registers of samples.</summary>
internal interface IExtremum<TVector>
    where TVector : struct
{
    /// <summary>Bytes of a sample.</summary>
    static abstract int SampleBytes { get; }

    /// <summary>The lesser or greater in each lane.</summary>
    static abstract TVector Pick(TVector a, TVector b);
}

/// <summary>The least or greatest of samples in several rows, or at several places of one row.</summary>
internal static unsafe class Extrema<TSimd, TVector, TPick>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
    where TPick : struct, IExtremum<TVector>
{
    /// <summary>
    /// <c>to[i]</c> is the extremum of <c>rows[0][i] ... rows[n - 1][i]</c>. Writes <paramref name="bytes"/>, two registers or more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte** rows, int rowCount, byte* to, long bytes)
    {
        int register = TSimd.Bytes;
        Debug.Assert(bytes >= 2 * register);
        if (rowCount == 1)
        {
            Buffer.MemoryCopy(rows[0], to, bytes, bytes);
            return;
        }
        nint end = (nint)bytes - (2 * register);
        for (nint i = 0; ; i = Math.Min(i + (2 * register), end))
        {
            byte* a = rows[0] + i, b = rows[1] + i;
            TVector first = TPick.Pick(TSimd.Load(a), TSimd.Load(b));
            TVector second = TPick.Pick(TSimd.Load(a + register), TSimd.Load(b + register));
            for (nint k = 2; k < rowCount; k++)
            {
                a = rows[k] + i;
                first = TPick.Pick(first, TSimd.Load(a));
                second = TPick.Pick(second, TSimd.Load(a + register));
            }
            TSimd.Store(to + i, first);
            TSimd.Store(to + i + register, second);
            if (i == end)
                return;
        }
    }

    /// <summary>The same of three places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run3(byte* a, byte* b, byte* c, byte* to, long bytes)
    {
        int register = TSimd.Bytes;
        for (nint i = 0; i < bytes; i += 2 * register)
        {
            TVector first = TPick.Pick(TPick.Pick(TSimd.Load(a + i), TSimd.Load(b + i)), TSimd.Load(c + i));
            TVector second = TPick.Pick(TPick.Pick(TSimd.Load(a + i + register), TSimd.Load(b + i + register)),
                TSimd.Load(c + i + register));
            TSimd.Store(to + i, first);
            TSimd.Store(to + i + register, second);
        }
    }

    /// <summary>The same of four places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run4(byte* a, byte* b, byte* c, byte* d, byte* to, long bytes)
    {
        int register = TSimd.Bytes;
        for (nint i = 0; i < bytes; i += register)
            TSimd.Store(to + i, TPick.Pick(TPick.Pick(TSimd.Load(a + i), TSimd.Load(b + i)),
                TPick.Pick(TSimd.Load(c + i), TSimd.Load(d + i))));
    }

    /// <summary>
    /// Two windows of rows, one row apart: <c>to</c> of <c>rows[0] ... rows[n - 1]</c> and <c>below</c> of <c>rows[1] ... rows[n]</c>;
    /// n is 2 or more. Writes <paramref name="bytes"/> of both, two registers or more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunTwo(byte** rows, int rowCount, byte* to, byte* below, long bytes)
    {
        int register = TSimd.Bytes;
        Debug.Assert(bytes >= 2 * register);
        byte* above = rows[0], last = rows[rowCount];
        nint end = (nint)bytes - (2 * register);
        for (nint i = 0; ; i = Math.Min(i + (2 * register), end))
        {
            byte* a = rows[1] + i;
            TVector first = TSimd.Load(a), second = TSimd.Load(a + register);
            for (nint k = 2; k < rowCount; k++)
            {
                a = rows[k] + i;
                first = TPick.Pick(first, TSimd.Load(a));
                second = TPick.Pick(second, TSimd.Load(a + register));
            }
            TSimd.Store(to + i, TPick.Pick(first, TSimd.Load(above + i)));
            TSimd.Store(to + i + register, TPick.Pick(second, TSimd.Load(above + i + register)));
            TSimd.Store(below + i, TPick.Pick(first, TSimd.Load(last + i)));
            TSimd.Store(below + i + register, TPick.Pick(second, TSimd.Load(last + i + register)));
            if (i == end)
                return;
        }
    }

    /// <summary><c>to[n - 1] = rows[n - 1]</c>, then <c>to[k]</c> the extremum of <c>rows[k]</c> and <c>to[k + 1]</c>, down to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Suffixes(byte** rows, int rowCount, byte* to, long pitch, long bytes)
    {
        int register = TSimd.Bytes;
        for (nint i = 0; i < bytes; i += 2 * register)
        {
            byte* at = rows[rowCount - 1] + i, suffix = to + ((rowCount - 1) * pitch) + i;
            TVector first = TSimd.Load(at), second = TSimd.Load(at + register);
            TSimd.Store(suffix, first);
            TSimd.Store(suffix + register, second);
            for (nint k = rowCount - 2; k >= 0; k--)
            {
                at = rows[k] + i;
                suffix -= pitch;
                first = TPick.Pick(TSimd.Load(at), first);
                second = TPick.Pick(TSimd.Load(at + register), second);
                TSimd.Store(suffix, first);
                TSimd.Store(suffix + register, second);
            }
        }
    }
}

/// <summary>The least of unsigned bytes.</summary>
internal readonly struct LeastByte<TSimd, TVector> : IExtremum<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(byte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pick(TVector a, TVector b) => TSimd.MinU8(a, b);
}

/// <summary>The greatest of unsigned bytes.</summary>
internal readonly struct GreatestByte<TSimd, TVector> : IExtremum<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(byte);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pick(TVector a, TVector b) => TSimd.MaxU8(a, b);
}

/// <summary>The least of unsigned 16-bit numbers.</summary>
internal readonly struct LeastUInt16<TSimd, TVector> : IExtremum<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pick(TVector a, TVector b) => TSimd.MinU16(a, b);
}

/// <summary>The greatest of unsigned 16-bit numbers.</summary>
internal readonly struct GreatestUInt16<TSimd, TVector> : IExtremum<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(ushort);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pick(TVector a, TVector b) => TSimd.MaxU16(a, b);
}

/// <summary>The least of keys.</summary>
internal readonly struct LeastKey<TSimd, TVector> : IExtremum<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pick(TVector a, TVector b) => TSimd.Min32(a, b);
}

/// <summary>The greatest of keys.</summary>
internal readonly struct GreatestKey<TSimd, TVector> : IExtremum<TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    public static int SampleBytes => sizeof(int);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Pick(TVector a, TVector b) => TSimd.Max32(a, b);
}
