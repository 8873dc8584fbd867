using KernelCli.Neighbourhood.Streams;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Filters;

/// <summary>A filter that is no sum of weighted pixels: what it does to the pixels around each pixel.</summary>
internal abstract record NeighbourhoodFilter
{
    /// <summary>The cells that each pass looks at.</summary>
    public required FilterWindow Window { get; init; }

    /// <summary>How many windows are moved over the picture, one over the results of the other.</summary>
    public virtual int Passes => 1;

    /// <summary>Whether it takes means, which alpha weights.</summary>
    public virtual bool HasMeans => false;

    /// <summary>Whether it can leave out pixels without a value.</summary>
    public virtual bool LeavesOutMissing => true;

    /// <summary>Whether it can give those a value.</summary>
    public virtual bool CanFillMissing => LeavesOutMissing;

    /// <summary>The pass that the filter is, or null where it is made of more.</summary>
    public virtual WindowPass? OnlyPass(FilterGraph graph) => null;

    /// <summary>
    /// The filtered rows: of the type of the source, or of float32 in its unit. They own <paramref name="rows"/>, which
    /// have alpha only where it weights means; that channel of the result is not used.
    /// </summary>
    public IRowSource Apply(IRowSource rows, FilterGraph graph) =>
        OnlyPass(graph) is { } pass ? graph.Pass(rows, pass) : Combine(rows, graph);

    /// <summary>The filtered rows of a picture with alpha, which is passed through.</summary>
    public IRowSource ApplyWithAlpha(IRowSource rows, FilterGraph graph)
    {
        var shared = new SharedRows(rows, 2);
        bool isWeighted = HasMeans && graph.WeighsAlpha;
        IRowSource colours = isWeighted ? new DropAlphaRowSource(Apply(shared[0], graph)) : Apply(new DropAlphaRowSource(shared[0]), graph);
        graph.Note(isWeighted ? "colours weighted by alpha, which is passed through" : "alpha passed through");
        return new JoinedAlphaRows(colours, graph.CentresOfAlpha(new AlphaPlaneRows(shared[1]), Window, Passes));
    }

    /// <summary>The filtered rows of a filter that is more than one pass.</summary>
    protected virtual IRowSource Combine(IRowSource rows, FilterGraph graph) =>
        throw new NotSupportedException($"{GetType().Name} is one pass");
}
