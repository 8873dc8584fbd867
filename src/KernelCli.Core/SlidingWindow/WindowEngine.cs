using System.Diagnostics;
using KernelCli.Primitives;

namespace KernelCli.SlidingWindow;

/// <summary>
/// Runs a row filter over a ring of rows: source rows are pushed in order, and an output row can be pulled as soon as the
/// rows it needs are available. The ring has about one row for each row of the window, whatever the height of the
/// picture; a wrapped border needs all rows.
/// </summary>
internal sealed unsafe class WindowEngine
{
    private readonly RowWindowFilter _filter;
    private readonly AxisGeometry _axis;
    private readonly BorderMode _border;
    private readonly RowSchedule _schedule;
    private readonly AlignedBuffer _ring;
    private readonly AlignedBuffer _pointers;
    private readonly byte* _constant;
    private readonly int _above;
    private readonly int _below;
    private readonly int _outputEnd;
    private readonly long _sourceBytes;
    private int _nextSource;
    private int _nextOutput;
    private long _firstFound = long.MaxValue;

    // Where rows are pulled one at a time: the output rows of the last block, and how many of them were returned.
    private readonly AlignedBuffer? _made;
    private int _madeRows;
    private int _givenRows;

    /// <param name="filter">The filter. Only this engine may use it.</param>
    /// <param name="axis">The vertical axis.</param>
    /// <param name="border">How positions above and below the image are mapped to rows.</param>
    /// <param name="sourceBytes">Bytes of a source row.</param>
    /// <param name="firstOutput">First output row.</param>
    /// <param name="outputs">Number of output rows.</param>
    /// <param name="byRow">Whether rows are pulled one at a time, although the filter computes several per call.</param>
    /// <param name="limits">The limits on the buffers, or null for no limit.</param>
    public WindowEngine(RowWindowFilter filter, AxisGeometry axis, BorderMode border, long sourceBytes, int firstOutput,
        int outputs, bool byRow, ImageLimits? limits)
    {
        (_filter, _axis, _border, _sourceBytes) = (filter, axis, border, sourceBytes);
        (_above, _below) = (Math.Max(filter.HistoryRows, filter.RowsAbove), filter.RowsBelow + filter.RowsPerCall - 1);
        _schedule = new RowSchedule(axis, border, firstOutput, outputs, filter.HistoryRows, filter.RowsAbove, filter.RowsBelow,
            filter.RowsPerCall);
        long madeBytes = byRow && filter.RowsPerCall > 1 ? AlignedBuffer.RoundUp(filter.OutputBytes) * filter.RowsPerCall : 0;
        limits?.CheckMemory((filter.RingRowBytes * (_schedule.Capacity + 1L)) + filter.ScratchBytes + madeBytes);
        if (madeBytes > 0)
            _made = new AlignedBuffer(madeBytes, clear: false);
        _ring = new AlignedBuffer(filter.RingRowBytes * (_schedule.Capacity + 1L), clear: false);
        _pointers = new AlignedBuffer((axis.Taps + _above + _below) * sizeof(nint));
        (_nextSource, _nextOutput, _outputEnd) = (_schedule.FirstSource, firstOutput, firstOutput + outputs);

        // The last row of the buffer holds the border's constant.
        _constant = Slot(_schedule.Capacity);
        if (border is BorderMode.Constant)
            filter.IngestConstant(_constant);
    }

    /// <summary>The source row to push next.</summary>
    public int NextSource => _nextSource;

    /// <summary>Whether there are outputs left to pull.</summary>
    public bool HasOutput => _nextOutput < _outputEnd || _givenRows < _madeRows;

    /// <summary>Whether an output can be pulled; if not, <see cref="NextSource"/> must be pushed first.</summary>
    public bool IsReady => _givenRows < _madeRows || (_nextOutput < _outputEnd && _schedule.LastNeeded(_nextOutput) < _nextSource);

    /// <summary>Whether the next source row is used at all; if not it may be skipped unread.</summary>
    public bool NextIsUsed => _schedule.IsUsed(_nextSource);

