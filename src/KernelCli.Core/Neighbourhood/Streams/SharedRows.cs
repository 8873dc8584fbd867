using KernelCli.Rows;

namespace KernelCli.Neighbourhood.Streams;

/// <summary>
/// One stream of rows that several readers read, each at its own pace. A row waits until the slowest has read it; readers
/// that look ahead by a window's height make as many rows wait.
/// </summary>
internal sealed class SharedRows
{
    private readonly IRowSource _input;
    private readonly Reader[] _readers;
    private readonly Stack<byte[]> _free = [];
    private int _open;
    private bool _isComplete;

    /// <param name="input">The rows; disposed with the last reader.</param>
    /// <param name="readers">Number of readers.</param>
    public SharedRows(IRowSource input, int readers)
    {
        (_input, _open) = (input, readers);
        _readers = new Reader[readers];
        for (int i = 0; i < readers; i++)
            _readers[i] = new Reader(this);
    }

    /// <summary>One of the readers, which is a stream of its own.</summary>
    public IRowSource this[int reader] => _readers[reader];

    private void Read(Reader reader, Span<byte> row)
    {
        if (reader.Waiting.TryDequeue(out byte[]? waiting))
        {
            waiting.CopyTo(row);
            _free.Push(waiting);
            return;
        }
        _input.ReadRow(row);
        foreach (Reader other in _readers)
            if (other != reader && !other.IsDisposed)
            {
                if (!_free.TryPop(out byte[]? copy))
                    copy = new byte[row.Length];
                row.CopyTo(copy);
                other.Waiting.Enqueue(copy);
            }
    }

    private void Complete()
    {
        if (!_isComplete)
            _input.Complete();
        _isComplete = true;
    }

    private void Close()
    {
        if (--_open == 0)
            _input.Dispose();
    }

    private sealed class Reader(SharedRows rows) : RowSource(rows._input.Info)
    {
        public Queue<byte[]> Waiting { get; } = [];

        public bool IsDisposed { get; private set; }

        protected override void ReadNextRow(Span<byte> row, int y) => rows.Read(this, row);

        protected override void CompleteRows() => rows.Complete();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            Waiting.Clear();
            rows.Close();
        }
    }
}
