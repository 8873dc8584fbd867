using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Kernels of many rows in float32: output rows are made four at a time and given out one by one. A separable kernel is a column of
/// weights here, over rows that its row of weights has passed.
/// </summary>
internal sealed unsafe class FloatBlockCorrelator<TSimd, TVector> : FloatLineCorrelator<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _width;
    private readonly int _height;
    private readonly float[] _weights;
    private readonly AlignedBuffer[] _sums = new AlignedBuffer[FloatBlockSums.Rows];
    private readonly RowFinish _finish;
    private long _blockPosition = long.MinValue / 2;

    public FloatBlockCorrelator(RowRange range, Kernel kernel, RowFinish finish)
        : base(range, kernel)
    {
        double[] weights = kernel.Traits.Factors is { } factors ? factors.Column.ToArray() : kernel.ToArray();
        (_weights, _height, _finish) = (Array.ConvertAll(weights, weight => (float)weight), kernel.Height, finish);
        _width = _weights.Length / _height;
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] = new AlignedBuffer(SumBytes);
    }

    public override int Below => FloatBlockSums.Rows - 1;

    public override long ScratchBytes => base.ScratchBytes + (_sums.Length * _sums[0].Length);

    /// <summary>Whether a kernel gains by it: enough rows that most lie under all four outputs, and no weights of 0, which cost nothing elsewhere.</summary>
    public static bool Serves(Kernel kernel, RowRange range)
    {
        if (kernel.Height < 2 * FloatBlockSums.Rows || !range.IsRowByRow)
            return false;
        return kernel.Traits.Factors is { } factors
            ? factors.Column.IndexOf(0.0) < 0
            : range.IsContiguous && Array.IndexOf(kernel.ToArray(), 0.0) < 0;
    }

    public override void Leave(byte** rows, long position, byte* to)
    {
        long row = position - _blockPosition;
        if (row is < 0 or >= FloatBlockSums.Rows)
        {
            float** sums = stackalloc float*[FloatBlockSums.Rows];
            for (int i = 0; i < FloatBlockSums.Rows; i++)
                sums[i] = (float*)_sums[i].Pointer;
            fixed (float* weights = _weights)
                FloatBlockSums.Run<TSimd, TVector>(weights, _width, _height, (float**)rows, sums, Samples);
            (_blockPosition, row) = (position, 0);
        }
        _finish.Run(_sums[row].Pointer, to, Samples);
    }
}
