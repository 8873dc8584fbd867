using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Chains;

/// <summary>
/// Builds the row sources that run a chain: channel selection, then the steps in float32,
/// then the range mode and one quantisation. If the last step is a kernel or a gradient, the
/// picture has no alpha and the range mode is clip, that step quantises its results itself.
/// </summary>
public sealed partial class ChainBuilder
{
    private readonly ChainOptions _options;
    private readonly Func<string, IRowSource>? _openMask;
    private readonly List<ChainStage> _stages = [];
    private readonly SampleType _source;
    private readonly SampleType _result;
    private IRowSource _rows;
    private PrefetchingRowSource? _ahead;

    // The scale that is not applied yet, so that integers stay integers.
    private DeferredScale _pending;

    // What is still to be done with results outside the output range.
    private RangeMode _range;

    // The value of white in the current rows: that of the source until the last kernel writes in the unit of the result.
    private double _fullRange;

    // The curve of light; null where the stored values are filtered.
    private readonly LightCurve? _curve;
    private readonly string? _warning;

    // Which pixels around its own a result depends on.
    private ChainReach _reach = new(0, 0, Wraps: false, IsWhole: false);

    // Maps pixels of the current rows to pixels of the picture.
    private PixelPlacement _placement = PixelPlacement.Identity;

    private ChainBuilder(IRowSource input, ChainOptions options, Func<string, IRowSource>? openMask)
    {
        (_rows, _options, _openMask) = (OrientedRowSource.Apply(input, options.Limits), options, openMask);
        if (options.Light is LightMode.Linear)
            _curve = options.Curve ?? PictureLight.CurveOf(input.Info.Metadata, out _warning);
        _range = options.Range;
        SampleType sample = _source = input.Info.Format.Sample;
        (_fullRange, _result, _pending) = (sample.FullRange(), options.Depth ?? sample, DeferredScale.Of(sample));
        if (_curve is not null && sample is not SampleType.Float32 && _result is SampleType.Float32)
            _rows = new LinearlyDescribedRows(_rows);
    }

    /// <summary>Builds a chain, which owns the input. If building fails, the input is disposed.</summary>
    /// <param name="input">The picture; its orientation is applied before the first filter.</param>
    /// <param name="steps">The filters in order.</param>
    /// <param name="options">All other options; null for the default.</param>
    /// <param name="openMask">Opens the picture at the path of a mask step, as gray rows; null if no step may be a mask.</param>
    /// <exception cref="ArgumentNullException">The input, the steps or one of them is null.</exception>
    /// <exception cref="ArgumentException">A step does not fit the picture: a kernel is larger than the padded picture,
    /// a mask has another size, or a step is a mask and <paramref name="openMask"/> is null.</exception>
    /// <exception cref="ImageLimitException">The buffers would exceed the limits.</exception>
    public static FilterChain Build(IRowSource input, IReadOnlyList<FilterStep> steps,
        ChainOptions? options = null, Func<string, IRowSource>? openMask = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ChainBuilder? builder = null;
        try
        {
            ArgumentNullException.ThrowIfNull(steps);
            builder = new ChainBuilder(input, options ?? new ChainOptions(), openMask);
            return builder.Build(steps);
        }
        catch
        {
            (builder?._rows ?? input).Dispose();
            throw;
        }
    }

    private PixelFormat Format => _rows.Info.Format;

    private bool IsRoundedByLastStep => !_options.IsUnrounded && (_curve is null || _result is SampleType.Float32);

    private FilterChain Build(IReadOnlyList<FilterStep> steps)
    {
        SelectChannels();
        if (_options.Where is null)
            Linearise();
        ReadAhead();
        return _options.Where is null ? BuildSteps(steps) : BuildPlaced(steps, _options.Where);
    }

    private FilterChain BuildPlaced(IReadOnlyList<FilterStep> steps, IReadOnlyList<Place> places)
    {
        var placed = new PlacedChain(_rows, steps, _options with { Depth = _result, Curve = _curve }, places, _openMask);
        _rows = placed.Open(_rows);
        return Finish(placed);
    }

