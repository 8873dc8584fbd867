using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Rows;

/// <summary>Rows filtered by a kernel. Only the rows that the kernel needs are kept.</summary>
public sealed class CorrelationRowSource : RowDecorator
{
    private readonly WindowEngine _engine;
    private readonly byte[] _line;

    /// <summary>Filters <paramref name="input"/> as planned.</summary>
    /// <param name="input">Rows.</param>
    /// <param name="plan">The correlation to run.</param>
    /// <param name="limits">The limits on the buffers, or null for no limit.</param>
    /// <exception cref="ArgumentNullException">The input or the plan is null.</exception>
    /// <exception cref="ArgumentException">The plan is for rows of another size or format.</exception>
    /// <exception cref="ImageLimitException">The buffers would exceed the limits.</exception>
    public CorrelationRowSource(IRowSource input, CorrelationPlan plan, ImageLimits? limits = null)
        : base(input, Describe(input, plan))
    {
        _engine = plan.Window.CreateEngine(limits);
        _line = new byte[input.Info.RowBytes];
    }

    /// <summary>
    /// Bytes of the engine's buffers. They do not grow with the height of the picture, except with a wrapped border.
    /// </summary>
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

    private static ImageInfo Describe(IRowSource input, CorrelationPlan plan)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(plan);
        plan.Check(input.Info.Width, input.Info.Height, input.Info.Format);
        return input.Info.With(plan.OutputWidth, plan.OutputHeight).With(input.Info.Format.With(plan.Result));
    }
}
