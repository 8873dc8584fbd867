using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Frames;

/// <summary>The rows of an animation's canvas as it is now.</summary>
/// <param name="canvas">The pixels; not changed while the rows are read.</param>
/// <param name="info">The size, the pixel format and the metadata.</param>
/// <param name="file">What is disposed with the rows; null if the rows do not own the file.</param>
internal sealed class CanvasRows(BufferedImage canvas, ImageInfo info, IDisposable? file = null) : RowSource(info)
{
    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y) => canvas.Row(y).CopyTo(row);

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => file?.Dispose();
}

/// <summary>The sink of a file with one picture: its only frame, then the end of the file.</summary>
/// <param name="writer">The writer of the file; owned.</param>
/// <param name="info">The size, the pixel format and the metadata.</param>
internal sealed class StillSink(FrameWriter writer, ImageInfo info) : RowSink(info)
{
    private readonly IRowSink _frame = writer.Begin(info, FrameDelay.Zero);

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y) => _frame.WriteRow(row);

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        _frame.Complete();
        writer.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _frame.Dispose();
        writer.Dispose();
    }
}
