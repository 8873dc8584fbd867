using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// A stream of rows that checks each call once: the length of the row, whether there is one left, and that nothing is read after an error,
/// after the end or after disposal.
/// </summary>
public abstract class RowSource : IRowSource
{
    private int _rowBytes;
    private int _height;
    private RowsState _state;

    /// <summary>A stream of rows of a size and format.</summary>
    protected RowSource(ImageInfo info) => Info = info;

    /// <summary>A stream whose header is still to be read: it sets <see cref="Info"/> before its constructor ends.</summary>
    protected RowSource()
    {
    }

    /// <inheritdoc/>
    public ImageInfo Info
    {
        get;
        protected set => (field, _rowBytes, _height) = (value, value.RowBytes, value.Height);
    } = null!;

    /// <summary>Rows that were given out.</summary>
    protected int RowsRead { get; private set; }

    /// <inheritdoc/>
    public void ReadRow(Span<byte> row)
    {
        if (row.Length != _rowBytes || RowsRead == _height || _state is not RowsState.Open)
            Refuse(row.Length);

        // Until the row is there: what threw half-way is not read on.
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
    /// <param name="y">Which row it is: they come in order, each once.</param>
    protected abstract void ReadNextRow(Span<byte> row, int y);

    /// <summary>Reads what rows are left from <see cref="RowsRead"/> on, as far as that is needed to check the end; called once.</summary>
    protected abstract void CompleteRows();

    /// <summary>Releases what is held; called once.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Reads the rows that nobody asked for.</summary>
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
            throw new ArgumentException($"a row has {_rowBytes} bytes, the span {length}", "row");
        throw new InvalidOperationException(
            _state is RowsState.Failed ? "a row could not be read, so that those after it are not read either"
            : $"the picture has {_height} rows, and the last of them was read");
    }
}

/// <summary>What can still be done with a stream of rows.</summary>
internal enum RowsState
{
    Open,
    Failed,
    Completed,
    Disposed,
}
