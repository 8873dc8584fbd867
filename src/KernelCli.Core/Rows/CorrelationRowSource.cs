using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Rows;

/// <summary>Rows filtered by one kernel, in the ring of rows that it needs.</summary>
public sealed class CorrelationRowSource : RowDecorator
{
    private readonly WindowEngine _engine;
    private readonly byte[] _line;

    /// <summary>Filters <paramref name="input"/> as planned.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="plan">What is done.</param>
    /// <param name="limits">What the ring may cost, or null for no limit.</param>
    /// <exception cref="ImageLimitException">The ring would pass the limits.</exception>
    public CorrelationRowSource(IRowSource input, CorrelationPlan plan, ImageLimits? limits = null)
        : base(input, input.Info.With(plan.OutputWidth, plan.OutputHeight).With(input.Info.Format.With(plan.Result)))
    {
        plan.Check(input.Info.Width, input.Info.Height, input.Info.Format);
        _engine = plan.Window.CreateEngine(limits);
        _line = new byte[input.Info.RowBytes];
    }

    /// <summary>Bytes of the engine's buffers; they do not grow with the height of the picture.</summary>
    public long BufferBytes => _engine.BufferBytes;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        while (!_engine.IsReady)
        {
            Input.ReadRow(_line);
            _engine.Push(_line);
        }
        _engine.Pull(row);
    }
}