    /// <summary>Bytes of ring and scratch rows.</summary>
    public long BufferBytes => _ring.Length + _filter.ScratchBytes + (_made?.Length ?? 0);

    /// <summary>Reads the next source row.</summary>
    public void Push(byte* row)
    {
        Debug.Assert(_nextSource < _axis.SourceLength, "more rows than the source has");
        if (NextIsUsed)
            _filter.Ingest(row, Slot(_nextSource % _schedule.Capacity));
        _nextSource++;
    }

    /// <summary>Reads the next source row, whose length is checked.</summary>
    public void Push(ReadOnlySpan<byte> row)
    {
        if (row.Length != _sourceBytes)
            throw new ArgumentException($"a source row has {_sourceBytes} bytes, the span {row.Length}", nameof(row));
        fixed (byte* at = row)
            Push(at);
    }

    /// <summary>Makes the next output row, in a span whose length is checked.</summary>
    public void Pull(Span<byte> to)
    {
        if (to.Length != _filter.OutputBytes)
            throw new ArgumentException($"an output row has {_filter.OutputBytes} bytes, the span {to.Length}", nameof(to));
        if (!IsReady)
            throw new InvalidOperationException("the rows under the kernel are not there");
        fixed (byte* at = to)
            Pull(at);
    }

    /// <summary>Makes the next output row.</summary>
    public void Pull(byte* to)
    {
        if (_made is null)
        {
            PullBlock(to, 0, default);
            return;
        }
        long bytes = _filter.OutputBytes, pitch = _made.Length / _filter.RowsPerCall;
        if (_givenRows == _madeRows)
            (_madeRows, _givenRows) = (PullBlock(_made.Pointer, pitch, default), 0);
        Buffer.MemoryCopy(_made.Pointer + (_givenRows++ * pitch), to, bytes, bytes);
    }

    /// <summary>
    /// Computes the next block of output rows, as many as the filter computes per call, and returns their number. Not for
    /// engines whose rows are pulled one at a time.
    /// </summary>
    /// <param name="to">The first row.</param>
    /// <param name="pitch">Bytes from one output row to the next.</param>
    /// <param name="next">Prefetch hints for the call after this one.</param>
    public int PullBlock(byte* to, long pitch, in PrefetchHint next)
    {
        Debug.Assert(
            _nextOutput < _outputEnd && _schedule.LastNeeded(_nextOutput) < _nextSource, "the rows under the window are not there");
        byte** rows = (byte**)_pointers.Pointer;
        long start = _axis.Start(_nextOutput);
        FindRows(rows, start - _above);
        int count = Math.Min(_filter.RowsPerCall, _outputEnd - _nextOutput);
        _filter.Produce(rows + _above, start + _axis.Origin, to, pitch, count, next);
        _nextOutput += count;
        return count;
    }

    // Finds the ring row of each position from the first on. Rows that the last call also found are moved up.
    private void FindRows(byte** rows, long first)
    {
        int total = _above + _axis.Taps + _below, kept = 0;
        if (_axis.Dilation == 1 && first - _firstFound is >= 0 and var moved && moved < total)
        {
            kept = total - (int)moved;
            new Span<nint>((nint*)rows + moved, kept).CopyTo(new Span<nint>(rows, kept));
        }
        _firstFound = first;
        for (int i = kept; i < total; i++)
        {
            int tap = i - _above;
            long offset = tap <= 0 ? i : tap < _axis.Taps ? _above + ((long)tap * _axis.Dilation)
                : _above + _axis.Span + (tap - _axis.Taps);
            rows[i] = Row(first + offset);
        }
    }

    private byte* Row(long position)
    {
        int source = Border.Map(_border, position, _axis.SourceLength);
        return source < 0 ? _constant : Slot(source % _schedule.Capacity);
    }

    private byte* Slot(int slot)
    {
        Debug.Assert((uint)slot <= (uint)_schedule.Capacity);
        return _ring.Pointer + (slot * _filter.RingRowBytes);
    }
}
