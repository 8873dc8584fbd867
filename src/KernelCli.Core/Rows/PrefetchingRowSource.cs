using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// Reads its input ahead on a separate thread, in blocks of rows, so that decoding overlaps with the processing of the rows.
/// An exception of the input is thrown to the reader, at the row where it occurred.
/// </summary>
internal sealed class PrefetchingRowSource : RowDecorator
{
    private const int BlockBytes = 1 << 18;

    // A smaller picture is decoded before a thread has started.
    private const long LeastPictureBytes = 1 << 20;

    private readonly AheadBlocks _blocks;
    private readonly int _rowBytes;
    private int _count;
    private int _used;
    private int _rowsAhead;
    private bool _hasStarted;

    /// <summary>Reads <paramref name="input"/> ahead.</summary>
    public PrefetchingRowSource(IRowSource input)
        : base(input, input.Info)
    {
        _rowBytes = input.Info.RowBytes;
        _blocks = new AheadBlocks(ReadBlock, Math.Max(1, BlockBytes / _rowBytes) * _rowBytes);
    }

    /// <summary>Whether a picture is large enough, and there are two threads or more.</summary>
    public static bool IsWorthwhile(ImageInfo info, int threads) =>
        threads > 1 && (long)info.RowBytes * info.Height >= LeastPictureBytes;

    /// <summary>How long the rows were waited for.</summary>
    public TimeSpan Waited => _blocks.Waited;

    /// <summary>Bytes of the ring.</summary>
    public long BufferBytes => _blocks.BufferBytes;

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        _hasStarted = true;
        if (_used == _count)
            (_count, _used) = (_blocks.Next(), 0);
        _blocks.Block.AsSpan(_used, _rowBytes).CopyTo(row);
        _used += _rowBytes;
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        // Rows that were not read may still contain an error.
        if (_hasStarted)
            ReadRest();
        base.CompleteRows();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The thread uses the input until it ends. If a read blocks forever, the input is not disposed.
        if (_blocks.Stop())
            base.Dispose(disposing);
    }

    private void ReadBlock(byte[] block, ref int count)
    {
        for (; count < block.Length && _rowsAhead < Info.Height; count += _rowBytes, _rowsAhead++)
            Input.ReadRow(block.AsSpan(count, _rowBytes));
    }
}
