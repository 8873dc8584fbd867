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

    private readonly FixedPointArithmetic _arithmetic;
    private readonly AlignedBuffer _sums;
    private readonly TapTable _horizontal;
    private readonly TapTable _vertical;

    public FixedPointCorrelator(RowRange range, FixedPointArithmetic arithmetic)
        : base(range, new NarrowFinish<TSimd, TVector, UnsignedShift<TSimd, TVector>>(new(addend: 0, bits: 8)), isHorizontal: true, bits: WidenedBits)
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
        FixedPointLine line = _arithmetic.Column;
        fixed (ushort* weights = line.Weights)
            for (int r = 0; r < count; r++, rows++, to += pitch)
            {
                FixedPointSums.RunAverages<TSimd, TVector>(
                    weights, line.Pairs.Length, (short**)_vertical.Resolve(rows, first), _arithmetic.VerticalStart, (short*)_sums.Pointer, samples);
                Finish.Run(_sums.Pointer, to, samples);
            }
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
