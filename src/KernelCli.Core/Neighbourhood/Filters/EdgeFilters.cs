using KernelCli.Kernels;
using KernelCli.Neighbourhood.Passes;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Filters;

/// <summary>The greatest of eight kernels in the directions of the compass.</summary>
/// <param name="IsKirsch">Whether they are Kirsch's, else Robinson's.</param>
internal sealed record CompassFilter(bool IsKirsch) : NeighbourhoodFilter
{
    public override WindowPass OnlyPass(FilterGraph graph) =>
        new CompassPass { Window = Window, IsKirsch = IsKirsch, IsRounded = graph.IsLast };
}

/// <summary>The picture minus a Gaussian of it.</summary>
/// <param name="Sigma">Deviation of the Gaussian, in pixels.</param>
internal sealed record HighPassFilter(double Sigma) : NeighbourhoodFilter
{
    public override bool HasMeans => true;

    protected override IRowSource Combine(IRowSource rows, FilterGraph graph)
    {
        var shared = new SharedRows(rows, 2);
        IRowSource blurred = graph.Correlate(shared[0], GaussianKernel.Create(Sigma));
        graph.Note("subtracted from the value");
        return new CombinedRows(graph.Centres(shared[1], Window, 1), blurred, new Difference(graph.IsLast));
    }
}
