using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Samples of any type in float32: fused multiply-adds in the order of the taps, separable kernels in two passes with
/// symmetric taps folded.
/// </summary>
internal sealed unsafe class FloatCorrelator<TSimd, TVector> : FloatLineCorrelator<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly AlignedBuffer _sums;
    private readonly FloatStage<TSimd, TVector> _vertical;
    private readonly RowFinish _finish;

    public FloatCorrelator(RowRange range, Kernel kernel, RowFinish finish)
        : base(range, kernel)
    {
        (_sums, _finish) = (new AlignedBuffer(SumBytes), finish);
        _vertical = kernel.Traits.Factors is { } factors
            ? FloatStage<TSimd, TVector>.OfLine(factors.Column, i => (i, 0))
            : FloatStage<TSimd, TVector>.OfKernel(kernel, TapOffsets);
    }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length;

    public override void Leave(byte** rows, long position, byte* to)
    {
        for (int first = 0; first < Samples; first += Piece)
        {
            int count = Math.Min(Piece, Samples - first);
            _vertical.Run(rows, first, (float*)_sums.Pointer, count);
            _finish.Run(_sums.Pointer, to + ((long)first * _finish.SampleBytes), count);
        }
    }
}
