using System.Diagnostics.CodeAnalysis;
using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>
/// A sink that validates each call: the row must have the right length, another row must be expected, and nothing may be
/// written after an error, after the end or after disposal. A picture can be completed only after all its rows.
/// </summary>
public abstract class RowSink : IRowSink
{
    private readonly int _rowBytes;
    private RowsState _state;

    /// <summary>A sink for a picture of a size and format.</summary>
    /// <exception cref="ArgumentNullException">The description is null.</exception>
    protected RowSink(ImageInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        (Info, _rowBytes) = (info, info.RowBytes);
    }

    /// <summary>Size and format of the rows.</summary>
    protected ImageInfo Info { get; }

    /// <summary>Number of rows written.</summary>
    protected int RowsWritten { get; private set; }

    /// <inheritdoc/>
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        if (row.Length != _rowBytes || RowsWritten == Info.Height || _state is not RowsState.Open)
            Refuse(row.Length);
        _state = RowsState.Failed;
        WriteNextRow(row, RowsWritten);
        RowsWritten++;
        _state = RowsState.Open;
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (_state is RowsState.Completed)
            return;
        if (_state is not RowsState.Open || RowsWritten < Info.Height)
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

    /// <summary>Writes a row.</summary>
    /// <param name="row">Exactly <see cref="ImageInfo.RowBytes"/> bytes.</param>
    /// <param name="y">Index of the row, from 0.</param>
    protected abstract void WriteNextRow(ReadOnlySpan<byte> row, int y);

    /// <summary>Writes the data that follows the last row; called once, after all rows.</summary>
    protected abstract void CompleteRows();

    /// <summary>Releases resources; called once. The output stream belongs to the caller.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    [DoesNotReturn]
    private void Refuse(int length)
    {
        ObjectDisposedException.ThrowIf(_state is RowsState.Disposed, this);
        if (length != _rowBytes)
            throw new ArgumentException($"the row has {length} bytes, {_rowBytes} are needed", "row");
        throw new InvalidOperationException(
            _state is RowsState.Failed
                ? "a row could not be written, so that the file cannot be whole"
                : $"the picture has {Info.Height} rows, and {RowsWritten} were written");
    }
}
