using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
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
    private readonly FloatOutput<TSimd, TVector> _output;

    /// <summary>One kernel.</summary>
    public FloatCorrelator(RowRange range, Kernel kernel, RowFinish finish)
        : base(range, kernel.Traits.Factors, finish)
    {
        FloatStage<TSimd, TVector> vertical = kernel.Traits.Factors is { } factors
            ? FloatStage<TSimd, TVector>.OfLine(factors.Column, i => (i, 0))
            : FloatStage<TSimd, TVector>.OfKernel(kernel, TapOffsets);
        _output = new FloatOutput<TSimd, TVector>(Samples, vertical, finish);
    }

    /// <summary>The length of a gradient.</summary>
    public FloatCorrelator(RowRange range, Kernel x, Kernel y, RowFinish finish)
        : base(range, null, finish) =>
        _output = new FloatOutput<TSimd, TVector>(Samples, new FloatGradientPass<TSimd, TVector>(x, y, TapOffsets), finish);

    // Of five rows of floats the ring is in the second-level cache in any case.
    protected override int LeastRowsOfBlocks => 5;

    public override long ScratchBytes => base.ScratchBytes + _output.ScratchBytes;

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        for (int r = 0; r < count; r++)
            _output.Write(rows + r, first, samples, to + (r * pitch));
    }
}
