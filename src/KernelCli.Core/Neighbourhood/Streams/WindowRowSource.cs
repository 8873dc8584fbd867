using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>Rows filtered by a pass of a window. Only the rows under the window are kept.</summary>
internal sealed class WindowRowSource : RowDecorator
{
    private readonly WindowEngine _engine;
    private readonly byte[] _line;

    // Rows above the first window, which are not used.
    private int _unused;

    /// <param name="input">Rows of the plan's size and format.</param>
    /// <param name="plan">The pass.</param>
    /// <param name="limits">The limits on the buffers.</param>
    public WindowRowSource(IRowSource input, WindowPlan plan, ImageLimits limits)
        : base(input, input.Info.With(plan.Horizontal.Outputs, plan.Vertical.Outputs).With(input.Info.Format.With(plan.Result)))
    {
        (_engine, _line) = (plan.CreateEngine(limits), new byte[input.Info.RowBytes]);
        _unused = _engine.NextSource;
    }

    /// <summary>Bytes of the engine's buffers.</summary>
    public long BufferBytes => _engine.BufferBytes;

    protected override void ReadNextRow(Span<byte> row, int y)
    {
        for (; _unused > 0; _unused--)
            Input.ReadRow(_line);
        while (!_engine.IsReady)
        {
            Input.ReadRow(_line);
            _engine.Push(_line);
        }
        _engine.Pull(row);
    }
}
