using KernelCli.Neighbourhood.Execution;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Passes;

/// <summary>The greatest of the eight kernels of a compass.</summary>
internal sealed record CompassPass : WindowPass
{
    /// <summary>Whether they are Kirsch's, else Robinson's.</summary>
    public required bool IsKirsch { get; init; }

    /// <summary>Whether results are rounded to the type of the source.</summary>
    public required bool IsRounded { get; init; }

    public override SampleType Result(SampleType source) => IsRounded ? source : SampleType.Float32;

    public override string Describe(SampleType source) =>
        $"greatest of eight directions: sums shared, {(source is SampleType.Float32 ? "float32" : "whole numbers, exact")}";

    public override RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY) => strip.Sample switch
    {
        SampleType.UInt8 => new CompassRowFilter<short>(strip, IsKirsch, Result(strip.Sample)),
        SampleType.UInt16 => new CompassRowFilter<int>(strip, IsKirsch, Result(strip.Sample)),
        _ => new CompassRowFilter<float>(strip, IsKirsch, Result(strip.Sample)),
    };
}
