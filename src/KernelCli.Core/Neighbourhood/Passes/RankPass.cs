using KernelCli.Neighbourhood.Execution;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Passes;

/// <summary>The value at an index of the window's sorted values; the middle one is the median.</summary>
internal sealed record RankPass : WindowPass
{
    // From this many cells on histograms are faster than bits.
    private const int FewestForHistograms = 200;

    /// <summary>The index, from 0.</summary>
    public required int Rank { get; init; }

    /// <summary>The percentile, by which the index follows from the number of cells where NaN is left out.</summary>
    public double Percentile { get; init; } = 50;

    /// <summary>The pass of a median.</summary>
    public static RankPass Median(FilterWindow window) => new() { Window = window, Rank = window.Cells / 2 };

    public override string Describe(SampleType source)
    {
        string what = Rank == Window.Cells / 2 ? $"median of {Window}" : $"value {Rank + 1} of {Window.Cells} of {Window}";
        return $"{what}: {(IsNetwork ? "sorting network" : UsesHistograms(source) ? "histograms of columns" : "bit by bit")}; "
            + Passes.Rank.Exact(source, LeavesOutNaN);
    }

    public override RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY)
    {
        SampleType sample = strip.Sample;
        if (LeavesOutNaN)
            return new ValidRankRowFilter<TSimd, TVector>(strip, Window,
                [.. Enumerable.Range(0, Window.Cells + 1).Select(n => n == 0 ? 0 : Passes.Rank.Of(n, Percentile))]);
        if (IsNetwork)
            return sample switch
            {
                SampleType.UInt8 => Network<TSimd, TVector, LeastByte<TSimd, TVector>, GreatestByte<TSimd, TVector>>(strip, strideY),
                SampleType.UInt16 => Network<TSimd, TVector, LeastUInt16<TSimd, TVector>, GreatestUInt16<TSimd, TVector>>(strip, strideY),
                _ => Network<TSimd, TVector, LeastKey<TSimd, TVector>, GreatestKey<TSimd, TVector>>(strip, strideY),
            };
        if (UsesHistograms(sample))
            return new HistogramRankRowFilter(strip, Window, Rank, strideY);
        return sample switch
        {
            SampleType.UInt8 when Window.Cells <= byte.MaxValue =>
                new BitRankRowFilter<TSimd, TVector, SignedByteLanes<TSimd, TVector>>(strip, Window, Rank),
            SampleType.UInt8 or SampleType.UInt16 =>
                new BitRankRowFilter<TSimd, TVector, SignedInt16Lanes<TSimd, TVector>>(strip, Window, Rank),
            _ => new BitRankRowFilter<TSimd, TVector, SignedInt32Lanes<TSimd, TVector>>(strip, Window, Rank),
        };
    }

    private RankRowFilter Network<TSimd, TVector, TLeast, TGreatest>(Strip strip, int strideY)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TLeast : struct, IExtremum<TVector>
        where TGreatest : struct, IExtremum<TVector> =>
        Window.Width == 3
            ? new MedianOf9RowFilter<TSimd, TVector, TLeast, TGreatest>(strip, Window, strideY)
            : new MedianOf25RowFilter<TSimd, TVector, TLeast, TGreatest>(strip, Window, strideY);

    private bool IsNetwork => !LeavesOutNaN && Window is { Shape: WindowShape.Square, Width: 3 or 5 } && Window.Width == Window.Height
        && Rank == Window.Cells / 2;

    private bool UsesHistograms(SampleType sample) =>
        sample is SampleType.UInt8 && Window.IsRectangle && Window.Cells >= FewestForHistograms;
}

/// <summary>What all filters by rank have in common.</summary>
internal static class Rank
{
    /// <summary>Index of a percentile among sorted values: <c>min(n - 1, floor(n P / 100))</c>.</summary>
    public static int Of(int cells, double percentile) => (int)Math.Min(cells - 1, Math.Floor(cells * percentile / 100));

    /// <summary>How exact the results are.</summary>
    public static string Exact(SampleType source, bool leavesOutNaN) =>
        leavesOutNaN ? "exact, of what has a value" : source is SampleType.Float32 ? "exact, NaN gives NaN" : "exact";
}

/// <summary>A pass that copies pixels.</summary>
internal sealed record CentrePass : WindowPass
{
    public override string Describe(SampleType source) => "copy";

    public override RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY) => new CentreRowFilter(strip);
}
