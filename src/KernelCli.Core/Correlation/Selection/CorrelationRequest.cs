using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Selection;

/// <summary>All that an algorithm is selected by.</summary>
internal sealed record CorrelationRequest
{
    /// <summary>The kernel or the gradient, already turned for a convolution.</summary>
    public required KernelSet Kernels { get; init; }

    /// <summary>Pixels from one output pixel to the next.</summary>
    public required Spacing Stride { get; init; }

    /// <summary>Pixels from one tap to the next.</summary>
    public required Spacing Dilation { get; init; }

    /// <summary>Interleaved channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Type of the source samples.</summary>
    public required SampleType Source { get; init; }

    /// <summary>Type of the result's samples.</summary>
    public required SampleType Result { get; init; }

    /// <summary>Full range of the source, in its own unit.</summary>
    public required double SourceFullRange { get; init; }

    /// <summary>Full range of the result, in its own unit.</summary>
    public required double ResultFullRange { get; init; }

    /// <summary>The range of source samples that are known to be whole numbers, though their type is float32.</summary>
    public (double Least, double Most)? IntegerSourceRange { get; init; }

    /// <summary>Whether neither stride nor dilation leaves anything out.</summary>
    public bool HasUnitSpacing => Stride == Spacing.One && Dilation == Spacing.One;

    /// <summary>Whether consecutive output rows, and consecutive kernel rows, lie on consecutive source rows.</summary>
    public bool HasUnitRowSpacing => Stride.Y == 1 && Dilation.Y == 1;

    /// <summary>Whether besides neighbouring taps read neighbouring samples.</summary>
    public bool IsContiguous => Channels == 1 && HasUnitSpacing;

    /// <summary>The range of the sums where those are known to be whole and below 2^24, so that float32 holds them exactly.</summary>
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
    /// <param name="sumDenominator">What whole-number sums must be divided by to be the kernel's own.</param>
    public OutputScale ScaleOf(Kernel kernel, long sumDenominator) =>
        OutputScale.Of(kernel, sumDenominator, SourceFullRange, ResultFullRange);
}
