using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>Weighted sums of 16-bit samples in 16-bit lanes, right modulo 65536: the plan proves that nothing true is lost.</summary>
internal static unsafe class ClassSums
{
    /// <summary><c>to[i] = start + sum over taps of weight * taps[k][i]</c>, for at least <paramref name="count"/> samples, in whole blocks of four registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TSimd, TVector>(WeightClasses classes, short** taps, int start, short* to, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 2;
        TVector initial = TSimd.Broadcast16(start);
        for (int i = 0; i < count; i += 4 * lanes)
        {
            TVector total0 = initial, total1 = initial, total2 = initial, total3 = initial;
            short** tap = taps;
            foreach ((short weight, int plus, int minus) in classes.Classes)
            {
                TVector sum0 = TSimd.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
                for (short** end = tap + plus; tap < end; tap++)
                {
                    short* at = *tap + i;
                    sum0 = TSimd.Add16(sum0, TSimd.Load(at));
                    sum1 = TSimd.Add16(sum1, TSimd.Load(at + lanes));
                    sum2 = TSimd.Add16(sum2, TSimd.Load(at + (2 * lanes)));
                    sum3 = TSimd.Add16(sum3, TSimd.Load(at + (3 * lanes)));
                }
                for (short** end = tap + minus; tap < end; tap++)
                {
                    short* at = *tap + i;
                    sum0 = TSimd.Subtract16(sum0, TSimd.Load(at));
                    sum1 = TSimd.Subtract16(sum1, TSimd.Load(at + lanes));
                    sum2 = TSimd.Subtract16(sum2, TSimd.Load(at + (2 * lanes)));
                    sum3 = TSimd.Subtract16(sum3, TSimd.Load(at + (3 * lanes)));
                }
                if (weight != 1)
                {
                    TVector factor = TSimd.Broadcast16(weight);
                    sum0 = TSimd.Multiply16(sum0, factor);
                    sum1 = TSimd.Multiply16(sum1, factor);
                    sum2 = TSimd.Multiply16(sum2, factor);
                    sum3 = TSimd.Multiply16(sum3, factor);
                }
                total0 = TSimd.Add16(total0, sum0);
                total1 = TSimd.Add16(total1, sum1);
                total2 = TSimd.Add16(total2, sum2);
                total3 = TSimd.Add16(total3, sum3);
            }
            TSimd.Store(to + i, total0);
            TSimd.Store(to + i + lanes, total1);
            TSimd.Store(to + i + (2 * lanes), total2);
            TSimd.Store(to + i + (3 * lanes), total3);
        }
    }
}
