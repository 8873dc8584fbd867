using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// A stream of rows that validates each call: the row must have the right length, a row must be left, and nothing may be
/// read after an error, after the end or after disposal.
/// </summary>
public abstract class RowSource : IRowSource
{
    private int _rowBytes;
    private int _height;
    private RowsState _state;

    /// <summary>A stream of rows of a size and format.</summary>
    /// <exception cref="ArgumentNullException">The description is null.</exception>
    protected RowSource(ImageInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        Info = info;
    }

    /// <summary>Creates a stream whose header is not read yet. The derived constructor must set <see cref="Info"/>.</summary>
    protected RowSource()
    {
    }

    /// <inheritdoc/>
    public ImageInfo Info
    {
        get;
        protected set => (field, _rowBytes, _height) = (value, value.RowBytes, value.Height);
    } = null!;

    /// <summary>Number of rows read.</summary>
    protected int RowsRead { get; private set; }

    /// <inheritdoc/>
    public void ReadRow(Span<byte> row)
    {
        if (row.Length != _rowBytes || RowsRead == _height || _state is not RowsState.Open)
            Refuse(row.Length);

        // An exception leaves the stream in the failed state, in which no more rows are read.
        _state = RowsState.Failed;
        int y = RowsRead;
        ReadNextRow(row, y);
        Debug.Assert(RowsRead == y && y < _height, "one call reads one row");
        RowsRead = y + 1;
        _state = RowsState.Open;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_state is RowsState.Completed)
            return;
        if (_state is not RowsState.Open)
            Refuse(_rowBytes);
        _state = RowsState.Failed;
        CompleteRows();
        _state = RowsState.Completed;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_state is RowsState.Disposed)
            return;
        _state = RowsState.Disposed;
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads a row.</summary>
    /// <param name="row">Exactly <see cref="ImageInfo.RowBytes"/> bytes.</param>
    /// <param name="y">Index of the row, from 0. Rows are read in order, each once.</param>
    protected abstract void ReadNextRow(Span<byte> row, int y);

    /// <summary>
    /// Reads the remaining rows from <see cref="RowsRead"/> on, as far as needed to check the end; called once.
    /// </summary>
    protected abstract void CompleteRows();

    /// <summary>Releases resources; called once.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Reads and discards the remaining rows.</summary>
    protected void ReadRest()
    {
        byte[] row = new byte[RowsRead == _height ? 0 : _rowBytes];
        for (; RowsRead < _height; RowsRead++)
            ReadNextRow(row, RowsRead);
    }

    [DoesNotReturn]
    private void Refuse(int length)
    {
        ObjectDisposedException.ThrowIf(_state is RowsState.Disposed, this);
        if (length != _rowBytes)
            throw new ArgumentException($"the row has {length} bytes, {_rowBytes} are needed", "row");
        throw new InvalidOperationException(
            _state is RowsState.Failed ? "a row could not be read, so that those after it are not read either"
            : $"all {_height} rows have been read");
    }
}

/// <summary>The state of a row source or a row sink.</summary>
internal enum RowsState
{
    Open,
    Failed,
    Completed,
    Disposed,
}
