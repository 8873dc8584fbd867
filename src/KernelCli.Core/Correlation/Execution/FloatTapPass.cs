using KernelCli.Correlation.Loops;
using KernelCli.Kernels;
using KernelCli.Simd;

namespace KernelCli.Correlation.Execution;

/// <summary>One pass of real taps over float32 rows.</summary>
internal sealed unsafe class FloatTapPass<TSimd, TVector> : FloatPass
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly float[] _weights;
    private readonly int _pairs;
    private readonly TapTable _taps;

    private FloatTapPass(List<float> weights, int pairs, List<(int, int)> taps) =>
        (_weights, _pairs, _taps) = ([.. weights], pairs, new TapTable(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(taps), 4));

    /// <summary>A pass of taps along one axis; if they are symmetric, mirrored samples are added before they are multiplied.</summary>
    public static FloatTapPass<TSimd, TVector> OfTaps(ReadOnlySpan<double> taps1D, Func<int, (int Row, int Sample)> place)
    {
        bool symmetric = taps1D.Length > 1;
        for (int i = 0; i < taps1D.Length; i++)
            symmetric &= taps1D[i] == taps1D[^(i + 1)];
        var (weights, taps, pairs) = (new List<float>(), new List<(int, int)>(), 0);
        for (int i = 0; symmetric && i < taps1D.Length / 2; i++)
        {
            if (taps1D[i] == 0)
                continue;
            weights.Add((float)taps1D[i]);
            taps.Add(place(i));
            taps.Add(place(taps1D.Length - 1 - i));
            pairs++;
        }
        int first = symmetric ? taps1D.Length / 2 : 0, end = symmetric ? (taps1D.Length + 1) / 2 : taps1D.Length;
        for (int i = first; i < end; i++)
        {
            if (taps1D[i] == 0)
                continue;
            weights.Add((float)taps1D[i]);
            taps.Add(place(i));
        }
        return new FloatTapPass<TSimd, TVector>(weights, pairs, taps);
    }

    /// <summary>A pass of all taps of a kernel that do not weigh 0, row by row.</summary>
    public static FloatTapPass<TSimd, TVector> OfKernel(Kernel kernel, int[] offsets)
    {
        var (weights, taps) = (new List<float>(), new List<(int, int)>());
        Collect(kernel, offsets, weights, taps);
        return new FloatTapPass<TSimd, TVector>(weights, 0, taps);
    }

    /// <summary>
    /// Lists the taps of a kernel that do not weigh 0, row by row. A weight that is 0 only in float32 is kept, so that NaN
    /// and infinity still lead to NaN.
    /// </summary>
    public static void Collect(Kernel kernel, int[] offsets, List<float> weights, List<(int, int)> taps)
    {
        for (int y = 0; y < kernel.Height; y++)
            for (int x = 0; x < kernel.Width; x++)
            {
                if (kernel[x, y] == 0)
                    continue;
                weights.Add((float)kernel[x, y]);
                taps.Add((y, offsets[x]));
            }
    }

    public override void Run(byte** rows, int first, float* to, int count, bool nonTemporal = false)
    {
        fixed (float* weights = _weights)
            FloatTaps<TSimd, TVector>.Run(weights, _pairs, _weights.Length - _pairs,
                (float**)_taps.Resolve(rows, first), to, count, nonTemporal);
    }
}

/// <summary>A pass over float32 rows that makes float32 sums.</summary>
internal abstract unsafe class FloatPass
{
    /// <summary>Makes <paramref name="count"/> sums from output <paramref name="first"/> on, in whole blocks.</summary>
    /// <param name="rows">The rows that the taps read.</param>
    /// <param name="first">The first output.</param>
    /// <param name="to">The sums.</param>
    /// <param name="count">Sums wanted.</param>
    /// <param name="nonTemporal">Whether the sums bypass the caches; <paramref name="to"/> must then be aligned to a register.</param>
    public abstract void Run(byte** rows, int first, float* to, int count, bool nonTemporal = false);
}
