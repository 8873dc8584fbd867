using KernelCli.Neighbourhood.Execution;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Passes;

/// <summary>Bilateral means.</summary>
internal sealed record BilateralPass : WindowPass
{
    /// <summary>What they are weighted by.</summary>
    public required BilateralWeights Weights { get; init; }

    /// <summary>Whether results are rounded to the type of the source.</summary>
    public required bool IsRounded { get; init; }

    public override SampleType Result(SampleType source) => IsRounded ? source : SampleType.Float32;

    public override string Describe(SampleType source) =>
        $"bilateral mean of {Window}: float32 across pixels";

    public override RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY) =>
        new BilateralRowFilter<TSimd, TVector>(strip, Window, Weights, Result(strip.Sample), HasAlpha, LeavesOutNaN);
}

/// <summary>The slopes and intercepts of a guided filter, one after the other in each row.</summary>
internal sealed record GuidePass : WindowPass
{
    /// <summary>The variance of what is to be smoothed, in the square of the unit of the samples.</summary>
    public required double Noise { get; init; }

    /// <summary>The value of white in the source.</summary>
    public required double White { get; init; }

    public override SampleType Result(SampleType source) => SampleType.Float32;

    public override string Describe(SampleType source) => $"guided by {Window}: running sums in "
        + $"{(source is SampleType.Float32 || HasAlpha ? "float64" : "whole numbers")}, then two means in float32";

    public override RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY) =>
        new GuideRowFilter<TSimd, TVector>(strip, Window, strideY, Noise, CellWeights, White);
}
