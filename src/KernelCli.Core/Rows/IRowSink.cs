namespace KernelCli.Rows;

/// <summary>Takes a picture row by row, top to bottom.</summary>
public interface IRowSink : IDisposable
{
    /// <summary>Writes the next row.</summary>
    void WriteRow(ReadOnlySpan<byte> row);

    /// <summary>Writes what comes after the last row. Without it the picture is not whole.</summary>
    void Complete();
}
