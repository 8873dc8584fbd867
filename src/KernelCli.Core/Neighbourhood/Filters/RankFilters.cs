using KernelCli.Neighbourhood.Passes;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Filters;

/// <summary>The least or greatest value of the window.</summary>
/// <param name="IsGreatest">Whether it is the greatest.</param>
internal sealed record ExtremumFilter(bool IsGreatest) : NeighbourhoodFilter
{
    public override WindowPass OnlyPass(FilterGraph graph) =>
        new ExtremumPass { Window = Window, IsGreatest = IsGreatest };
}

/// <summary>The value at a percentile of the window's sorted values, <c>min(n - 1, floor(n P / 100))</c>.</summary>
/// <param name="Percentile">P, 0 to 100.</param>
internal sealed record RankFilter(double Percentile) : NeighbourhoodFilter
{
    public override WindowPass OnlyPass(FilterGraph graph)
    {
        int rank = Rank.Of(Window.Cells, Percentile);
        return rank == 0 || rank == Window.Cells - 1
            ? new ExtremumPass { Window = Window, IsGreatest = rank > 0 }
            : new RankPass { Window = Window, Rank = rank, Percentile = Percentile };
    }
}

/// <summary>The median where the value differs from it by more than some levels, else the value.</summary>
/// <param name="Threshold">The levels.</param>
internal sealed record DespeckleFilter(double Threshold) : NeighbourhoodFilter
{
    protected override IRowSource Combine(IRowSource rows, FilterGraph graph)
    {
        var shared = new SharedRows(rows, 2);
        IRowSource medians = graph.Pass(shared[0], RankPass.Median(Window));
        graph.Note(FormattableString.Invariant($"where the value differs by more than {Threshold} levels"));
        return new CombinedRows(graph.Centres(shared[1], Window, 1), medians,
            new ReplacedOutliers(graph.Levels(Threshold), graph.Missing is MissingPixels.AreFilled));
    }
}

/// <summary>Chains and differences of minima and maxima.</summary>
/// <param name="Kind">Which.</param>
internal sealed record MorphologyFilter(MorphologyKind Kind) : NeighbourhoodFilter
{
    public override int Passes => Kind is MorphologyKind.Gradient ? 1 : 2;

    protected override IRowSource Combine(IRowSource rows, FilterGraph graph)
    {
        if (Kind is MorphologyKind.Open or MorphologyKind.Close)
            return Chain(rows, graph);
        var shared = new SharedRows(rows, 2);
        var difference = new Difference(graph.IsLast);
        switch (Kind)
        {
            case MorphologyKind.Gradient:
                IRowSource greatest = graph.Pass(shared[0], Extremum(true)), least = graph.Pass(shared[1], Extremum(false));
                graph.Note("difference");
                return new CombinedRows(greatest, least, difference);
            case MorphologyKind.TopHat:
                IRowSource open = Chain(shared[0], graph);
                graph.Note("subtracted from the value");
                return new CombinedRows(graph.Centres(shared[1], Window, 2), open, difference);
            default:
                IRowSource close = Chain(shared[0], graph);
                graph.Note("less the value");
                return new CombinedRows(close, graph.Centres(shared[1], Window, 2), difference);
        }
    }

    private IRowSource Chain(IRowSource rows, FilterGraph graph)
    {
        bool isClose = Kind is MorphologyKind.Close or MorphologyKind.BlackHat;
        return graph.Pass(graph.Pass(rows, Extremum(isClose), isLastPass: false), Extremum(!isClose));
    }

    private ExtremumPass Extremum(bool isGreatest) => new() { Window = Window, IsGreatest = isGreatest };
}

/// <summary>What is made of minima and maxima.</summary>
internal enum MorphologyKind
{
    /// <summary>Maximum of the minimum: removes what is bright and smaller than the window.</summary>
    Open,

    /// <summary>Minimum of the maximum: removes what is dark and smaller than the window.</summary>
    Close,

    /// <summary>Maximum minus minimum: edges.</summary>
    Gradient,

    /// <summary>The value minus its opening: what is bright and small.</summary>
    TopHat,

    /// <summary>The closing minus the value: what is dark and small.</summary>
    BlackHat,
}
