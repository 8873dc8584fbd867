using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Bytes under a box: the ring holds window sums along the row, and the sums down the columns slide from one output row to
/// the next, one row added and one taken off. Whole numbers, so it does not matter where the sliding began.
/// </summary>
internal sealed unsafe class BoxCorrelator<TSimd, TVector> : ByteCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Narrow windows are cheaper tap by tap.
    private const int WidestTapByTap = 12;

    private readonly int _channels;
    private readonly int _width;
    private readonly int _height;
    private readonly bool _is32Bit;
    private readonly AlignedBuffer _widened;
    private readonly AlignedBuffer _sums;
    private readonly IntegerStage? _horizontal;
    private readonly RowFinish _finish;
    private long _lastPosition = long.MinValue;

    public BoxCorrelator(RowRange range, int width, int height, bool is32Bit, RowFinish finish)
        : base(range)
    {
        (_channels, _finish) = (range.Channels, finish);
        (_width, _height, _is32Bit) = (width, height, is32Bit);
        _widened = new AlignedBuffer(AlignedBuffer.RoundUp(Extension.Bytes * 2));
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * (is32Bit ? 4 : 2)));
        if (width <= WidestTapByTap)
        {
            long[] ones = new long[width];
            var taps = new (int, int)[width];
            for (int i = 0; i < width; i++)
                (ones[i], taps[i]) = (1, (0, Extension.TapOffsets[i]));
            _horizontal = IntegerStage.InClasses<TSimd, TVector>(taps, ones, 0);
        }
    }

    public override long RingRowBytes { get; }

    public override int Kept => 1;

    public override long ScratchBytes => base.ScratchBytes + _widened.Length + _sums.Length;

    public override void Leave(byte** rows, long position, byte* to)
    {
        if (position != _lastPosition + 1)
        {
            _sums.Span.Clear();
            for (int y = 0; y < _height; y++)
                Slide(rows[y], null);
        }
        else
            Slide(rows[_height - 1], rows[-1]);
        _lastPosition = position;
        _finish.Run(_sums.Pointer, to, Samples);
    }

    private void Slide(byte* entering, byte* leaving)
    {
        // Nothing leaves while the first sums are added up: the widened row is free then, and serves as a row of zeros.
        if (leaving is null)
        {
            leaving = _widened.Pointer;
            _widened.Span.Clear();
        }
        if (_is32Bit)
            BoxSums.Slide32<TSimd, TVector>((int*)_sums.Pointer, (ushort*)entering, (ushort*)leaving, Samples);
        else
            BoxSums.Slide16<TSimd, TVector>((short*)_sums.Pointer, (short*)entering, (short*)leaving, Samples);
    }

    protected override void Take(byte* extended, byte* ringRow)
    {
        byte* widened = _widened.Pointer;
        int length = (int)Extension.Bytes;
        Conversions.BytesTo16<TSimd, TVector>(extended, (short*)widened, length, 0, 0);
        if (_horizontal is not null)
            _horizontal.Run(&widened, 0, ringRow, Samples);
        else
            WindowSums.Run16<TSimd, TVector>((short*)widened, length, _width, _channels, (short*)ringRow, Samples);
    }
}
