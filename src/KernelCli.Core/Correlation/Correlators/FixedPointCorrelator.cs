using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>Bytes under a separable smoothing kernel with real weights, in 8.8 fixed point; the ring holds horizontal sums.</summary>
internal sealed unsafe class FixedPointCorrelator<TSimd, TVector> : ByteCorrelator<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Bytes times 128: a pair adds up to at most 65280, and times its weight over 65536 to 8.8 fixed point.
    private const int WidenedBits = 7;

    // Of sums in 8.8 fixed point.
    private const int SumBits = 8;

    private readonly NarrowStore<TSimd, TVector, UnsignedShift<TSimd, TVector>> _store = new(new(addend: 0, SumBits));
    private readonly FixedPointArithmetic _arithmetic;
    private readonly AlignedBuffer _last = new(AlignedBuffer.Block);
    private readonly TapTable _horizontal;
    private readonly TapTable _vertical;

    public FixedPointCorrelator(RowRange range, FixedPointArithmetic arithmetic)
        : base(range, new NarrowFinish<TSimd, TVector, UnsignedShift<TSimd, TVector>>(new(addend: 0, SumBits)), isHorizontal: true, bits: WidenedBits)
    {
        _arithmetic = arithmetic;
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        int[] offsets = Extension.TapOffsets;
        _horizontal = new TapTable(Flatten(arithmetic.Row, tap => (0, offsets[tap])), 2);
        _vertical = new TapTable(Flatten(arithmetic.Column, tap => (tap, 0)), 2);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _last.Length;

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        // Whole blocks go where they belong; the rest goes through a block of its own.
        int whole = samples - (samples % FixedPointSums.Block<TSimd, TVector>()), rest = samples - whole;
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            Run(rows, first, to, whole);
            if (rest == 0)
                continue;
            Run(rows, first + whole, _last.Pointer, rest);
            Buffer.MemoryCopy(_last.Pointer, to + whole, rest, rest);
        }
    }

    private void Run(byte** rows, int first, byte* to, int count)
    {
        fixed (ushort* weights = _arithmetic.Column.Weights)
            FixedPointSums.RunAverages<TSimd, TVector, NarrowStore<TSimd, TVector, UnsignedShift<TSimd, TVector>>>(
                weights, _arithmetic.Column.Pairs.Length, (short**)_vertical.Resolve(rows, first), _arithmetic.VerticalStart, _store, to, count);
    }

    private static (int, int)[] Flatten(FixedPointLine line, Func<int, (int, int)> place) =>
        [.. line.Pairs.SelectMany(pair => new[] { place(pair.First), place(pair.Second) })];

    protected override void TakePiece(byte* extended, int samples, byte* ringRow, int first)
    {
        short* widened = Widen(extended, samples);
        FixedPointLine line = _arithmetic.Row;
        fixed (ushort* weights = line.Weights)
            FixedPointSums.RunSums<TSimd, TVector>(
                weights, line.Pairs.Length, (short**)_horizontal.Resolve((byte**)&widened, 0), _arithmetic.HorizontalStart, (short*)ringRow + first, samples);
    }
}
