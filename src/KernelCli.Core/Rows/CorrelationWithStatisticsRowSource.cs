using System.Runtime.InteropServices;
using KernelCli.Correlation;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Rows that a kernel filters and rounds, and a second time without rounding to look at: the rows given are the same as without looking.
/// </summary>
public sealed class CorrelationWithStatisticsRowSource : RowDecorator
{
    private readonly QueuedEngine _engine;
    private readonly QueuedEngine _measured;
    private readonly ClippingStatistics _statistics;
    private readonly double _fullRange;
    private readonly byte[] _line;
    private readonly float[] _values;

    /// <summary>Filters <paramref name="input"/> as planned.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="plan">What is done.</param>
    /// <param name="measured">The same kernel to float32, in the unit of the samples.</param>
    /// <param name="statistics">Where what was seen is gathered.</param>
    /// <param name="limits">What the rings may cost.</param>
    /// <exception cref="ImageLimitException">The rings would pass the limits.</exception>
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

/// <summary>Rows of float32 as they are, looked at on the way.</summary>
/// <param name="input">Rows.</param>
/// <param name="statistics">Where what was seen is gathered.</param>
/// <param name="factor">What makes samples of values.</param>
/// <param name="fullRange">The largest sample, or null where nothing is clamped.</param>
public sealed class StatisticsRowSource(IRowSource input, ClippingStatistics statistics, double factor, double? fullRange)
    : RowDecorator(input, CheckSamples(input.Info, SampleType.Float32))
{
    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        Input.ReadRow(row);
        statistics.Add(MemoryMarshal.Cast<byte, float>(row), Info.Format.Channels, Info.Format.ColorChannels, factor, fullRange);
    }
}
