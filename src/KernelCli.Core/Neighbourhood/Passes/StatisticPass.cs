using KernelCli.Neighbourhood.Execution;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Passes;

/// <summary>A statistic of the window, or a decision by one.</summary>
internal sealed record StatisticPass : WindowPass
{
    /// <summary>Which.</summary>
    public required WindowStatistic Statistic { get; init; }

    /// <summary>The number that it takes: what is subtracted from the mean, in the unit of the samples, or the factor K.</summary>
    public double Number { get; init; }

    /// <summary>The value of white in the source.</summary>
    public required double White { get; init; }

    /// <summary>Whether a deviation is rounded to the type of the source.</summary>
    public bool IsRounded { get; init; }

    public override SampleType Result(SampleType source) =>
        Statistic is WindowStatistic.Deviation && !IsRounded ? SampleType.Float32 : source;

    public override string Describe(SampleType source)
    {
        string what = Statistic switch
        {
            WindowStatistic.Deviation => "standard deviation",
            WindowStatistic.AboveMean => "above the mean",
            WindowStatistic.AboveNiblack => "above Niblack's threshold",
            _ => "above Sauvola's threshold",
        };
        return $"{what} of {Window}: running sums in {(source is SampleType.Float32 || HasAlpha ? "float64" : "whole numbers, exact")}";
    }

    public override RowWindowFilter Create<TSimd, TVector>(Strip strip, int strideY)
    {
        if (Statistic is WindowStatistic.AboveMean && strip.Sample is SampleType.UInt8 && !HasAlpha)
            return new MeanThresholdRowFilter<TSimd, TVector>(strip, Window, strideY, Number);
        return Statistic switch
        {
            WindowStatistic.Deviation => Filter<TSimd, TVector, StandardDeviation>(strip, strideY, default),
            WindowStatistic.AboveMean => Filter<TSimd, TVector, AboveMean>(strip, strideY, new AboveMean(Number, White)),
            WindowStatistic.AboveNiblack => Filter<TSimd, TVector, AboveNiblack>(strip, strideY, new AboveNiblack(Number, White)),
            _ => Filter<TSimd, TVector, AboveSauvola>(strip, strideY, new AboveSauvola(Number, White)),
        };
    }

    private StatisticRowFilter<TSimd, TVector, TStatistic> Filter<TSimd, TVector, TStatistic>(
        Strip strip, int strideY, TStatistic statistic)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TStatistic : struct, IWindowStatistic =>
        new(strip, Window, strideY, statistic, Result(strip.Sample), White, CellWeights);
}

/// <summary>What is made of the sums of a window.</summary>
internal enum WindowStatistic
{
    /// <summary>The standard deviation.</summary>
    Deviation,

    /// <summary>Whether the value is above the mean minus a number.</summary>
    AboveMean,

    /// <summary>Whether it is above the mean minus K deviations.</summary>
    AboveNiblack,

    /// <summary>Whether it is above the mean times 1 + K (deviation / half the range - 1).</summary>
    AboveSauvola,
}
