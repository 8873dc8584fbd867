namespace KernelCli.Rows;

/// <summary>Takes a picture row by row, top to bottom.</summary>
public interface IRowSink : IDisposable
{
    /// <summary>Writes the next row.</summary>
    void WriteRow(ReadOnlySpan<byte> row);

    /// <summary>Writes the data that follows the last row. Without this call the file is incomplete.</summary>
    void Complete();
}
