using System.Runtime.CompilerServices;
using KernelCli.Simd;

namespace KernelCli.Correlation.Sums;

/// <summary>Lengths of gradients.</summary>
internal static unsafe class Magnitudes
{
    /// <summary><c>x[i] = sqrt(fma(x[i], x[i], y[i] * y[i]))</c> in float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunS<TSimd, TVector>(float* x, float* y, int count)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        int lanes = TSimd.Bytes / 4;
        for (int i = 0; i < count; i += lanes)
        {
            TVector a = TSimd.Load(x + i), b = TSimd.Load(y + i);
            TSimd.Store(x + i, TSimd.SqrtS(TSimd.FusedMultiplyAddS(a, a, TSimd.MultiplyS(b, b))));
        }
    }

    /// <summary><c>to[i] = sqrt(x[i]^2 + y[i]^2)</c> of 16-bit sums in double: correctly rounded, whatever is done with it after.</summary>
    public static void RunDouble(short* x, short* y, double* to, int count)
    {
        for (int i = 0; i < count; i++)
            to[i] = Math.Sqrt((double)(((long)x[i] * x[i]) + ((long)y[i] * y[i])));
    }
}
