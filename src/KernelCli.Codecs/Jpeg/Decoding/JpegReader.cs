using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Reads a file scan by scan, and the tables and metadata in the segments between scans.</summary>
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

    /// <summary>The current scan, whose entropy-coded data comes next; null after the last scan.</summary>
    public JpegScanHeader? Scan { get; private set; }

    /// <summary>Skips the rest of the current scan and goes to the next one.</summary>
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
                throw _reader.UnexpectedEnd("the end of the image");
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

                    // DNL must give the number of MCU rows that were already decoded. A different number of lines within
                    // the last MCU row is accepted, but does not change the height.
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
                            Metadata.SkipLateSegment(_segments);
                        else
                            Metadata.ReadSegment(_segments);
                    }
                    break;
            }
        }
    }

    // A frame header may leave the number of lines to a DNL segment after the first scan (T.81, B.2.5). This reads that
    // segment ahead and returns to the start of the scan.
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

/// <summary>Handles damage in a scan: either throws the error, or reports it so that decoding can continue.</summary>
internal sealed class DamageReport(ByteReader reader, DecodeOptions options)
{
    /// <summary>Whether decoding continues after damage.</summary>
    public bool IsLenient => options.OnDamage is not null;

    /// <summary>Reports damage.</summary>
    /// <param name="offset">Its approximate offset in the file.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    /// <exception cref="ImageFormatException">The options do not ask to continue after damage.</exception>
    public void Report(long offset, string problem) => Report(new ImageFormatException(reader.Format, offset, problem));

    /// <summary>Reports damage that was caught as an exception, or throws it again.</summary>
    public void Report(ImageFormatException exception) => options.ReportDamage(exception);
}
