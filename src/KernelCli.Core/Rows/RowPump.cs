using System.Diagnostics;

namespace KernelCli.Rows;

/// <summary>Copies every row from a source to a sink.</summary>
public static class RowPump
{
    /// <summary>Copies a picture, then completes the source and the sink.</summary>
    /// <param name="source">The rows to read. It is completed after the last row.</param>
    /// <param name="sink">The sink to write to. It is completed last.</param>
    /// <param name="cancellation">Checked before each row.</param>
    /// <exception cref="ArgumentNullException">The source or the sink is null.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run(IRowSource source, IRowSink sink, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sink);
        byte[] row = new byte[source.Info.RowBytes];
        for (int y = 0; y < source.Info.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            Debug.Assert(row.Length == source.Info.RowBytes, "the size of a source does not change");
            source.ReadRow(row);
            sink.WriteRow(row);
        }
        source.Complete();
        sink.Complete();
    }
}
