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
    private readonly AlignedBuffer _sums;
    private readonly TapTable _horizontal;
    private readonly TapTable _vertical;

    public FixedPointCorrelator(RowRange range, FixedPointArithmetic arithmetic)
        : base(range, new NarrowFinish<TSimd, TVector, UnsignedShift<TSimd, TVector>>(new(addend: 0, SumBits)), isHorizontal: true, bits: WidenedBits)
    {
        _arithmetic = arithmetic;
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        _sums = new AlignedBuffer(RingRowBytes);
        int[] offsets = Extension.TapOffsets;
        _horizontal = new TapTable(Flatten(arithmetic.Row, tap => (0, offsets[tap])), 2);
        _vertical = new TapTable(Flatten(arithmetic.Column, tap => (tap, 0)), 2);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length;

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        // Whole blocks become bytes at once; the rest goes through a buffer.
        int whole = samples - (samples % FixedPointSums.Block<TSimd, TVector>());
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            Run(rows, first, _store, to, whole);
            if (whole == samples)
                continue;
            Run(rows, first + whole, default(Int16Store<TSimd, TVector>), _sums.Pointer, samples - whole);
            Finish.Run(_sums.Pointer, to + whole, samples - whole);
        }
    }

    private void Run<TStore>(byte** rows, int first, TStore store, byte* to, int count)
        where TStore : struct, ISumStore<TVector>
    {
        fixed (ushort* weights = _arithmetic.Column.Weights)
            FixedPointSums.RunAverages<TSimd, TVector, TStore>(
                weights, _arithmetic.Column.Pairs.Length, (short**)_vertical.Resolve(rows, first), _arithmetic.VerticalStart, store, to, count);
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
