using KernelCli.Kernels;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Filters;

/// <summary>
/// Canny's edges: a Gaussian, Sobel's derivatives, the ridge of their magnitude across the direction rounded to 45 degrees;
/// white where that reaches the higher threshold, or the lower one and is joined to what does, else black.
/// </summary>
/// <param name="Sigma">Deviation of the Gaussian, in pixels.</param>
/// <param name="Low">The lower threshold, in levels of the unnormalised magnitude.</param>
/// <param name="High">The higher threshold.</param>
internal sealed record CannyFilter(double Sigma, double Low, double High) : NeighbourhoodFilter
{
    public override bool LeavesOutMissing => false;

    protected override IRowSource Combine(IRowSource rows, FilterGraph graph)
    {
        if (graph.Movement.Stride != Spacing.One || graph.Movement.Padding.Mode is not PaddingMode.Same)
            throw new ArgumentException("edges are joined over all pixels: leave out stride and padding");
        var result = rows.Info.Format.Sample;
        var blurred = new SharedRows(graph.Correlate(rows, GaussianKernel.Create(Sigma)), 2);
        GradientKernels sobel = GradientKernels.Sobel();
        IRowSource x = graph.Correlate(blurred[0], sobel.X), y = graph.Correlate(blurred[1], sobel.Y);
        var source = new CannyRowSource(x, y, graph.Levels(Low), graph.Levels(High), graph.FullRange, result, graph.Limits);
        graph.Hold(source.BufferBytes);
        graph.IsWhole = true;
        graph.Note("ridges joined over the whole picture, one byte kept of each sample");
        return source;
    }
}