    private FilterChain BuildSteps(IReadOnlyList<FilterStep> steps)
    {
        for (int i = 0; i < steps.Count; i++)
            AddNamed(steps[i], isLast: i == steps.Count - 1);
        AddRange();
        if (_options.Statistics is { } statistics && Format.Sample is SampleType.Float32)
            _rows = new StatisticsRowSource(_rows, statistics, _result.FullRange() / _fullRange, _result is SampleType.Float32 ? null
                : _result.FullRange(), _result is SampleType.Float32 ? null : _curve);
        if (_options.IsUnrounded)
            _rows = ToReal();
        else if (_noData is not null)
            Push("write", $"nodata is {NoDataText.Of(WrittenNoData)}, and no value is written as that",
                new NoDataQuantisingRowSource(ToReal(), _result, _fullRange, WrittenNoData), 0);
        else if (_curve is not null && _result is not SampleType.Float32)
            Push("light", $"{_curve.Name}, encoded, rounded half up, clamped", new EncodedRowSource(ToReal(), _result, _curve), 0);
        else if (Format.Sample != _result || _fullRange != _result.FullRange())
            Push("write", $"round half up, clamp to {_result.FullRange()}", new QuantisingRowSource(ToReal(), _result, _fullRange), 0);
        return Finish();
    }

    private FilterChain Finish(PlacedChain? placed = null)
    {
        var chain = new FilterChain(_rows, [.. _stages, .. placed?.Stages ?? []])
        {
            Ahead = _ahead,
            Touched = placed?.Touched,
            FullRange = placed?.FullRange ?? _fullRange,
            Reach = placed?.Reach ?? _reach,
            Warning = _warning,
            Info = _rows.Info with { Metadata = MetadataOfResult() },
        };
        _options.Limits.CheckMemory(chain.BufferBytes);
        return chain;
    }

    // A nodata value means the same number in the result only if the sample type is the same.
    private ImageMetadata MetadataOfResult()
    {
        ImageMetadata metadata = _rows.Info.Metadata;
        string? noData = _noData is not null ? NoDataText.Of(WrittenNoData) : _result == _source ? metadata.NoData : null;
        return metadata with { Geo = metadata.Geo?.Moved(_placement), NoData = noData };
    }

    private void SelectChannels()
    {
        if (_options.Alpha is AlphaMode.Drop && Format.HasAlpha)
            Push("alpha", "dropped", new DropAlphaRowSource(_rows), 0);
        if (MarkNoData() || _options.Channels is not ChannelMode.Gray || Format.ColorChannels != 3)
            return;
        Linearise();
        string depth = _curve is null ? "rounded to the picture's depth" : "float32";
        Push("gray", $"{_options.Luma.ToString().ToLowerInvariant()} luma, {depth}", new LumaRowSource(_rows, _options.Luma), 0);
    }

    // Float samples are linear light already.
    private void Linearise()
    {
        if (_curve is null || Format.Sample is SampleType.Float32)
            return;
        Push("light", $"{_curve.Name}, decoded by a table, float32", new LinearRowSource(_rows, _curve), 0);
        (_fullRange, _pending) = (1, DeferredScale.None);
    }

    // Decoding and gray conversion run on a separate thread if at least two threads may be used and the picture is large enough.
    private void ReadAhead()
    {
        int threads = _options.Geometry.Threads == 0 ? Environment.ProcessorCount : _options.Geometry.Threads;
        if (!PrefetchingRowSource.IsWorthwhile(_rows.Info, threads))
            return;
        _ahead = new PrefetchingRowSource(_rows);
        Push("read ahead", "decoding on a thread of its own", _ahead, _ahead.BufferBytes);
    }

