using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Loops;

/// <summary>Widens rows of samples; whole blocks are read and written.</summary>
internal static unsafe class WidenRows<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    /// <summary><c>to[i] = (from[i] &lt;&lt; bits) - centre</c> in 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BytesTo16(byte* from, short* to, int count, int bits, int centre)
    {
        int lanes = TSimd.Bytes / 2;
        if (bits == 0 && centre == 0)
        {
            for (int i = 0; i < count; i += lanes)
                TSimd.Store(to + i, TSimd.LoadWiden8To16(from + i));
            return;
        }
        if (centre == 0)
        {
            for (int i = 0; i < count; i += lanes)
                TSimd.Store(to + i, TSimd.ShiftLeft16(TSimd.LoadWiden8To16(from + i), bits));
            return;
        }
        TVector middle = TSimd.Broadcast16(centre);
        for (int i = 0; i < count; i += lanes)
            TSimd.Store(to + i, TSimd.Subtract16(TSimd.ShiftLeft16(TSimd.LoadWiden8To16(from + i), bits), middle));
    }

    /// <summary>Bytes to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BytesToSingle(byte* from, float* to, int count)
    {
        int lanes = TSimd.Bytes / 4;
        for (int i = 0; i < count; i += lanes)
            TSimd.Store(to + i, TSimd.ToSingle(TSimd.LoadWiden8To32(from + i)));
    }

    /// <summary>Unsigned 16-bit numbers to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UInt16ToSingle(ushort* from, float* to, int count)
    {
        int lanes = TSimd.Bytes / 4;
        for (int i = 0; i < count; i += lanes)
            TSimd.Store(to + i, TSimd.ToSingle(TSimd.LoadWidenU16To32(from + i)));
    }
}
