using System.Runtime.CompilerServices;
using KernelCli.Correlation.Loops;
using KernelCli.Kernels;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// The gradient magnitude in float32 in one loop: two kernels over the same rows, then
/// <c>s sqrt(fma(x / s, x / s, (y / s)^2))</c> with s the power of two of the larger absolute value. The squares of tiny
/// and of huge values then stay in the range of float32, and scaling by a power of two rounds nothing but a subnormal
/// result.
/// </summary>
internal sealed unsafe class FloatGradientPass<TSimd, TVector> : FloatPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private const int ExponentMask = 0x7F800000;

    // 2^-125 and 2^126.
    private const float MinScale = 2.350988701644575e-38f;
    private const float MaxScale = 8.507059173023462e37f;

    private readonly float[] _weights;
    private readonly int _tapCountX;
    private readonly TapTable _taps;

    /// <param name="x">The first kernel.</param>
    /// <param name="y">The second.</param>
    /// <param name="offsets">For each kernel column, the sample that it reads for the first output.</param>
    public FloatGradientPass(Kernel x, Kernel y, int[] offsets)
    {
        var (weights, taps) = (new List<float>(), new List<(int, int)>());
        FloatTapPass<TSimd, TVector>.Collect(x, offsets, weights, taps);
        _tapCountX = taps.Count;
        FloatTapPass<TSimd, TVector>.Collect(y, offsets, weights, taps);
        (_weights, _taps) = ([.. weights], new TapTable([.. taps], sizeof(float)));
    }

    public override void Run(byte** rows, int first, float* to, int count, bool nonTemporal = false)
    {
        fixed (float* weights = _weights)
            Run(weights, _tapCountX, _weights.Length, (float**)_taps.Resolve(rows, first), to, count, nonTemporal);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run(float* weights, int tapsOfX, int tapCount, float** taps, float* to, int count, bool nonTemporal)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        for (nint i = 0; i < count; i += 4 * lanes)
        {
            TVector x0 = TSimd.Zero, x1 = x0, x2 = x0, x3 = x0, y0 = x0, y1 = x0, y2 = x0, y3 = x0;
            for (nint k = 0; k < tapsOfX; k++)
                Add(weights + k, taps[k] + i, ref x0, ref x1, ref x2, ref x3);
            for (nint k = tapsOfX; k < tapCount; k++)
                Add(weights + k, taps[k] + i, ref y0, ref y1, ref y2, ref y3);
            FloatStores<TSimd, TVector>.Store(to + i, Length(x0, y0), nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + lanes, Length(x1, y1), nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (2 * lanes), Length(x2, y2), nonTemporal);
            FloatStores<TSimd, TVector>.Store(to + i + (3 * lanes), Length(x3, y3), nonTemporal);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float* weight, float* at, ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        int lanes = TSimd.Bytes / sizeof(float);
        TVector w = TSimd.BroadcastS(*weight);
        sum0 = TSimd.FusedMultiplyAddS(w, TSimd.Load(at), sum0);
        sum1 = TSimd.FusedMultiplyAddS(w, TSimd.Load(at + lanes), sum1);
        sum2 = TSimd.FusedMultiplyAddS(w, TSimd.Load(at + (2 * lanes)), sum2);
        sum3 = TSimd.FusedMultiplyAddS(w, TSimd.Load(at + (3 * lanes)), sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Length(TVector x, TVector y)
    {
        // The exponent field alone is the largest power of two up to a value. From 2^-125 to 2^126 its inverse is a normal number too,
        // whose field is 254 minus this one. Infinity and NaN have the largest field, which is clamped to 2^126, and stay what they are
        // in the products.
        TVector scale = TSimd.And32(TSimd.MaxS(TSimd.AbsS(x), TSimd.AbsS(y)), TSimd.Broadcast32(ExponentMask));
        scale = TSimd.MinS(TSimd.MaxS(scale, TSimd.BroadcastS(MinScale)), TSimd.BroadcastS(MaxScale));
        TVector inverse = TSimd.Subtract32(TSimd.Broadcast32(254 << 23), scale);
        (x, y) = (TSimd.MultiplyS(x, inverse), TSimd.MultiplyS(y, inverse));
        return TSimd.MultiplyS(TSimd.SqrtS(TSimd.FusedMultiplyAddS(x, x, TSimd.MultiplyS(y, y))), scale);
    }
}
