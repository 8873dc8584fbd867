using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Bmp;

/// <summary>Reads a BMP: top-down files row by row, bottom-up ones put together in memory first.</summary>
internal sealed class BmpDecoder : IRowSource
{
    private readonly ByteReader _reader;
    private readonly BmpHeader _header;
    private readonly BmpRowReader _rows;
    private readonly BmpRunLengths? _runs;
    private readonly ImageLimits _limits;
    private readonly byte[] _stored;
    private readonly byte[] _indices;
    private BufferedImage? _image;
    private int _next;

    public BmpDecoder(ByteReader reader, ImageLimits limits)
    {
        (_reader, _limits, _header) = (reader, limits, BmpHeader.Read(reader, limits));
        _rows = new BmpRowReader(_header);
        Info = new ImageInfo(_header.Width, _header.Height, new PixelFormat(_rows.Layout, SampleType.UInt8))
        {
            Metadata = new ImageMetadata { Density = _header.Density },
        };
        if (!_header.IsTopDown)
            limits.CheckMemory((long)Info.RowBytes * Info.Height);
        if (_header.Compression is BmpCompression.RunLength4 or BmpCompression.RunLength8)
            _runs = new BmpRunLengths(reader, _header);
        _stored = new byte[_runs is null ? _header.RowBytes : 0];
        _indices = new byte[_header.IsIndexed ? _header.Width : 0];
    }

    /// <inheritdoc/>
    public ImageInfo Info { get; }

    /// <inheritdoc/>
    public void ReadRow(Span<byte> row)
    {
        _next++;
        if (_header.IsTopDown)
            ReadStored(row);
        else
            (_image ??= ReadAll()).ReadRow(row);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        if (!_header.IsTopDown)
            _image ??= ReadAll();
        else
            _reader.Skip(_header.RowBytes * (Info.Height - _next), "pixels");
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private BufferedImage ReadAll()
    {
        var image = new BufferedImage(Info, _limits);
        for (int y = Info.Height - 1; y >= 0; y--)
            ReadStored(image.Row(y));
        _runs?.Finish();
        return image;
    }

    private void ReadStored(Span<byte> row)
    {
        if (_runs is not null)
            _runs.ReadRow(_indices);
        else
        {
            _reader.ReadExactly(_stored, "pixels");
            if (_header.IsIndexed)
                _rows.Unpack(_stored, _indices);
        }
        if (_header.IsIndexed)
            _rows.FromIndices(_indices, row);
        else
            _rows.FromColours(_stored, row);
    }
}
