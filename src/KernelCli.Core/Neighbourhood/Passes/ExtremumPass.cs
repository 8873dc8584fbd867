using KernelCli.Neighbourhood.Execution;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Passes;

/// <summary>The least or the greatest value of the window.</summary>
internal sealed record ExtremumPass : WindowPass
{
    /// <summary>Whether it is the greatest.</summary>
    public required bool IsGreatest { get; init; }

    public override string Describe(SampleType source) =>
        $"{(IsGreatest ? "greatest" : "least")} of {Window}: along rows, then down columns; {Rank.Exact(source, LeavesOutNaN)}";

    public override RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY) => (strip.Sample, IsGreatest) switch
    {
        (SampleType.UInt8, false) => Filter<TSimd, TVector, LeastByte<TSimd, TVector>>(strip, strideY),
        (SampleType.UInt8, true) => Filter<TSimd, TVector, GreatestByte<TSimd, TVector>>(strip, strideY),
        (SampleType.UInt16, false) => Filter<TSimd, TVector, LeastUInt16<TSimd, TVector>>(strip, strideY),
        (SampleType.UInt16, true) => Filter<TSimd, TVector, GreatestUInt16<TSimd, TVector>>(strip, strideY),
        (_, false) => Filter<TSimd, TVector, LeastKey<TSimd, TVector>>(strip, strideY),
        (_, true) => Filter<TSimd, TVector, GreatestKey<TSimd, TVector>>(strip, strideY),
    };

    private ExtremumRowFilter<TSimd, TVector, TPick> Filter<TSimd, TVector, TPick>(Strip strip, int strideY)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TPick : struct, IExtremum<TVector> =>
        new(strip, Window, strideY, IsGreatest != LeavesOutNaN ? OrderedKeys.Greatest : OrderedKeys.Least);
}
