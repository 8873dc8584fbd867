using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Neighbourhood.Execution;
using KernelCli.Neighbourhood.Passes;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Filters;

/// <summary>The mean weighted by <c>exp(-distance^2 / (2 Sigma^2)) exp(-difference^2 / (2 Levels^2))</c>.</summary>
/// <param name="Sigma">Deviation of distances, in pixels.</param>
/// <param name="Levels">Deviation of differences, in levels.</param>
internal sealed record BilateralFilter(double Sigma, double Levels) : NeighbourhoodFilter
{
    public override bool HasMeans => true;

    public override WindowPass OnlyPass(FilterGraph graph) => new BilateralPass
    {
        Window = Window,
        Weights = new BilateralWeights(Sigma, graph.Levels(Levels)),
        IsRounded = graph.IsLast,
    };
}

/// <summary>
/// The guided filter of a picture by itself: <c>a = variance / (variance + Levels^2)</c> and <c>b = (1 - a) mean</c> of the
/// window, then <c>mean(a) value + mean(b)</c>.
/// </summary>
/// <param name="Levels">Deviation of what is smoothed, in levels.</param>
internal sealed record GuidedFilter(double Levels) : NeighbourhoodFilter
{
    public override int Passes => 2;

    public override bool HasMeans => true;

    public override bool CanFillMissing => false;

    protected override IRowSource Combine(IRowSource rows, FilterGraph graph)
    {
        double levels = graph.Levels(Levels);
        var guide = graph.Marked(new GuidePass { Window = Window, Noise = levels * levels, White = graph.FullRange }, rows.Info);
        WindowPlan plan = graph.Plan(rows.Info, guide, isLastPass: false);
        graph.Note(guide.Describe(rows.Info.Format.Sample));
        ImageInfo planes = new(plan.Horizontal.Outputs, plan.Vertical.Outputs, rows.Info.Format.With(SampleType.Float32));

        // A window of nothing but the border's constant has the slope 0.
        Border border = graph.Movement.Border, flat = border with { Value = 0 };
        CorrelationPlan means = Mean(planes, graph, border);
        graph.Extend(means.Reach);
        var plans = new GuidedPlans(plan, Mean(planes, graph, flat), means,
            graph.CentrePlan(rows.Info, Window, Passes), graph.IsLast ? rows.Info.Format.Sample : SampleType.Float32);
        var source = new GuidedRowSource(rows, plans, graph.Limits);
        graph.Hold(source.BufferBytes);
        return source;
    }

    private CorrelationPlan Mean(ImageInfo planes, FilterGraph graph, Border border) => CorrelationPlan.Create(
        BoxKernel.Create(Window.Width, Window.Height), graph.Movement with { Border = border }, planes, SampleType.Float32,
        graph.FullRange, graph.FullRange, graph.Width);
}
