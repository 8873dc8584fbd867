using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// Decodes a JPEG row by row. A sequential scan that contains all wanted components is decoded as rows are requested;
/// otherwise, the coefficients of all scans are collected in memory first. If only luma is wanted and the file is
/// YCbCr, the chroma components are not reconstructed.
/// </summary>
internal sealed unsafe class JpegDecoder : RowSource
{
    private readonly ByteReader _bytes;
    private readonly JpegReader _reader;
    private readonly JpegColor _color;
    private readonly RowUpsampler[] _rows;
    private readonly CoefficientImage? _image;

    public JpegDecoder(ByteReader bytes, DecodeOptions options)
    {
        _bytes = bytes;
        _reader = new JpegReader(bytes, options);
        JpegFrame frame = _reader.Frame;
        _color = JpegColorChoice.Of(frame, _reader.Metadata);
        if (options.LumaOnly && _color is JpegColor.YCbCr)
            _color = JpegColor.Gray;

        JpegComponent[] wanted = _color is JpegColor.Gray ? frame.Components[..1] : frame.Components;
        SkipScansWithout(wanted);
        bool streams = !frame.IsProgressive && Array.TrueForAll(wanted, _reader.Scan!.Has);
        IntervalScan.Layout? intervals = streams && bytes.CanSeek ? IntervalScan.Layout.Of(_reader, options.Threads) : null;
        if (intervals is not null && intervals.BufferBytes + PlaneBytes(1 + intervals.BatchRows) > options.Limits.MaxMemory)
            intervals = null;
        int mcuRows = 1 + (intervals?.BatchRows ?? 1);
        options.Limits.CheckMemory(PlaneBytes(mcuRows));
        SamplePlane[] planes = Array.ConvertAll(wanted, component => new SamplePlane(component, mcuRows));
        ISampleProducer producer;
        if (!streams)
            producer = _image = new CoefficientImage(_reader, planes, options.Limits);
        else if (intervals is not null)
            producer = new IntervalScan(_reader, bytes, planes, intervals, options.Threads);
        else
            producer = new SequentialScan(_reader, component =>
                Array.Find(planes, plane => plane.Component == component)?.CreateTarget());
        foreach (SamplePlane plane in planes)
        {
            if (streams)
                plane.SetQuantisers(_reader.Tables, _reader.Entropy);
            plane.Producer = producer;
        }
        _rows = Array.ConvertAll(planes, plane => RowUpsampler.Create(frame, plane));
        Info = new ImageInfo(frame.Width, frame.Height,
            new PixelFormat(_color is JpegColor.Gray ? PixelLayout.Gray : PixelLayout.Rgb, SampleType.UInt8))
        {
            Metadata = _reader.Metadata.Read(),
        };

        long PlaneBytes(int rows) => wanted.Sum(component => SamplePlane.Bytes(component, rows));
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (_color is JpegColor.Gray)
        {
            new ReadOnlySpan<byte>(_rows[0].Row(y), Info.Width).CopyTo(row);
            return;
        }
        byte** components = stackalloc byte*[_rows.Length];
        for (int i = 0; i < _rows.Length; i++)
            components[i] = _rows[i].Row(y);
        fixed (byte* to = row)
            ColorRow.Convert(_color, components, to, Info.Width);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        foreach (RowUpsampler rows in _rows)
            rows.Row(Info.Height - 1);
        _image?.ReadScans();
        while (_reader.Scan is not null)
            _reader.NextScan();
        if (_bytes.TryReadByte() == 0xFF && _bytes.Peek() == JpegMarker.StartOfImage)
            _reader.Metadata.ReportNextPicture();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _bytes.Dispose();

    // Skips the scans before the first one that contains a wanted component.
    private void SkipScansWithout(JpegComponent[] wanted)
    {
        while (!Array.Exists(wanted, _reader.Scan!.Has))
        {
            _reader.NextScan();
            if (_reader.Scan is null)
                throw _bytes.Error("no scan gives the picture's luma");
        }
    }
}
