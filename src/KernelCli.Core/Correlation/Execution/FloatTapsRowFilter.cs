using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Filters samples of any type in float32, with fused multiply-adds in the order of the taps. Separable kernels take two
/// passes with symmetric taps folded; gradients take both kernels in one pass.
/// </summary>
internal sealed unsafe class FloatTapsRowFilter<TSimd, TVector> : FloatRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FloatOutput<TSimd, TVector> _output;

    public FloatTapsRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan) => _output = new FloatOutput<TSimd, TVector>(strip, plan, CreatePass(plan), Output);

    public override long ScratchBytes => base.ScratchBytes + _output.ScratchBytes;

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        for (int r = 0; r < count; r++)
            _output.Write(rows + r, first, samples, to + (r * pitch));
    }

    private FloatPass CreatePass(AlgorithmPlan plan)
    {
        (Kernel x, Kernel? y) = plan.Weights;
        return y is not null ? new FloatGradientPass<TSimd, TVector>(x, y, TapOffsets)
            : x.Traits.Factors is { } factors ? FloatTapPass<TSimd, TVector>.OfTaps(factors.Column, i => (i, 0))
            : FloatTapPass<TSimd, TVector>.OfKernel(x, TapOffsets);
    }
}
