using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>Float32 results on their way out.</summary>
internal static unsafe class FloatStores
{
    /// <summary>Results of a block of the passes whose results may go straight to the picture.</summary>
    public static int Block<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector>
        where TVector : struct => 8 * TSimd.Bytes / sizeof(float);

    /// <summary>Stores a register, past the caches or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<TSimd, TVector>(float* at, TVector value, bool bypass)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        if (bypass)
            TSimd.StoreBypassing(at, value);
        else
            TSimd.Store(at, value);
    }
}
