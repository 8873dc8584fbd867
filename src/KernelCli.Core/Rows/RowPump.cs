using System.Diagnostics;

namespace KernelCli.Rows;

/// <summary>The loop: carries every row from a source to a sink.</summary>
public static class RowPump
{
    /// <summary>Runs a picture through.</summary>
    /// <param name="source">Where rows come from; read to its end and checked.</param>
    /// <param name="sink">Where they go; completed last.</param>
    /// <param name="cancellation">Asked between rows.</param>
    public static void Run(IRowSource source, IRowSink sink, CancellationToken cancellation = default)
    {
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
