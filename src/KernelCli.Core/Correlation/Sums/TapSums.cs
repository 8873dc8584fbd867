using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>Sums of taps that all weigh 1.</summary>
internal static unsafe class TapSums
{
    /// <summary><c>to[i] = taps[0][i] + taps[1][i] + ...</c> in 16-bit lanes, modulo 65536, in whole blocks of four registers.</summary>
    /// <param name="taps">Two or more rows.</param>
    /// <param name="tapCount">Their number.</param>
    /// <param name="to">The sums; none of the rows.</param>
    /// <param name="count">Sums wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add16<TSimd, TVector>(short** taps, int tapCount, short* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 2;
        for (nint i = 0; i < count; i += 4 * lanes)
        {
            short* at = taps[0] + i;
            TVector sum0 = TSimd.Load(at), sum1 = TSimd.Load(at + lanes), sum2 = TSimd.Load(at + (2 * lanes)), sum3 = TSimd.Load(at + (3 * lanes));
            for (nint k = 1; k < tapCount; k++)
            {
                at = taps[k] + i;
                sum0 = TSimd.Add16(sum0, TSimd.Load(at));
                sum1 = TSimd.Add16(sum1, TSimd.Load(at + lanes));
                sum2 = TSimd.Add16(sum2, TSimd.Load(at + (2 * lanes)));
                sum3 = TSimd.Add16(sum3, TSimd.Load(at + (3 * lanes)));
            }
            TSimd.Store(to + i, sum0);
            TSimd.Store(to + i + lanes, sum1);
            TSimd.Store(to + i + (2 * lanes), sum2);
            TSimd.Store(to + i + (3 * lanes), sum3);
        }
    }

    /// <summary>The same in float32, from the first tap to the last.</summary>
    /// <inheritdoc cref="Add16"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddS<TSimd, TVector>(float** taps, int tapCount, float* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 4;
        for (nint i = 0; i < count; i += 4 * lanes)
        {
            float* at = taps[0] + i;
            TVector sum0 = TSimd.Load(at), sum1 = TSimd.Load(at + lanes), sum2 = TSimd.Load(at + (2 * lanes)), sum3 = TSimd.Load(at + (3 * lanes));
            for (nint k = 1; k < tapCount; k++)
            {
                at = taps[k] + i;
                sum0 = TSimd.AddS(sum0, TSimd.Load(at));
                sum1 = TSimd.AddS(sum1, TSimd.Load(at + lanes));
                sum2 = TSimd.AddS(sum2, TSimd.Load(at + (2 * lanes)));
                sum3 = TSimd.AddS(sum3, TSimd.Load(at + (3 * lanes)));
            }
            TSimd.Store(to + i, sum0);
            TSimd.Store(to + i + lanes, sum1);
            TSimd.Store(to + i + (2 * lanes), sum2);
            TSimd.Store(to + i + (3 * lanes), sum3);
        }
    }
}
