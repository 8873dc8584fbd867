using System.Diagnostics;
using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Sums of bytes over a window whose columns are runs of cells, such as a disk. From one output row to the next, a cell of each
/// column enters and one leaves. Integer sums do not depend on where the sliding began.
/// </summary>
internal sealed unsafe class ColumnSpanRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Of each column, the sample that it reads for the first sum, its first row, and its last.
    private readonly (int Sample, int Top, int Bottom)[] _columns;
    private readonly int _height;
    private readonly AlignedBuffer _sums;
    private readonly AlignedBuffer _addresses;
    private long _nextPosition = long.MinValue;

    public ColumnSpanRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        IntegerWeights weights = plan.IntegerX!;
        _height = weights.Height;
        _columns = [.. ColumnSpan.Of(weights)!.Select(span => (Padder.TapOffsets[span.Column], span.Top, span.Bottom))];
        RingRowBytes = AlignedBuffer.RoundUp(Padder.Bytes * sizeof(short));
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * sizeof(int)));
        _addresses = new AlignedBuffer(2L * _columns.Length * sizeof(nint));
    }

    public override long RingRowBytes { get; }

    public override int HistoryRows => 1;

    public override long ScratchBytes => base.ScratchBytes + _sums.Length + _addresses.Length;

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        int* sums = (int*)_sums.Pointer + first;
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            if (r == 0 && position != _nextPosition)
                SumFirstWindow((short**)rows, first, sums, samples);
            else
                Slide((short**)rows, first, sums, samples);
            Output.Run(sums, to, samples);
        }
        if (first + samples == Samples)
            _nextPosition = position + count;
    }

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first) =>
        throw new UnreachableException("there is no horizontal loop");

    private void SumFirstWindow(short** rows, int first, int* sums, int samples)
    {
        new Span<int>(sums, samples).Clear();
        short** entering = (short**)_addresses.Pointer;
        for (int y = 0; y < _height; y++)
        {
            int cells = 0;
            foreach ((int sample, int top, int bottom) in _columns)
                if (y >= top && y <= bottom)
                    entering[cells++] = rows[y] + sample + first;
            Slide(entering, null, cells, sums, samples);
        }
    }

    private void Slide(short** rows, int first, int* sums, int samples)
    {
        short** entering = (short**)_addresses.Pointer, leaving = entering + _columns.Length;
        for (int k = 0; k < _columns.Length; k++)
        {
            (int sample, int top, int bottom) = _columns[k];
            entering[k] = rows[bottom] + sample + first;
            leaving[k] = rows[top - 1] + sample + first;
        }
        Slide(entering, leaving, _columns.Length, sums, samples);
    }

    private static void Slide(short** entering, short** leaving, int cells, int* sums, int samples)
    {
        const int max = ColumnSpans<TSimd, TVector>.MaxCells;
        for (int from = 0; from < cells; from += max)
            ColumnSpans<TSimd, TVector>.Slide(
                entering + from, leaving == null ? null : leaving + from, Math.Min(max, cells - from), sums, samples);
    }
}