    private void AddNamed(FilterStep step, bool isLast)
    {
        ArgumentNullException.ThrowIfNull(step, "steps");
        try
        {
            Add(step, isLast);
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"filter '{step.Text}': {ArgumentProblem.Of(exception)}", exception);
        }
    }

    private void Add(FilterStep step, bool isLast)
    {
        if (Format.HasAlpha || step is not (KernelStep or GradientStep))
            ApplyScale();
        switch (step)
        {
            case KernelStep kernel when _noData is not null:
                AddWithoutNoData(kernel, kernel.Kernel);
                break;
            case GradientStep gradient when _noData is not null:
                AddWithoutNoData(gradient, gradient.Kernels);
                break;
            case UnsharpStep unsharp when _noData is not null:
                AddUnsharpWithoutNoData(unsharp);
                break;
            case KernelStep kernel when Format.HasAlpha:
                AddWithAlpha(kernel, kernel.Kernel);
                break;
            case GradientStep gradient when Format.HasAlpha:
                AddWithAlpha(gradient, gradient.Kernels);
                break;
            case KernelStep kernel:
                AddOpaque(kernel, kernel.Kernel, isLast);
                break;
            case GradientStep gradient:
                AddOpaque(gradient, gradient.Kernels, isLast);
                break;
            case WindowStep window:
                AddWindow(window, isLast);
                break;
            case UnsharpStep unsharp:
                AddUnsharp(unsharp);
                break;
            case PointStep point:
                Push(point.Text, "each sample, float32", new PointRowSource(_rows, [Decoded(point.Operation)], _fullRange), 0);
                break;
            case MaskStep mask:
                _rows = ToReal();
                Push(mask.Text, "times a picture, float32", Masked(mask), 0);
                Extend((0, 0), isWhole: true);
                break;
            default:
                throw new ArgumentException($"a step of type {step.GetType().Name} is not known");
        }
    }

    private MaskRowSource Masked(MaskStep mask)
    {
        if (_openMask is null)
            throw new ArgumentException("masks are not opened here: give the builder a function that opens them (openMask)");
        IRowSource picture = _openMask(mask.Path);
        try
        {
            return new MaskRowSource(_rows, picture, mask.Gate, keepsNaN: _noData is not null);
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    private CorrelationOptions MovementOf(NeighborhoodStep step)
    {
        CorrelationOptions movement = step.Within(_options.Geometry);
        return movement.Border.Mode is not BorderMode.Constant ? movement
            : movement with { Border = movement.Border with { Value = Decoded(movement.Border.Value) } };
    }

    // Levels that name a brightness are levels of the stored values.
    private double Decoded(double level) => _curve is null ? level : 255 * _curve.Decode(level / 255);

    private PointOperation Decoded(PointOperation operation) => operation.Kind is PointKind.Threshold or PointKind.Clip
        ? operation with { A = Decoded(operation.A), B = Decoded(operation.B) }
        : operation;

    private void AddOpaque(NeighborhoodStep step, KernelSet kernels, bool isLast)
    {
        (Kernel x, Kernel? y) = kernels;
        CorrelationOptions movement = MovementOf(step);

        // The value of a constant border is in the unit of scaled rows, so a deferred scale must be applied first.
        if (movement.Border is { Mode: BorderMode.Constant, Value: not 0 })
            ApplyScale();
        if (!isLast && y is null && _pending.TryDefer(x) is { } deferred)
        {
            PushCorrelation(step, Plan(Format, deferred.Kernel, movement, SampleType.Float32, _fullRange, _fullRange));
            _pending = deferred.After;
            return;
        }
        if (Format.Sample is SampleType.Float32)
            x = y is null
                ? _pending.ApplyScale(x)
                : x.WithScale(x.Multiplier * Math.Abs(_pending.Factor.Numerator), x.Divisor * _pending.Factor.Denominator, x.Bias);

        // The last kernel quantises its results itself if only clipping remains: half the range can be a bias of whole levels, and what is
        // never negative is its own absolute value.
        if (isLast && _range is RangeMode.Mid && _result is SampleType.UInt8 && _curve is null)
            (x, _range) = (x.WithScale(x.Multiplier, x.Divisor, x.Bias + 128), RangeMode.Clip);
        if (isLast && _range is RangeMode.Abs && x.Bias >= 0 && x.Multiplier / x.Divisor >= 0
            && (y is not null || (Format.Sample is not SampleType.Float32 && Array.TrueForAll(x.ToArray(), weight => weight >= 0))))
            _range = RangeMode.Clip;
        bool quantises = isLast && _range is RangeMode.Clip && IsRoundedByLastStep;
        SampleType result = quantises ? _result : SampleType.Float32;
        double resultFullRange = quantises ? _result.FullRange() : _fullRange;
        CorrelationPlan plan = Plan(Format, new KernelSet(x, y), movement, result, _fullRange, resultFullRange);
        if (_options.Statistics is { } statistics && result is not SampleType.Float32)
        {
            var source = new CorrelationWithStatisticsRowSource(_rows, plan,
                Plan(Format, new KernelSet(x, y), movement, SampleType.Float32, _fullRange, resultFullRange), statistics, _options.Limits);
            Push(step.Text, $"{plan.Description}; measured", source, source.BufferBytes, plan);
        }
        else
            PushCorrelation(step, plan);
        (_fullRange, _pending) = (resultFullRange, DeferredScale.None);
    }

    private void PushCorrelation(NeighborhoodStep step, CorrelationPlan plan)
    {
        var source = new CorrelationRowSource(_rows, plan, _options.Limits);
        Push(step.Text, plan.Description, source, source.BufferBytes, plan);
    }

    // Applies the deferred scale to the rows, for steps that need scaled values.
    private void ApplyScale()
    {
        if (!_pending.IsApplied)
            Push("scale", "by divisors put off, float32",
                new PointRowSource(_rows, [new PointOperation(PointKind.Multiply, _pending.Factor.Value)], _fullRange), 0);
        _pending = DeferredScale.None;
    }

    // Of whole samples most of these filters make whole samples, so that kernels after them are exact.
    private void AddWindow(WindowStep step, bool isLast)
    {
        SampleType source = Format.Sample;
        if (_noData is not null && !step.Filter.LeavesOutMissing)
            throw new ArgumentException("it needs a value at every pixel: it cannot leave out nodata");
        if (_noData is not null && FillsNoData && !step.Filter.CanFillMissing)
            throw new ArgumentException("it cannot give nodata a value: fill it by another filter first, or leave out ':fill'");
        bool isWritten = isLast && _options.Range is RangeMode.Clip && _options.Statistics is null && IsRoundedByLastStep
            && _noData is null;
        FilterGraph graph = Graph(step, isWritten && _result == source && _fullRange == _result.FullRange());
        PixelPlacement placement = graph.CentrePlan(_rows.Info, step.Filter.Window, step.Filter.Passes).Placement(0, 0);
        IRowSource rows = Format.HasAlpha ? step.Filter.ApplyWithAlpha(_rows, graph) : step.Filter.Apply(_rows, graph);
        Push(step.Text, graph.Description, rows, graph.BufferBytes);
        Extend(graph.Reach, graph.Movement.Border.Mode is BorderMode.Wrap, graph.IsWhole);
        _placement = _placement.Then(placement);
        if (isLast && _options.Statistics is not null)
            _rows = ToReal();
        _pending = DeferredScale.Of(Format.Sample);
    }

    private void AddRange()
    {
        switch (_range)
        {
            case RangeMode.Abs:
                Push("range", "absolute value", new PointRowSource(_rows, [new PointOperation(PointKind.Abs)], _fullRange), 0);
                break;
            case RangeMode.Mid:
                double half = _result is SampleType.Float32 || _curve is not null ? 127.5
                    : 255 * (_result.FullRange() + 1) / (2 * _result.FullRange());
                Push("range", "plus half the range", new PointRowSource(_rows, [new PointOperation(PointKind.Add, half)], _fullRange), 0);
                break;
            case RangeMode.Stretch:
                IRowSource real = ToReal();
                long bytes = (long)real.Info.RowBytes * real.Info.Height;
                Push("range", "least to largest value, buffers the picture",
                    new StretchingRowSource(real, _fullRange, _options.Limits), bytes);
                Extend((0, 0), isWhole: true);
                break;
        }
    }

    private CorrelationPlan Plan(
        PixelFormat format, KernelSet kernels, CorrelationOptions movement, SampleType result, double fullRange, double resultFullRange)
    {
        ImageInfo source = new(_rows.Info.Width, _rows.Info.Height, format);
        CorrelationPlan plan = CorrelationPlan.Create(kernels, movement, source, result, fullRange, resultFullRange, _options.Width,
            format.Sample is SampleType.Float32 ? _pending.Range : null);
        _options.Limits.CheckPixels(plan.OutputWidth, plan.OutputHeight);
        Extend((0, 0), wraps: movement.Border.Mode is BorderMode.Wrap);
        return plan;
    }

    private void Extend((int X, int Y) reach, bool wraps = false, bool isWhole = false) =>
        _reach = new ChainReach(_reach.X + reach.X, _reach.Y + reach.Y, _reach.Wraps || wraps, _reach.IsWhole || isWhole);

    private IRowSource ToReal() => Format.Sample is SampleType.Float32 ? _rows : new PointRowSource(_rows, [], _fullRange);

    private void Push(string name, string description, IRowSource rows, long bufferBytes, params CorrelationPlan[] plans)
    {
        (int X, int Y) reach = (0, 0);
        foreach (CorrelationPlan each in plans)
            reach = (Math.Max(reach.X, each.Reach.X), Math.Max(reach.Y, each.Reach.Y));
        Extend(reach, isWhole: (rows.Info.Width, rows.Info.Height) != (_rows.Info.Width, _rows.Info.Height));
        _rows = rows;
        if (plans is [{ } plan, ..])
            _placement = _placement.Then(plan.Window.Placement(plan.AnchorX, plan.AnchorY));
        _stages.Add(new ChainStage(name, description, rows.Info, bufferBytes) { Plans = plans });
    }
}
