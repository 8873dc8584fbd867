using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Bmp;

/// <summary>Reads a BMP row by row; a run-length encoded one, which is always bottom-up, is decoded into memory first.</summary>
internal sealed class BmpDecoder : RowSource
{
    private readonly ByteReader _reader;
    private readonly BmpHeader _header;
    private readonly BmpRowReader _rows;
    private readonly BmpRunLengths? _runs;
    private readonly DecodeOptions _options;
    private readonly byte[] _stored;
    private readonly byte[] _indices;
    private readonly BottomUpRows? _bottomUpRows;
    private BufferedImage? _image;

    public BmpDecoder(ByteReader reader, DecodeOptions options)
    {
        (_reader, _options, _header) = (reader, options, BmpHeader.Read(reader, options.Limits));
        _rows = new BmpRowReader(_header);
        Info = new ImageInfo(_header.Width, _header.Height, new PixelFormat(_rows.Layout, SampleType.UInt8))
        {
            Metadata = new ImageMetadata { Density = _header.Density },
        };
        if (_header.Compression is BmpCompression.RunLength4 or BmpCompression.RunLength8)
        {
            options.Limits.CheckMemory((long)Info.RowBytes * Info.Height);
            _runs = new BmpRunLengths(reader, _header);
        }
        else if (!_header.IsTopDown)
            _bottomUpRows = new BottomUpRows(reader, checked((int)_header.RowBytes), Info.Height, options);
        _stored = new byte[_header.IsTopDown ? _header.RowBytes : 0];
        _indices = new byte[_header.IsIndexed ? _header.Width : 0];
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (_runs is not null)
            (_image ??= ReadRuns(_runs)).Row(y).CopyTo(row);
        else if (_bottomUpRows is not null)
            Convert(_bottomUpRows.Row(y), row);
        else
        {
            _reader.ReadExactly(_stored, "pixels");
            Convert(_stored, row);
        }
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        if (_runs is not null)
            _image ??= ReadRuns(_runs);
        else if (_bottomUpRows is not null)
            _bottomUpRows.Row(Info.Height - 1);
        else
            _reader.Skip(_header.RowBytes * (Info.Height - RowsRead), "pixels");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();

    private BufferedImage ReadRuns(BmpRunLengths runs)
    {
        var image = new BufferedImage(Info, _options.Limits);
        try
        {
            for (int y = Info.Height - 1; y >= 0; y--)
            {
                runs.ReadRow(_indices);
                _rows.FromIndices(_indices, image.Row(y));
            }
            runs.Finish();
        }
        catch (ImageFormatException exception) when (_options.OnDamage is not null)
        {
            _options.OnDamage(exception);
        }
        return image;
    }

    private void Convert(ReadOnlySpan<byte> stored, Span<byte> row)
    {
        if (!_header.IsIndexed)
        {
            _rows.FromColours(stored, row);
            return;
        }
        _rows.Unpack(stored, _indices);
        _rows.FromIndices(_indices, row);
    }
}
