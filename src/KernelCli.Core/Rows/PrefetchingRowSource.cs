namespace KernelCli.Rows;

/// <summary>
/// Reads its input ahead on a separate thread, in blocks of rows through a bounded ring, so that decoding overlaps with
/// the processing of the rows. An exception of the input is thrown to the reader, at the row where it occurred.
/// </summary>
internal sealed class PrefetchingRowSource : RowDecorator
{
    private const int BlockBytes = 1 << 18;
    private const int Blocks = 4;

    private readonly byte[][] _ring = new byte[Blocks][];
    private readonly int _blockRows;
    private readonly SemaphoreSlim _free = new(Blocks);
    private readonly SemaphoreSlim _filled = new(0);
    private Thread? _thread;
    private volatile bool _stopped;
    private volatile Exception? _failure;
    private int _failedRow = int.MaxValue;

    /// <summary>Reads <paramref name="input"/> ahead.</summary>
    public PrefetchingRowSource(IRowSource input)
        : base(input, input.Info) => _blockRows = Math.Max(1, BlockBytes / input.Info.RowBytes);

    /// <summary>Bytes of the ring.</summary>
    public long BufferBytes => (long)Blocks * _blockRows * Info.RowBytes;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (_thread is null)
        {
            _thread = new Thread(ReadAhead) { IsBackground = true };
            _thread.Start();
        }
        (int block, int inBlock) = (y / _blockRows, y % _blockRows);
        if (inBlock == 0)
        {
            if (block > 0)
                _free.Release();
            _filled.Wait();
        }
        if (y >= _failedRow)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure!);
        _ring[block % Blocks].AsSpan(inBlock * Info.RowBytes, Info.RowBytes).CopyTo(row);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        // Rows that were not read may still contain an error.
        if (_thread is not null)
            ReadRest();
        base.CompleteRows();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The thread uses the input until it ends. If a read blocks forever, the input is not disposed.
        _stopped = true;
        _free.Release(Blocks);
        if (_thread is null || _thread.Join(TimeSpan.FromSeconds(1)))
            base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        int row = 0;
        try
        {
            for (int block = 0; row < Info.Height; block++)
            {
                _free.Wait();
                ObjectDisposedException.ThrowIf(_stopped, this);
                byte[] bytes = _ring[block % Blocks] ??= new byte[_blockRows * Info.RowBytes];
                int end = Math.Min(Info.Height, row + _blockRows);
                for (int i = 0; row < end; row++, i++)
                    Input.ReadRow(bytes.AsSpan(i * Info.RowBytes, Info.RowBytes));
                _filled.Release();
            }
        }
        catch (Exception exception)
        {
            _failure = exception;
            Volatile.Write(ref _failedRow, row);
            _filled.Release();
        }
    }
}
