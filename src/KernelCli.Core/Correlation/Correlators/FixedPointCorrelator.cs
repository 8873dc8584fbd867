using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>Bytes under a separable smoothing kernel with real weights, in 8.8 fixed point; the ring holds horizontal sums.</summary>
internal sealed unsafe class FixedPointCorrelator<TSimd, TVector> : ByteCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FixedPointArithmetic _arithmetic;
    private readonly AlignedBuffer _widened;
    private readonly AlignedBuffer _sums;
    private readonly TapTable _horizontal;
    private readonly TapTable _vertical;
    private readonly ShiftFinish<TSimd, TVector> _finish = new(isUnsigned: true, addend: 0, bits: 8);

    public FixedPointCorrelator(RowRange range, FixedPointArithmetic arithmetic)
        : base(range)
    {
        _arithmetic = arithmetic;
        _widened = new AlignedBuffer(AlignedBuffer.RoundUp(Extension.Bytes * 2));
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        _sums = new AlignedBuffer(RingRowBytes);
        int[] offsets = Extension.TapOffsets;
        _horizontal = new TapTable(Flatten(arithmetic.Row, tap => (0, offsets[tap])), 2);
        _vertical = new TapTable(Flatten(arithmetic.Column, tap => (tap, 0)), 2);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _widened.Length + _sums.Length;

    public override void Leave(byte** rows, long position, byte* to)
    {
        FixedPointLine line = _arithmetic.Column;
        fixed (ushort* weights = line.Weights)
            for (int first = 0; first < Samples; first += Piece)
            {
                int count = Math.Min(Piece, Samples - first);
                FixedPointSums.RunAverages<TSimd, TVector>(
                    weights, line.Pairs.Length, (short**)_vertical.Resolve(rows, first), _arithmetic.VerticalStart, (short*)_sums.Pointer, count);
                _finish.Run(_sums.Pointer, to + first, count);
            }
    }

    private static (int, int)[] Flatten(FixedPointLine line, Func<int, (int, int)> place) =>
        [.. line.Pairs.SelectMany(pair => new[] { place(pair.First), place(pair.Second) })];

    protected override void Take(byte* extended, byte* ringRow)
    {
        // Bytes times 128: a pair adds up to at most 65280, and times its weight over 65536 to 8.8 fixed point.
        byte* widened = _widened.Pointer;
        Conversions.BytesTo16<TSimd, TVector>(extended, (short*)widened, (int)Extension.Bytes, 7, 0);
        FixedPointLine line = _arithmetic.Row;
        fixed (ushort* weights = line.Weights)
            FixedPointSums.RunSums<TSimd, TVector>(
                weights, line.Pairs.Length, (short**)_horizontal.Resolve(&widened, 0), _arithmetic.HorizontalStart, (short*)ringRow, Samples);
    }
}
