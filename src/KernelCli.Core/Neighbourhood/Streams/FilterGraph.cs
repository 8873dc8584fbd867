using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Neighbourhood.Passes;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>What a filter is built with: makes streams of rows from others, and adds up their memory and their descriptions.</summary>
internal sealed class FilterGraph
{
    private readonly List<string> _descriptions = [];

    /// <summary>Padding, border and stride.</summary>
    public required CorrelationOptions Movement { get; init; }

    /// <summary>The value of white in the rows.</summary>
    public required double FullRange { get; init; }

    /// <summary>Whether the results are written as they are, so that they are rounded and clamped to the type of the source.</summary>
    public required bool IsLast { get; init; }

    /// <summary>The limits on the buffers.</summary>
    public required ImageLimits Limits { get; init; }

    /// <summary>The vector width.</summary>
    public VectorWidth Width { get; init; } = VectorWidths.Best;

    /// <summary>Bytes of all buffers so far.</summary>
    public long BufferBytes { get; private set; }

    /// <summary>How the filter is computed.</summary>
    public string Description => string.Join("; ", _descriptions);

    /// <summary>A number of 8-bit levels in the unit of the samples.</summary>
    public double Levels(double levels) => levels * FullRange / 255;

    /// <summary>How many columns and rows around its own pixel a result reads at most, where results and source have one size.</summary>
    public (int X, int Y) Reach { get; private set; }

    /// <summary>Whether a result may depend on any pixel of the picture.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Adds to the description.</summary>
    public void Note(string text)
    {
        if (!_descriptions.Contains(text))
            _descriptions.Add(text);
    }

    /// <summary>Rows that a pass filters.</summary>
    /// <param name="rows">The source.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="isLastPass">Whether the stride is that of this pass.</param>
    public IRowSource Pass(IRowSource rows, WindowPass pass, bool isLastPass = true)
    {
        WindowPlan plan = Plan(rows.Info, pass, isLastPass);
        Note(pass.Describe(rows.Info.Format.Sample));
        return Run(rows, plan);
    }

    /// <summary>The plan of a pass over rows.</summary>
    public WindowPlan Plan(ImageInfo info, WindowPass pass, bool isLastPass)
    {
        CorrelationOptions movement = isLastPass ? Movement : Movement with { Stride = Spacing.One };
        PassGeometry geometry = PassGeometry.Create(info.Width, info.Height, pass.Window, movement);
        Limits.CheckPixels(geometry.Horizontal.Outputs, geometry.Vertical.Outputs);
        Extend((geometry.Horizontal.Reach, geometry.Vertical.Reach));
        return pass.Plan(geometry, info.Format, Levels(Movement.Border.Value), Width);
    }

    /// <summary>The pixels in the middle of the windows of some passes.</summary>
    /// <param name="rows">The source of the first pass.</param>
    /// <param name="window">The window of each pass.</param>
    /// <param name="passes">Their number.</param>
    public IRowSource Centres(IRowSource rows, FilterWindow window, int passes) =>
        Run(rows, CentrePlan(rows.Info, window, passes));

    /// <summary>The plan of <see cref="Centres"/>.</summary>
    public WindowPlan CentrePlan(ImageInfo info, FilterWindow window, int passes) =>
        new CentrePass { Window = FilterWindow.Pixel }.Plan(PassGeometry.Centres(info.Width, info.Height, window, passes, Movement),
            info.Format, Levels(Movement.Border.Value), Width);

    /// <summary>Rows that a kernel filters, as float32.</summary>
    public IRowSource Correlate(IRowSource rows, Kernel kernel, bool isLastPass = true)
    {
        CorrelationPlan plan = CorrelationPlan.Create(kernel, isLastPass ? Movement : Movement with { Stride = Spacing.One },
            rows.Info, SampleType.Float32, FullRange, FullRange, Width);
        Note(plan.Description);
        Extend(plan.Reach);
        var source = new CorrelationRowSource(rows, plan, Limits);
        BufferBytes += source.BufferBytes;
        return source;
    }

    /// <summary>Counts a step towards <see cref="Reach"/>. Steps side by side are counted like those one after another.</summary>
    public void Extend((int X, int Y) reach) => Reach = (Reach.X + reach.X, Reach.Y + reach.Y);

    /// <summary>Counts memory that is held elsewhere.</summary>
    public void Hold(long bytes) => BufferBytes += bytes;

    private WindowRowSource Run(IRowSource rows, WindowPlan plan)
    {
        var source = new WindowRowSource(rows, plan, Limits);
        BufferBytes += source.BufferBytes;
        return source;
    }
}
