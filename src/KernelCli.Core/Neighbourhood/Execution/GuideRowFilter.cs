using System.Runtime.CompilerServices;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// The line through a window that the guided filter takes: its slope <c>a = variance / (variance + noise)</c>, then, in a
/// plane of its own, its intercept <c>b = (1 - a) mean</c>; both float32.
/// </summary>
internal sealed unsafe class GuideRowFilter<TSimd, TVector>(
    Strip strip, FilterWindow window, int strideY, double noise, CellWeights weights, double white)
    : MomentRowFilter<TSimd, TVector>(strip, window, strideY, hasSquares: true, sizeof(float), planes: 2, weights, white)
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly SampleType _sample = strip.Sample;
    private readonly double _cells = window.Cells;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Write(byte* values, byte* sums, byte* squares, byte* to)
    {
        float* slopes = (float*)to, intercepts = slopes + Columns;
        ulong cells = (ulong)_cells;
        double* weightOf = Weights;
        for (int i = 0; i < Columns; i++)
        {
            double n = _cells, sum, variance;
            if (weightOf == null && _sample is SampleType.UInt8)
                (sum, variance) = (((uint*)sums)[i], (cells * ((uint*)squares)[i]) - ((ulong)((uint*)sums)[i] * ((uint*)sums)[i]));
            else if (weightOf == null && _sample is SampleType.UInt16)
                (sum, variance) = (((uint*)sums)[i], (cells * ((ulong*)squares)[i]) - ((ulong)((uint*)sums)[i] * ((uint*)sums)[i]));
            else
            {
                (n, sum) = (weightOf == null ? _cells : weightOf[i], ((double*)sums)[i]);
                variance = Math.Max(0, (n * ((double*)squares)[i]) - (sum * sum));
            }
            double slope = variance == 0 ? 0 : variance / (variance + (noise * n * n));
            slopes[i] = (float)slope;
            intercepts[i] = n == 0 && HasAlpha ? 0 : (float)((1 - slope) * sum / n);
        }
    }
}
