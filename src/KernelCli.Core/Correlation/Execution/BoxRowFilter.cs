using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Box filter of bytes. The ring holds window sums along the row. The sums down the columns slide from one output row to
/// the next: one row is added and one subtracted. Integer sums do not depend on where the sliding began.
/// </summary>
internal sealed unsafe class BoxRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _height;
    private readonly bool _is32Bit;
    private readonly AlignedBuffer _zeros;
    private readonly AlignedBuffer _sums;
    private readonly WindowSums _windows;
    private long _nextPosition = long.MinValue;

    public BoxRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        (_height, _is32Bit) = (plan.Height, plan.X.Vertical is LoopId.SlidingSums32);
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * (_is32Bit ? 4 : 2)));
        _zeros = new AlignedBuffer(RingRowBytes);
        _windows = new WindowSums(plan.Width, strip.Channels, 2);
    }

    public override long RingRowBytes { get; }

    public override int HistoryRows => 1;

    public override long ScratchBytes => base.ScratchBytes + _zeros.Length + _sums.Length + _windows.ScratchBytes;

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            if (r == 0 && position != _nextPosition)
                SumFirstWindow(rows, first, samples);
            else
                Slide(rows[_height - 1], rows[-1], first, samples);
            Output.Run(SumsAt(first), to, samples);
        }
        if (first + samples == Samples)
            _nextPosition = position + count;
    }

    // While the first window is summed no row leaves it, so zeros are subtracted.
    private void SumFirstWindow(byte** rows, int first, int samples)
    {
        new Span<byte>(SumsAt(first), samples * (_is32Bit ? 4 : 2)).Clear();
        for (int y = 0; y < _height; y++)
            Slide(rows[y], _zeros.Pointer, first, samples);
    }

    private byte* SumsAt(int first) => _sums.Pointer + ((long)first * (_is32Bit ? 4 : 2));

    private void Slide(byte* entering, byte* leaving, int first, int samples)
    {
        if (_is32Bit)
            SlidingSums<TSimd, TVector>.Slide32((int*)SumsAt(first), (ushort*)entering + first, (ushort*)leaving + first, samples);
        else
            SlidingSums<TSimd, TVector>.Slide16((short*)SumsAt(first), (short*)entering + first, (short*)leaving + first, samples);
    }

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first) =>
        _windows.Run<TSimd, TVector, Int16Lanes<TSimd, TVector>>(
            (byte*)Widen(padded, samples), ringRow + ((long)first * sizeof(short)), samples);
}
