namespace KernelCli.Rows;

/// <summary>Takes a picture row by row, top to bottom.</summary>
public interface IRowSink : IDisposable
{
    /// <summary>Writes the next row.</summary>
    /// <param name="row">Exactly the bytes of a row; samples in the byte order of the machine.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="InvalidOperationException">All rows have been written, or writing failed before.</exception>
    /// <exception cref="ObjectDisposedException">The sink is disposed.</exception>
    void WriteRow(ReadOnlySpan<byte> row);

    /// <summary>Writes the data that follows the last row. Without this call the file is incomplete.</summary>
    /// <exception cref="InvalidOperationException">Rows are missing, or writing failed before.</exception>
    void Complete();
}
