using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Rows filtered by a kernel, with statistics of the results before rounding. A second engine computes the unrounded
/// results, so that the rows are the same as without statistics.
/// </summary>
internal sealed class CorrelationWithStatisticsRowSource : RowDecorator
{
    private readonly QueuedEngine _engine;
    private readonly QueuedEngine _measured;
    private readonly ClippingStatistics _statistics;
    private readonly double _fullRange;
    private readonly byte[] _line;
    private readonly float[] _values;

    /// <summary>Filters <paramref name="input"/> as planned.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="plan">The correlation to run.</param>
    /// <param name="measured">The plan of the same kernel with float32 results, in the unit of the samples.</param>
    /// <param name="statistics">Receives the statistics.</param>
    /// <param name="limits">The limits on the buffers.</param>
    /// <exception cref="ImageLimitException">The buffers would exceed the limits.</exception>
    public CorrelationWithStatisticsRowSource(IRowSource input, CorrelationPlan plan, CorrelationPlan measured,
        ClippingStatistics statistics, ImageLimits limits)
        : base(input, input.Info.With(plan.OutputWidth, plan.OutputHeight).With(input.Info.Format.With(plan.Result)))
    {
        plan.Check(input.Info.Width, input.Info.Height, input.Info.Format);
        measured.Check(input.Info.Width, input.Info.Height, input.Info.Format, SampleType.Float32, plan);
        (_engine, _measured, _statistics) = (new QueuedEngine(plan, limits), new QueuedEngine(measured, limits), statistics);
        (_fullRange, _line, _values) = (plan.Result.FullRange(), new byte[input.Info.RowBytes], new float[Info.RowSamples]);
    }

    /// <summary>Bytes of the engines' buffers.</summary>
    public long BufferBytes => _engine.BufferBytes + _measured.BufferBytes;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        while (!_engine.IsReady || !_measured.IsReady)
        {
            Input.ReadRow(_line);
            _engine.Enqueue(_line);
            _measured.Enqueue(_line);
        }
        _engine.Pull(row);
        _measured.Pull(MemoryMarshal.AsBytes(_values.AsSpan()));
        _statistics.Add(_values, Info.Format.Channels, Info.Format.ColorChannels, 1, _fullRange);
    }
}

/// <summary>Passes float32 rows through unchanged and adds them to the statistics.</summary>
/// <param name="input">Rows.</param>
/// <param name="statistics">Receives the statistics.</param>
/// <param name="factor">The factor that converts values to the unit of the result's samples.</param>
/// <param name="fullRange">The largest sample, or null if results are not clamped.</param>
/// <param name="curve">The curve that encodes values of linear light, or null.</param>
internal sealed class StatisticsRowSource(IRowSource input, ClippingStatistics statistics, double factor, double? fullRange,
    LightCurve? curve = null)
    : RowDecorator(input, CheckSamples(input.Info, SampleType.Float32))
{
    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(row);
        statistics.Add(MemoryMarshal.Cast<byte, float>(row), Info.Format.Channels, Info.Format.ColorChannels, factor, fullRange, curve);
    }
}
