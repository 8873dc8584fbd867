using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Npy;

/// <summary>Writes a NumPy array row by row, in the byte order of the machine.</summary>
internal sealed class NpyEncoder : RowSink
{
    private readonly Stream _stream;
    private byte[]? _nanBuffer;

    public NpyEncoder(Stream stream, ImageInfo info)
        : base(info)
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
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y) =>
        _stream.Write(Info.Format.Sample is SampleType.Float32 ? QuietNaN.Unify(row, ref _nanBuffer) : row);

    /// <inheritdoc/>
    protected override void CompleteRows() => _stream.Flush();
}
