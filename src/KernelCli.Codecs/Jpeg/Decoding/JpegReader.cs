using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Goes through a file from scan to scan, and takes in on the way what stands between them.</summary>
internal sealed class JpegReader
{
    private readonly ByteReader _reader;
    private readonly JpegSegmentReader _segments;
    private readonly ImageLimits _limits;
    private JpegFrame? _frame;
    private bool _isBetweenScans;

    public JpegReader(ByteReader reader, DecodeOptions options)
    {
        (_reader, _limits, Damage) = (reader, options.Limits, new DamageReport(reader, options));
        (_segments, Entropy, Metadata) = (new JpegSegmentReader(reader), new EntropyReader(reader), new JpegMetadataReader(options));
        _segments.Next();
        if (_segments.Marker != JpegMarker.StartOfImage)
            throw _segments.Error("expected the start of an image");
        Scan = ReadToScan() ?? throw _segments.Error("the file has no scan");
        Entropy.Start();
    }

    public JpegFrame Frame => _frame!;

    public JpegMetadataReader Metadata { get; }

    public JpegTables Tables { get; } = new();

    public EntropyReader Entropy { get; }

    public DamageReport Damage { get; }

    /// <summary>The present scan; its bits come next. Null after the last one.</summary>
    public JpegScanHeader? Scan { get; private set; }

    /// <summary>Skips what is left of the present scan, and goes to the next.</summary>
    public void NextScan()
    {
        int marker = Entropy.SkipToMarker();
        for (; JpegMarker.IsRestart(marker) || (Damage.IsLenient && marker >= 0
            && !JpegMarker.EndsScan(marker)); marker = Entropy.SkipToMarker())
            Entropy.Start();
        Scan = null;
        try
        {
            if (marker < 0)
                throw _reader.Ended("the end of the image");
            _segments.Enter(marker);
            _isBetweenScans = true;
            Scan = ReadToScan();
            Entropy.Start();
        }
        catch (ImageFormatException exception)
        {
            Damage.Report(exception);
        }
    }

    private JpegScanHeader? ReadToScan()
    {
        for (; ; _segments.Next())
        {
            int marker = _segments.Marker;
            switch (marker)
            {
                case JpegMarker.StartOfScan:
                    if (_frame is null)
                        throw _segments.Error("a scan before the frame header");
                    byte[] header = _segments.ReadAll();
                    if (_frame.Height == 0)
                        _frame = _frame.WithHeight(FindHeight(), _limits);
                    return JpegScanHeader.Parse(header, _frame, _segments);
                case JpegMarker.EndOfImage:
                    return null;
                case JpegMarker.BaselineFrame or JpegMarker.ExtendedFrame or JpegMarker.ProgressiveFrame:
                    _frame = _frame is null ? JpegFrame.Read(_segments, _limits) : throw _segments.Error("a second frame header");
                    break;
                case JpegMarker.NumberOfLines:
                    int lines = _segments.ReadNumberOfLines();

                    // It may say less than the header did, but not other rows of MCUs, which were decoded already.
                    if (!_isBetweenScans || (lines + (8 * Frame.MaxVertical) - 1) / (8 * Frame.MaxVertical) != Frame.UnitsDown)
                        throw _segments.Error($"segment DNL says {lines} lines, where there are {_frame?.Height}");
                    break;
                default:
                    if (JpegMarker.Unsupported(marker) is { } feature)
                        throw _isBetweenScans
                            ? _segments.Error($"marker {marker:X2} after the first scan")
                            : new UnsupportedImageException(
                                $"a JPEG with {feature}, which is not read: convert it with the program that made it");
                    if (!JpegMarker.StandsAlone(marker) && !Tables.TryTake(_segments))
                    {
                        if (_isBetweenScans)
                            Metadata.TakeLate(_segments);
                        else
                            Metadata.Take(_segments);
                    }
                    break;
            }
        }
    }

    // A frame header may leave the number of lines to a segment after the first scan (T.81, B.2.5): it is looked up first.
    private int FindHeight()
    {
        if (!_reader.CanSeek)
            _reader.Keep(_limits);
        long start = _reader.Offset;
        int marker;
        do
        {
            Entropy.Start();
            marker = Entropy.SkipToMarker();
        }
        while (JpegMarker.IsRestart(marker));
        if (marker != JpegMarker.NumberOfLines)
            throw _reader.Error("the frame header gives no number of lines, and no segment DNL comes after the first scan");
        _segments.Enter(marker);
        int lines = _segments.ReadNumberOfLines();
        _reader.Seek(start);
        return lines;
    }
}

/// <summary>What happens where a scan is damaged: the error is thrown, or told and read past.</summary>
internal sealed class DamageReport(ByteReader reader, DecodeOptions options)
{
    /// <summary>Whether damage is read past.</summary>
    public bool IsLenient => options.OnDamage is not null;

    /// <summary>Reports damage.</summary>
    /// <param name="offset">About where it is.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    /// <exception cref="ImageFormatException">Nobody asked to read past it.</exception>
    public void Report(long offset, string problem) => Report(new ImageFormatException(reader.Format, offset, problem));

    /// <summary>Reports damage that was found as an error.</summary>
    public void Report(ImageFormatException exception) => options.ReportDamage(exception);
}
