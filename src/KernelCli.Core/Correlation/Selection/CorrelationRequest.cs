using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Selection;

/// <summary>Everything that the selection of an algorithm depends on.</summary>
internal sealed record CorrelationRequest
{
    /// <summary>The kernel or the gradient, already rotated by 180 degrees for a convolution.</summary>
    public required KernelSet Kernels { get; init; }

    /// <summary>Source pixels from one output pixel to the next.</summary>
    public required Spacing Stride { get; init; }

    /// <summary>Source pixels from one tap to the next.</summary>
    public required Spacing Dilation { get; init; }

    /// <summary>Interleaved channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Type of the source samples.</summary>
    public required SampleType Source { get; init; }

    /// <summary>Type of the result's samples.</summary>
    public required SampleType Result { get; init; }

    /// <summary>Full range of the source samples, such as 255.</summary>
    public required double SourceFullRange { get; init; }

    /// <summary>Full range of the result samples, to which the source's is scaled.</summary>
    public required double ResultFullRange { get; init; }

    /// <summary>The range of the source samples if they are known to be integers and are summed in float32; else null.</summary>
    public (double Least, double Most)? IntegerSourceRange { get; init; }

    /// <summary>Whether stride and dilation are 1 on both axes.</summary>
    public bool HasUnitSpacing => Stride == Spacing.One && Dilation == Spacing.One;

    /// <summary>Whether consecutive output rows, and consecutive kernel rows, lie on consecutive source rows.</summary>
    public bool HasUnitRowSpacing => Stride.Y == 1 && Dilation.Y == 1;

    /// <summary>Whether spacing is 1 and there is one channel, so that adjacent taps read adjacent samples.</summary>
    public bool IsContiguous => Channels == 1 && HasUnitSpacing;

    /// <summary>The range of the sums if they are known to be integers below 2^24, which float32 holds exactly; else null.</summary>
    public (double Least, double Most)? IntegerSumRange()
    {
        if (IntegerSourceRange is not { } source || Kernels.X.Traits is not { IsInteger: true, Denominator: 1 } traits)
            return null;
        double least = (traits.PositiveSum * source.Least) + (traits.NegativeSum * source.Most);
        double most = (traits.PositiveSum * source.Most) + (traits.NegativeSum * source.Least);

        // Partial sums may be larger than the last one.
        double largest = (traits.PositiveSum - traits.NegativeSum) * Math.Max(Math.Abs(source.Least), Math.Abs(source.Most));
        return largest < 1 << 24 ? (least, most) : null;
    }

    /// <summary>The scale from sums to results.</summary>
    /// <param name="kernel">Multiplier, divisor and bias are taken from it.</param>
    /// <param name="sumDenominator">Integer sums divided by this are the kernel's own sums.</param>
    public OutputScale ScaleOf(Kernel kernel, long sumDenominator) =>
        OutputScale.Of(kernel, sumDenominator, SourceFullRange, ResultFullRange);
}
