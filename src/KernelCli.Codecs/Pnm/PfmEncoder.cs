using System.Runtime.InteropServices;
using System.Text;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Pnm;

/// <summary>
/// Writes a PFM. The format stores rows bottom to top, so all rows are kept in memory until the last one has arrived.
/// </summary>
internal sealed class PfmEncoder : RowSink
{
    private readonly Stream _stream;
    private readonly BufferedImage _rows;

    public PfmEncoder(Stream stream, ImageInfo info, ImageLimits limits)
        : base(info)
    {
        (_stream, _rows) = (stream, new BufferedImage(info, limits));
        string scale = BitConverter.IsLittleEndian ? "-1.0" : "1.0";
        stream.Write(
            Encoding.ASCII.GetBytes($"P{(info.Format.Layout is PixelLayout.Gray ? 'f' : 'F')}\n{info.Width} {info.Height}\n{scale}\n"));
    }

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        row.CopyTo(_rows.Row(y));
        QuietNaN.Unify(MemoryMarshal.Cast<byte, float>(_rows.Row(y)));
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        for (int y = _rows.Info.Height - 1; y >= 0; y--)
            _stream.Write(_rows.Row(y));
        _stream.Flush();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _rows.Dispose();
}
