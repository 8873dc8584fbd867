using System.Buffers.Binary;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Qoi;

/// <summary>Reads a QOI row by row.</summary>
internal sealed class QoiDecoder : RowSource
{
    private readonly ByteReader _reader;
    private readonly DecodeOptions _options;
    private readonly QoiPixel[] _index = new QoiPixel[64];
    private QoiPixel _pixel = QoiPixel.Start;
    private int _run;

    public QoiDecoder(ByteReader reader, DecodeOptions options)
    {
        (_reader, _options) = (reader, options);
        Span<byte> header = stackalloc byte[14];
        reader.ReadExactly(header, "the header");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(header[4..]), height = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw new ImageFormatException("QOI", 4, $"a size of {width}x{height}");
        if (header[12] is not (3 or 4) || header[13] > 1)
            throw new ImageFormatException("QOI", 12, $"{header[12]} channels, colour space {header[13]}");
        options.Limits.CheckPixels(width, height);
        options.Limits.CheckRow(width, 4);
        Info = new ImageInfo((int)width, (int)height, new PixelFormat((PixelLayout)header[12], SampleType.UInt8));
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        int channels = Info.Format.Channels;
        for (int i = 0; i < row.Length; i += channels)
        {
            if (_run > 0)
                _run--;
            else
                ReadPixel();
            (row[i], row[i + 1], row[i + 2]) = (_pixel.R, _pixel.G, _pixel.B);
            if (channels == 4)
                row[i + 3] = _pixel.A;
        }
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        Finish();
        int pictures = 1 + CountRest();
        _options.CheckPictureCount(pictures, "QOI", "where the bytes 'qoif' begin the next");
        Info = Info with { Metadata = Info.Metadata with { Frames = pictures } };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();

    private void Finish()
    {
        ReadRest();
        Span<byte> end = stackalloc byte[8];
        _reader.ReadExactly(end, "the end marker");
        if (!end.SequenceEqual(QoiEncoder.EndMarker))
            throw _reader.Error("expected seven bytes 0 and one 1 after the pixels");
    }

    // The format has no second picture, but files may be concatenated. Other data after the end marker is ignored.
    private int CountRest()
    {
        int pictures = 0;
        try
        {
            for (; _reader.Peek() == 'q'; pictures++)
                new QoiDecoder(_reader, _options).Finish();
        }
        catch (Exception exception) when (exception is ImageFormatException or ImageLimitException)
        {
            // The rest is cut short or is not a QOI file.
        }
        return pictures;
    }

    private void ReadPixel()
    {
        const string what = "pixels";
        byte first = _reader.ReadByte(what);
        QoiPixel p = _pixel;
        if (first == 0xFE)
            p = new QoiPixel(_reader.ReadByte(what), _reader.ReadByte(what), _reader.ReadByte(what), p.A);
        else if (first == 0xFF)
            p = new QoiPixel(_reader.ReadByte(what), _reader.ReadByte(what), _reader.ReadByte(what), _reader.ReadByte(what));
        else
            switch (first >> 6)
            {
                case 0:
                    p = _index[first];
                    break;
                case 1:
                    p = new QoiPixel((byte)(p.R + ((first >> 4) & 3) - 2), (byte)(p.G + ((first >> 2) & 3) - 2),
                        (byte)(p.B + (first & 3) - 2), p.A);
                    break;
                case 2:
                    int second = _reader.ReadByte(what), green = (first & 63) - 32;
                    p = new QoiPixel((byte)(p.R + green + (second >> 4) - 8), (byte)(p.G + green),
                        (byte)(p.B + green + (second & 15) - 8), p.A);
                    break;
                default:
                    _run = first & 63;
                    break;
            }
        _index[p.Hash] = p;
        _pixel = p;
    }
}
