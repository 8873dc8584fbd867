using System.Text;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Pnm;

/// <summary>Writes a PFM. Its rows go bottom to top, so they are kept until the last one is there.</summary>
internal sealed class PfmEncoder : IRowSink
{
    private readonly Stream _stream;
    private readonly BufferedImage _rows;
    private int _next;

    public PfmEncoder(Stream stream, ImageInfo info, ImageLimits limits)
    {
        (_stream, _rows) = (stream, new BufferedImage(info, limits));
        string scale = BitConverter.IsLittleEndian ? "-1.0" : "1.0";
        stream.Write(Encoding.ASCII.GetBytes($"P{(info.Format.Layout is PixelLayout.Gray ? 'f' : 'F')}\n{info.Width} {info.Height}\n{scale}\n"));
    }

    /// <inheritdoc/>
    public void WriteRow(ReadOnlySpan<byte> row) => row.CopyTo(_rows.Row(_next++));

    /// <inheritdoc/>
    public void Complete()
    {
        for (int y = _rows.Info.Height - 1; y >= 0; y--)
            _stream.Write(_rows.Row(y));
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();
}
