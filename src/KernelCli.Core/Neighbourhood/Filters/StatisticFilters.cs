using KernelCli.Kernels;
using KernelCli.Neighbourhood.Passes;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Filters;

/// <summary>The population standard deviation of the window, in levels.</summary>
internal sealed record DeviationFilter : NeighbourhoodFilter
{
    public override bool HasMeans => true;

    public override WindowPass OnlyPass(FilterGraph graph) => new StatisticPass
    {
        Window = Window,
        Statistic = WindowStatistic.Deviation,
        White = graph.FullRange,
        IsRounded = graph.IsLast,
    };
}

/// <summary>White where the value is above a threshold that follows from the window's mean and deviation, else black.</summary>
/// <param name="Statistic">Niblack's or Sauvola's threshold.</param>
/// <param name="K">The factor of the deviation.</param>
internal sealed record DeviationThresholdFilter(WindowStatistic Statistic, double K) : NeighbourhoodFilter
{
    public override bool HasMeans => true;

    public override WindowPass OnlyPass(FilterGraph graph) => new StatisticPass
    {
        Window = Window,
        Statistic = Statistic,
        Number = K,
        White = graph.FullRange,
    };
}

/// <summary>White where the value is above what is usual around it minus some levels, else black.</summary>
/// <param name="Usual">What is usual.</param>
/// <param name="Subtracted">The levels.</param>
internal sealed record AdaptiveThresholdFilter(UsualValue Usual, double Subtracted) : NeighbourhoodFilter
{
    public override bool HasMeans => Usual is not UsualValue.Median;

    public override WindowPass? OnlyPass(FilterGraph graph) => Usual is not UsualValue.Mean ? null : new StatisticPass
    {
        Window = Window,
        Statistic = WindowStatistic.AboveMean,
        Number = graph.Levels(Subtracted),
        White = graph.FullRange,
    };

    protected override IRowSource Combine(IRowSource rows, FilterGraph graph)
    {
        double subtracted = graph.Levels(Subtracted);
        var shared = new SharedRows(rows, 2);
        IRowSource usual = Usual is UsualValue.Median
            ? graph.Pass(shared[0], RankPass.Median(Window))
            : graph.Correlate(shared[0], GaussianKernel.Create(GaussianKernel.SigmaForSize(Window.Width), Window.Width,
                GaussianKernel.SigmaForSize(Window.Height), Window.Height));
        graph.Note("white above it");
        return new CombinedRows(graph.Centres(shared[1], Window, 1), usual, new AboveThreshold(subtracted, graph.FullRange));
    }
}

/// <summary>What is usual around a pixel.</summary>
internal enum UsualValue
{
    /// <summary>The mean of the window.</summary>
    Mean,

    /// <summary>The mean weighted by a Gaussian of the window's size.</summary>
    Gaussian,

    /// <summary>The median of the window.</summary>
    Median,
}
