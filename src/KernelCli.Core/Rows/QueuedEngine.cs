using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Rows;

/// <summary>
/// An engine that is fed with the same rows as other engines. Engines look ahead by different numbers of rows, and a ring
/// has room only for the rows its engine needs, so rows that arrive early wait in a queue.
/// </summary>
internal sealed class QueuedEngine(CorrelationPlan plan, ImageLimits? limits)
{
    private readonly WindowEngine _engine = plan.Window.CreateEngine(limits);
    private readonly Queue<byte[]> _waiting = [];
    private readonly Stack<byte[]> _free = [];

    /// <summary>Bytes of the engine's buffers.</summary>
    public long BufferBytes => _engine.BufferBytes;

    /// <summary>Whether an output can be pulled.</summary>
    public bool IsReady
    {
        get
        {
            while (!_engine.IsReady && _waiting.TryDequeue(out byte[]? row))
            {
                _engine.Push(row);
                _free.Push(row);
            }
            return _engine.IsReady;
        }
    }

    /// <summary>Takes the next source row.</summary>
    public void Enqueue(ReadOnlySpan<byte> row)
    {
        if (!IsReady)
        {
            _engine.Push(row);
            return;
        }
        if (!_free.TryPop(out byte[]? copy))
            copy = new byte[row.Length];
        row.CopyTo(copy);
        _waiting.Enqueue(copy);
    }

    /// <summary>Makes the next output row.</summary>
    public void Pull(Span<byte> to) => _engine.Pull(to);
}
