using System.Diagnostics;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>
/// A sequential scan whose restart intervals are decoded side by side, a batch of MCU rows at a time. Intervals depend on
/// nothing before them (T.81, F.1.1.5.1), so that the samples are those of <see cref="SequentialScan"/>. A batch in which
/// anything is damaged, and all after it, are decoded by that, which finds the same damage at the same place. So are the last
/// rows, which no restart marker ends.
/// </summary>
internal sealed unsafe class IntervalScan : ISampleProducer
{
    // A batch takes some two milliseconds, against which what it costs to start it does not count.
    private const long BatchSamples = 1 << 19;

    // A larger batch would take more memory than it saves time.
    private const long MaxBatchSamples = 1 << 22;

    // A block of 64 samples rarely takes as many bytes.
    private const int BytesPerSample = 2;

    private readonly JpegReader _file;
    private readonly ByteReader _source;
    private readonly EntropyBytes _data;
    private readonly SequentialScan _rest;
    private readonly McuDecoder[] _decoders;
    private readonly AlignedBuffer _bytes;
    private readonly long[] _ends;
    private readonly Layout _layout;
    private bool _isSequential;
    private int _nextGroup;
    private volatile bool _isDamaged;

    /// <param name="file">The file, at the scan's first byte.</param>
    /// <param name="source">Its bytes, which are seekable.</param>
    /// <param name="planes">The planes of the wanted components, with room for one row of MCUs more than a batch.</param>
    /// <param name="layout">What <see cref="Layout.Of"/> gives for the scan.</param>
    /// <param name="threads">The number of threads.</param>
    /// <exception cref="ImageFormatException">A table is missing.</exception>
    public IntervalScan(JpegReader file, ByteReader source, SamplePlane[] planes, Layout layout, int threads)
    {
        (_file, _source, _layout, _data) = (file, source, layout, new EntropyBytes(source));
        _rest = new SequentialScan(file, TargetOf);
        _decoders = new McuDecoder[Math.Min(threads, layout.Groups)];
        for (int i = 0; i < _decoders.Length; i++)
            _decoders[i] = new McuDecoder(file.Scan!, file.Tables, file.Entropy, TargetOf);
        _bytes = new AlignedBuffer(layout.BufferBytes, clear: false);
        _ends = new long[layout.Groups * layout.IntervalsPerGroup];

        IBlockTarget? TargetOf(JpegComponent component) => Array.Find(planes, plane => plane.Component == component)?.CreateTarget();
    }

    /// <inheritdoc/>
    public int ReadyRows(JpegComponent component) => _rest.ReadyRows(component);

    /// <inheritdoc/>
    public void Produce()
    {
        if (!_isSequential && !TryProduceBatch())
            _isSequential = true;
        if (_isSequential)
            _rest.Produce();
    }

    private bool TryProduceBatch()
    {
        if (_rest.Row + _layout.BatchRows >= _layout.Down)
            return false;
        long start = _source.Offset;
        int firstInterval = _rest.Row / _layout.RowsPerGroup * _layout.IntervalsPerGroup;
        if (!TryReadIntervals(firstInterval) || !TryDecode())
        {
            _source.Seek(start);
            _rest.StartAt(_rest.Row, firstInterval);
            return false;
        }
        _rest.StartAt(_rest.Row + _layout.BatchRows, firstInterval + _ends.Length);
        return true;
    }

    // Reads the batch's intervals one behind the other. Each must end with the restart marker that is due.
    private bool TryReadIntervals(int firstInterval)
    {
        byte* end = _bytes.Pointer, limit = end + _layout.BufferBytes - EntropyReader.Reserve;
        for (int i = 0; i < _ends.Length; i++)
        {
            _data.Start();
            end = _data.CopyTo(end, limit);
            if (_data.Marker != JpegMarker.Restart + ((firstInterval + i) % JpegMarker.Restarts))
                return false;
            _ends[i] = end - _bytes.Pointer;
        }
        return true;
    }

    private bool TryDecode()
    {
        (_nextGroup, _isDamaged) = (-1, false);
        Parallel.For(0, _decoders.Length, new ParallelOptions { MaxDegreeOfParallelism = _decoders.Length }, worker =>
        {
            for (int group; !_isDamaged && (group = Interlocked.Increment(ref _nextGroup)) < _layout.Groups;)
                if (!TryDecodeGroup(_decoders[worker], group))
                    _isDamaged = true;
        });
        return !_isDamaged;
    }

    private bool TryDecodeGroup(McuDecoder decoder, int group)
    {
        int mcu = 0, mcus = _layout.RowsPerGroup * _layout.Across, row = _rest.Row + (group * _layout.RowsPerGroup);
        for (int interval = group * _layout.IntervalsPerGroup; mcu < mcus; interval++)
        {
            byte* end = _bytes.Pointer + _ends[interval];
            var cursor = new BitCursor { Next = _bytes.Pointer + (interval == 0 ? 0 : _ends[interval - 1]) };
            decoder.Restart();
            for (int last = mcu + _layout.Interval; mcu < last; mcu++)
            {
                // The bits of an MCU that runs past the end come from the next interval or what lies behind the last one. They
                // are not used: the batch is given up.
                Debug.Assert(cursor.Next <= _bytes.Pointer + _bytes.Length - EntropyReader.Reserve + sizeof(ulong));
                if (!decoder.Decode(ref cursor, mcu % _layout.Across, row + (mcu / _layout.Across)) || cursor.IsPast(end))
                    return false;
            }
            if (cursor.Unread(end) > RestartCounter.MaxUnread)
                return false;
        }
        return true;
    }

    /// <summary>How the intervals of a scan are parted: a group is the least number of them that makes whole MCU rows.</summary>
    /// <param name="Interval">MCUs in an interval.</param>
    /// <param name="Across">MCUs across.</param>
    /// <param name="Down">Rows of MCUs.</param>
    /// <param name="RowsPerGroup">Rows of MCUs in a group.</param>
    /// <param name="Groups">Groups in a batch.</param>
    /// <param name="BufferBytes">Bytes for the entropy-coded data of a batch.</param>
    public sealed record Layout(int Interval, int Across, int Down, int RowsPerGroup, int Groups, long BufferBytes)
    {
        /// <summary>Intervals in a group.</summary>
        public int IntervalsPerGroup => RowsPerGroup * Across / Interval;

        /// <summary>Rows of MCUs in a batch.</summary>
        public int BatchRows => RowsPerGroup * Groups;

        /// <summary>
        /// The layout of the file's current scan; null where it has no restart intervals that begin with rows, or too few of
        /// them for several threads to pay.
        /// </summary>
        public static Layout? Of(JpegReader file, int threads)
        {
            (int across, int down) = file.Scan!.Mcus(file.Frame);
            int interval = file.Tables.RestartInterval;
            if (threads == 1 || interval == 0 || (interval % across != 0 && across % interval != 0))
                return null;
            int rowsPerGroup = Math.Max(1, interval / across);
            long rowSamples = 0;
            foreach ((JpegComponent component, _, _) in file.Scan.Components)
                rowSamples += across * 64L * (file.Scan.IsInterleaved ? component.Horizontal * component.Vertical : 1);
            long groups = Math.Max(threads, BatchSamples / (rowSamples * rowsPerGroup)), samples = groups * rowsPerGroup * rowSamples;
            return samples > MaxBatchSamples || groups * rowsPerGroup > down / 2
                ? null
                : new Layout(interval, across, down, rowsPerGroup, (int)groups, (samples * BytesPerSample) + (2 * EntropyReader.Reserve));
        }
    }
}
