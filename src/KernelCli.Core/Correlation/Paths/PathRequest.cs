using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Paths;

/// <summary>What a path is chosen by.</summary>
/// <param name="Kernel">The kernel, already turned for a convolution.</param>
/// <param name="Stride">Step of the kernel.</param>
/// <param name="Dilation">Step of the taps.</param>
/// <param name="Source">Type of the source samples.</param>
/// <param name="Result">Type of the result's samples.</param>
/// <param name="SourceWhite">White in the unit of the source samples.</param>
/// <param name="ResultWhite">White in the unit of the result.</param>
internal sealed record PathRequest(Kernel Kernel, Spacing Stride, Spacing Dilation, SampleType Source, SampleType Result, double SourceWhite, double ResultWhite)
{
    /// <summary>The range of source samples that are known to be whole numbers, though their type is float32.</summary>
    public (double Least, double Most)? WholeSource { get; init; }

    /// <summary>The range of the sums where those are known to be whole too and below 2^24, so that float32 holds them exactly.</summary>
    public (double Least, double Most)? WholeSums()
    {
        if (WholeSource is not { } source || Kernel.Traits is not { IsInteger: true, Denominator: 1 } traits)
            return null;
        double least = (traits.PositiveSum * source.Least) + (traits.NegativeSum * source.Most);
        double most = (traits.PositiveSum * source.Most) + (traits.NegativeSum * source.Least);

        // Partial sums may be larger than the last one.
        double largest = (traits.PositiveSum - traits.NegativeSum) * Math.Max(Math.Abs(source.Least), Math.Abs(source.Most));
        return largest < 1 << 24 ? (least, most) : null;
    }
}
