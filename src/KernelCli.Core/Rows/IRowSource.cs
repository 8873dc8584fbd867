using KernelCli.Primitives;

namespace KernelCli.Rows;

/// <summary>A picture as a stream of rows, top to bottom.</summary>
public interface IRowSource : IDisposable
{
    /// <summary>Size and format of the rows.</summary>
    ImageInfo Info { get; }

    /// <summary>Reads the next row; there are <see cref="ImageInfo.Height"/> of them.</summary>
    /// <param name="row">Exactly <see cref="ImageInfo.RowBytes"/> bytes; samples in the byte order of the machine.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="InvalidOperationException">All rows have been read, or reading failed before.</exception>
    /// <exception cref="ObjectDisposedException">The source is disposed.</exception>
    /// <exception cref="ImageFormatException">The file is damaged or ends too early.</exception>
    void ReadRow(Span<byte> row);

    /// <summary>
    /// Reads the remaining rows and checks the end of the file, so that
    /// damage after the last row that was needed is also detected.
    /// </summary>
    /// <exception cref="ImageFormatException">The file is damaged or ends too early.</exception>
    void Complete();
}
