using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Npy;

/// <summary>Writes a NumPy array row by row, in the byte order of the machine.</summary>
internal sealed class NpyEncoder : IRowSink
{
    private readonly Stream _stream;

    public NpyEncoder(Stream stream, ImageInfo info)
    {
        _stream = stream;
        char order = BitConverter.IsLittleEndian ? '<' : '>';
        string type = info.Format.Sample switch
        {
            SampleType.UInt8 => "|u1",
            SampleType.UInt16 => $"{order}u2",
            _ => $"{order}f4",
        };
        stream.Write(info.Format.Channels == 1
            ? NpyHeader.Create(type, info.Height, info.Width)
            : NpyHeader.Create(type, info.Height, info.Width, info.Format.Channels));
    }

    /// <inheritdoc/>
    public void WriteRow(ReadOnlySpan<byte> row) => _stream.Write(row);

    /// <inheritdoc/>
    public void Complete() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        // The stream is the caller's.
    }
}
