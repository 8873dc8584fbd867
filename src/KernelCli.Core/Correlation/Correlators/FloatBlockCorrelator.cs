using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Kernels of many rows in float32: output rows are made four at a time. A separable kernel is a column of
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

    public FloatBlockCorrelator(RowRange range, Kernel kernel, RowFinish finish)
        : base(range, kernel.Traits.Factors, finish)
    {
        double[] weights = kernel.Traits.Factors is { } factors ? factors.Column.ToArray() : kernel.ToArray();
        (_weights, _height) = (Array.ConvertAll(weights, weight => (float)weight), kernel.Height);
        _width = _weights.Length / _height;
        for (int i = 0; i < _sums.Length; i++)
            _sums[i] = new AlignedBuffer(SumBytes);
    }

    public override int Block => FloatBlockSums.Rows;

    public override long ScratchBytes => base.ScratchBytes + (_sums.Length * _sums[0].Length);

    /// <summary>Whether a kernel gains by it: rows that lie under several outputs, and no weights of 0, which cost nothing elsewhere.</summary>
    public static bool Serves(Kernel kernel, RowRange range)
    {
        if (!range.IsRowByRow)
            return false;
        return kernel.Traits.Factors is { } factors
            ? kernel.Height >= 2 * FloatBlockSums.Rows && factors.Column.IndexOf(0.0) < 0
            : kernel.Height >= FloatBlockSums.LeastHeight && range.IsContiguous && Array.IndexOf(kernel.ToArray(), 0.0) < 0;
    }

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        float** sums = stackalloc float*[FloatBlockSums.Rows];
        for (int i = 0; i < FloatBlockSums.Rows; i++)
            sums[i] = (float*)_sums[i].Pointer;
        fixed (float* weights = _weights)
            FloatBlockSums.Run<TSimd, TVector>(weights, _width, _height, (float**)rows, first, sums, samples);
        for (int r = 0; r < count; r++)
            Finish.Run(sums[r], to + (r * pitch), samples);
    }
}
