using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Numerics;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Box filter in float32. A running float sum would depend on where it started, so sums are taken over fixed segments of h
/// rows in image coordinates, h the height of the box: a box is a suffix of one segment plus a prefix of the next, and both
/// carry over from the previous output. That takes three additions per output, whatever the height. Boxes of few rows are
/// added up row by row.
/// </summary>
internal sealed unsafe class FloatBoxRowFilter<TSimd, TVector> : CorrelationRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FloatRowLoader<TSimd, TVector> _rows;
    private readonly WindowSums _windows;
    private readonly int _height;
    private readonly AlignedBuffer _widened;
    private readonly FloatRowSumPass<TSimd, TVector> _pass;
    private readonly FloatOutput<TSimd, TVector> _output;

    // For each row of the segment in which the next output's box begins, the sum from that row to the segment's end; and the sum of the
    // first rows of the next segment.
    private readonly AlignedBuffer? _suffixes;
    private readonly AlignedBuffer? _head;
    private readonly AlignedBuffer _pointers;
    private long _nextPosition = long.MinValue;

    public FloatBoxRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        (_rows, _height) = (new FloatRowLoader<TSimd, TVector>(strip), plan.Height);
        _widened = new AlignedBuffer(_rows.RowBytes);
        _windows = new WindowSums(plan.Width, strip.Channels, sizeof(float));
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * sizeof(float));
        _pass = new FloatRowSumPass<TSimd, TVector>(plan.RowSumScale.Factor, plan.RowSumScale.Offset) { Rows = _height };
        _output = new FloatOutput<TSimd, TVector>(strip, plan, _pass, Output);
        _pointers = new AlignedBuffer((long)_height * sizeof(nint));
        if (plan.X.Vertical is LoopId.SegmentSumsSingle)
            (_suffixes, _head) = (new AlignedBuffer(RingRowBytes * _height), new AlignedBuffer(RingRowBytes));
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes =>
        _rows.ScratchBytes + _windows.ScratchBytes + _widened.Length + _output.ScratchBytes + (_suffixes?.Length ?? 0)
            + (_head?.Length ?? 0);

    public override void Ingest(byte* source, byte* ringRow)
    {
        _rows.Pad(source, (float*)_widened.Pointer);
        IngestPadded(ringRow);
    }

    public override void IngestConstant(byte* ringRow)
    {
        _rows.Fill((float*)_widened.Pointer);
        IngestPadded(ringRow);
    }

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        for (int r = 0; r < count; r++)
            MakeRow(rows + r, position + r, r == 0 && position != _nextPosition, first, samples, to + (r * pitch));
        if (first + samples == Samples)
            _nextPosition = position + count;
    }

    // Makes a tile of one output row. A fresh row does not continue the row before it.
    private void MakeRow(byte** rows, long position, bool isFirstOfRun, int first, int samples, byte* to)
    {
        if (_suffixes is null)
        {
            _output.Write(rows, first, samples, to);
            return;
        }
        int offsetInSegment = (int)FloorMath.Modulo(position, _height);
        if (offsetInSegment == 0 || isFirstOfRun)
            SlidingSums<TSimd, TVector>.SuffixSums(From(rows, _height - offsetInSegment, first), _height - offsetInSegment,
                Suffix(offsetInSegment, first), RingRowBytes / 4, samples);
        if (offsetInSegment > 0)
            UpdateHead(rows + _height - offsetInSegment, offsetInSegment, isFirstOfRun, first, samples);
        byte** parts = stackalloc byte*[2];
        parts[0] = (byte*)Suffix(offsetInSegment, 0);
        parts[1] = _head!.Pointer;
        _pass.Rows = offsetInSegment == 0 ? 1 : 2;
        _output.Write(parts, first, samples, to);
    }

    private void UpdateHead(byte** rows, int offsetInSegment, bool isFirstOfRun, int first, int samples)
    {
        byte* head = _head!.Pointer + ((long)first * sizeof(float));
        if (offsetInSegment == 1 || isFirstOfRun)
        {
            byte** taps = (byte**)From(rows, offsetInSegment, first);
            UnweightedTaps<TSimd, TVector>.Run<SingleLanes<TSimd, TVector>>(taps, offsetInSegment, head, samples);
        }
        else
        {
            byte* row = rows[offsetInSegment - 1] + ((long)first * sizeof(float));
            SlidingSums<TSimd, TVector>.Add<SingleLanes<TSimd, TVector>>(head, row, head, samples);
        }
    }

    private float* Suffix(int row, int first) => (float*)(_suffixes!.Pointer + (row * RingRowBytes)) + first;

    private float** From(byte** rows, int count, int first)
    {
        float** taps = (float**)_pointers.Pointer;
        for (int y = 0; y < count; y++)
            taps[y] = (float*)rows[y] + first;
        return taps;
    }

    private void IngestPadded(byte* ringRow) =>
        _windows.Run<TSimd, TVector, SingleLanes<TSimd, TVector>>(_widened.Pointer, ringRow, Samples);
}
