using KernelCli.Rows;

namespace KernelCli.Cli.Progress;

/// <summary>Counts the rows that are read, and stops reading when the run is interrupted.</summary>
internal sealed class CountedRowSource(IRowSource input, PictureMeter meter, CancellationToken cancellation)
    : RowDecorator(input, input.Info)
{
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        cancellation.ThrowIfCancellationRequested();
        Input.ReadRow(row);
        meter.CountRead();
    }
}

/// <summary>Counts the rows that are written.</summary>
internal sealed class CountedRowSink(IRowSink next, PictureMeter meter) : IRowSink
{
    public void WriteRow(ReadOnlySpan<byte> row)
    {
        next.WriteRow(row);
        meter.CountWritten();
    }

    public void Complete() => next.Complete();

    public void Dispose() => next.Dispose();
}
