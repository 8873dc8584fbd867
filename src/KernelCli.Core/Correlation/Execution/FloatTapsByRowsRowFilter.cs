using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Filters with float32 sums, four output rows at a time. A separable kernel is a column of weights here, over rows that
/// already hold horizontal sums.
/// </summary>
internal sealed unsafe class FloatTapsByRowsRowFilter<TSimd, TVector> : FloatRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _weights;
    private readonly AlignedBuffer[] _sums = new AlignedBuffer[FloatTapsByRows<TSimd, TVector>.Rows];

    public FloatTapsByRowsRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        Kernel kernel = plan.Weights.X;
        double[] weights = kernel.Traits.Factors is { } factors ? factors.Column.ToArray() : kernel.ToArray();
        (_weights, _height) = (Array.ConvertAll(weights, weight => (float)weight), kernel.Height);
        _width = _weights.Length / _height;
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] = new AlignedBuffer(SumBytes);
    }

    public override long ScratchBytes => base.ScratchBytes + (_sums.Length * _sums[0].Length);

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        float** sums = stackalloc float*[FloatTapsByRows<TSimd, TVector>.Rows];
        for (int i = 0; i < FloatTapsByRows<TSimd, TVector>.Rows; i++)
            sums[i] = (float*)_sums[i].Pointer;
        fixed (float* weights = _weights)
            FloatTapsByRows<TSimd, TVector>.Run(weights, _width, _height, (float**)rows, first, sums, samples);
        for (int r = 0; r < count; r++)
            Output.Run(sums[r], to + (r * pitch), samples);
    }
}
