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

    /// <summary>Whether means are weighted by alpha.</summary>
    public bool WeighsAlpha { get; init; }

    /// <summary>What becomes of pixels without a value, which are NaN in float32 rows.</summary>
    public MissingPixels Missing { get; init; }

    /// <summary>The correlations so far.</summary>
    public List<CorrelationPlan> Plans { get; } = [];

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
        pass = Marked(pass, rows.Info);
        WindowPlan plan = Plan(rows.Info, pass, isLastPass);
        Note(pass.Describe(rows.Info.Format.Sample));
        return Missing is not MissingPixels.StayMissing ? Run(rows, plan)
            : KeepMissing(rows, source => Run(source, plan),
                source => Run(source, CentrePlan(source.Info, pass.Window, 1, isLastPass)));
    }

    /// <summary>The pass, told what in the rows does not count.</summary>
    public TPass Marked<TPass>(TPass pass, ImageInfo info)
        where TPass : WindowPass =>
        pass with { LeavesOutNaN = Missing is not MissingPixels.AreValues, HasAlpha = info.Format.HasAlpha };

    /// <summary>The plan of a pass over rows.</summary>
    public WindowPlan Plan(ImageInfo info, WindowPass pass, bool isLastPass)
    {
        CorrelationOptions movement = isLastPass ? Movement : Movement with { Stride = Spacing.One };
        PassGeometry geometry = PassGeometry.Create(info.Width, info.Height, pass.Window, movement);
        Limits.CheckPixels(geometry.Horizontal.Outputs, geometry.Vertical.Outputs);
        Extend((geometry.Horizontal.Reach, geometry.Vertical.Reach));
        return pass.Plan(geometry, info.Format, Levels(Movement.Border.Value), FullRange, Width);
    }

    /// <summary>The pixels in the middle of the windows of some passes.</summary>
    /// <param name="rows">The source of the first pass.</param>
    /// <param name="window">The window of each pass.</param>
    /// <param name="passes">Their number.</param>
    public IRowSource Centres(IRowSource rows, FilterWindow window, int passes) =>
        Run(rows, CentrePlan(rows.Info, window, passes));

    /// <summary>The same for rows of alpha: a constant border is opaque.</summary>
    public IRowSource CentresOfAlpha(IRowSource rows, FilterWindow window, int passes)
    {
        PassGeometry geometry = PassGeometry.Centres(rows.Info.Width, rows.Info.Height, window, passes, Movement);
        return Run(rows, new CentrePass { Window = FilterWindow.Pixel }.Plan(geometry, rows.Info.Format, FullRange, FullRange, Width));
    }

    /// <summary>The plan of the pixels in the middle of the windows of some passes.</summary>
    public WindowPlan CentrePlan(ImageInfo info, FilterWindow window, int passes, bool isLastPass = true) =>
        CentrePlan(info, PassGeometry.Centres(info.Width, info.Height, window, passes, MovementOf(isLastPass)));

    /// <summary>The source pixel at the anchor of each of a kernel's results.</summary>
    public IRowSource Centres(IRowSource rows, CorrelationPlan plan)
    {
        PixelPlacement placement = plan.Window.Placement(plan.AnchorX, plan.AnchorY);
        (AxisGeometry x, AxisGeometry y) = (plan.Window.Horizontal, plan.Window.Vertical);
        return Run(rows, CentrePlan(rows.Info, new PassGeometry(
            AxisGeometry.Create(x.SourceLength, x.Outputs, 1, x.Stride, 1, -(int)placement.OffsetX),
            AxisGeometry.Create(y.SourceLength, y.Outputs, 1, y.Stride, 1, -(int)placement.OffsetY), plan.Window.Border)));
    }

    /// <summary>Rows with alpha that a kernel with a positive sum filters, colours weighted by alpha, as float32.</summary>
    public IRowSource CorrelateWeighted(IRowSource rows, Kernel kernel, bool isLastPass = true)
    {
        // Weighted colours are divided by the weighted alpha, so that the scale of the weights cancels out.
        Kernel bare = kernel.WithoutScale();
        ImageInfo real = rows.Info.With(rows.Info.Format.WithoutAlpha().With(SampleType.Float32));

        // A constant border is opaque. Weighted colours are multiplied by alpha, so their full range is squared.
        CorrelationPlan colours = Plan(real, bare, isLastPass, FullRange * FullRange);
        CorrelationPlan alpha = Plan(rows.Info.With(new PixelFormat(PixelLayout.Gray, SampleType.Float32)), bare, isLastPass, FullRange,
            Movement.Border with { Value = 255 });
        Extend(colours.Reach);
        Note(colours.Description);
        Note("colours weighted by alpha");
        double sum = kernel.Traits.Sum;
        var weighting = new AlphaWeighting(bare.Traits.Sum, sum * kernel.Multiplier / kernel.Divisor, Levels(kernel.Bias));
        var source = new AlphaCorrelationRowSource(rows, colours, alpha, weighting, FullRange, Limits);
        BufferBytes += source.BufferBytes;
        return source;
    }

    /// <summary>Rows that a kernel or a gradient filters, as float32.</summary>
    public IRowSource Correlate(IRowSource rows, KernelSet kernels, bool isLastPass = true)
    {
        if (rows.Info.Format.HasAlpha)
            return CorrelateWeighted(rows, kernels.X, isLastPass);
        bool isNormalised = Missing is not MissingPixels.AreValues && kernels is { Y: null, X.Traits: { NegativeSum: 0, Sum: > 0 } };
        Kernel bare = isNormalised ? kernels.X.WithoutScale() : kernels.X;
        CorrelationPlan plan = Plan(rows.Info, isNormalised ? bare : kernels, isLastPass, FullRange);
        Extend(plan.Reach);
        Note(isNormalised ? $"{plan.Description}; divided by the weights of what has a value" : plan.Description);
        return Missing is MissingPixels.StayMissing ? KeepMissing(rows, Filtered, source => Centres(source, plan)) : Filtered(rows);

        IRowSource Filtered(IRowSource source) =>
            isNormalised ? Normalised(source, kernels.X, bare, plan, isLastPass) : Correlated(source, plan);
    }

    /// <summary>Counts memory that is held elsewhere.</summary>
    public void Hold(long bytes) => BufferBytes += bytes;

    private CorrelationPlan Plan(ImageInfo info, KernelSet kernels, bool isLastPass, double fullRange, Border? border = null)
    {
        CorrelationOptions movement = MovementOf(isLastPass);
        CorrelationPlan plan = CorrelationPlan.Create(kernels, movement with { Border = border ?? movement.Border }, info,
            SampleType.Float32, fullRange, fullRange, Width);
        Limits.CheckPixels(plan.OutputWidth, plan.OutputHeight);
        Plans.Add(plan);
        return plan;
    }

    private CorrelationOptions MovementOf(bool isLastPass) => isLastPass ? Movement : Movement with { Stride = Spacing.One };

    private WindowPlan CentrePlan(ImageInfo info, PassGeometry geometry) =>
        new CentrePass { Window = FilterWindow.Pixel }.Plan(geometry, info.Format, Levels(Movement.Border.Value), FullRange, Width);

    private CorrelationRowSource Correlated(IRowSource rows, CorrelationPlan plan)
    {
        var source = new CorrelationRowSource(rows, plan, Limits);
        BufferBytes += source.BufferBytes;
        return source;
    }

    /// <summary>Counts a step towards <see cref="Reach"/>. Steps side by side are counted like those one after another.</summary>
    public void Extend((int X, int Y) reach) => Reach = (Reach.X + reach.X, Reach.Y + reach.Y);

    // A constant border has a value, so its weights count.
    private NormalisedRowSource Normalised(IRowSource rows, Kernel kernel, Kernel bare, CorrelationPlan values, bool isLastPass)
    {
        CorrelationPlan weights = Plan(rows.Info, bare, isLastPass, 1, Movement.Border with { Value = 255 });
        var source = new NormalisedRowSource(rows, values, weights, kernel.Traits.Sum * kernel.Multiplier / kernel.Divisor,
            Levels(kernel.Bias), Limits);
        BufferBytes += source.BufferBytes;
        return source;
    }

    private static CombinedRows KeepMissing(
        IRowSource rows, Func<IRowSource, IRowSource> filtered, Func<IRowSource, IRowSource> centres)
    {
        var shared = new SharedRows(rows, 2);
        return new CombinedRows(filtered(shared[0]), centres(shared[1]), new KeptMissing());
    }

    private WindowRowSource Run(IRowSource rows, WindowPlan plan)
    {
        var source = new WindowRowSource(rows, plan, Limits);
        BufferBytes += source.BufferBytes;
        return source;
    }
}
