using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>Filters bytes with a separable smoothing kernel of real weights in 8.8 fixed point; the ring holds horizontal sums.</summary>
internal sealed unsafe class FixedPointRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Bytes are multiplied by 128, so that a pair adds up to at most 65280. Times its weight / 65536, that is in 8.8 fixed point.
    private const int WidenedBits = 7;

    private readonly NarrowStore<TSimd, TVector, UnsignedShift<TSimd, TVector>> _store = new(new(addend: 0, FixedPointForm.FractionBits));
    private readonly FixedPointForm _form;
    private readonly AlignedBuffer _tail = new(AlignedBuffer.Block);
    private readonly TapTable _horizontal;
    private readonly TapTable _vertical;

    public FixedPointRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan, bits: WidenedBits)
    {
        _form = plan.FixedPoint!;
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        int[] offsets = Padder.TapOffsets;
        _horizontal = new TapTable(Flatten(_form.Row, tap => (0, offsets[tap])), 2);
        _vertical = new TapTable(Flatten(_form.Column, tap => (tap, 0)), 2);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _tail.Length;

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        // Full blocks are stored directly; the rest goes through a side buffer.
        int whole = samples - (samples % FixedPointTaps<TSimd, TVector>.Block()), rest = samples - whole;
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            Run(rows, first, to, whole);
            if (rest == 0)
                continue;
            Run(rows, first + whole, _tail.Pointer, rest);
            Buffer.MemoryCopy(_tail.Pointer, to + whole, rest, rest);
        }
    }

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first)
    {
        short* widened = Widen(padded, samples);
        Run<PairSum<TSimd, TVector>, Int16Store<TSimd, TVector>>(_form.Row, _horizontal.Resolve((byte**)&widened, 0),
            _form.HorizontalStart, default, ringRow + (first * sizeof(short)), samples);
    }

    private void Run(byte** rows, int first, byte* to, int count) =>
        Run<PairAverage<TSimd, TVector>, NarrowStore<TSimd, TVector, UnsignedShift<TSimd, TVector>>>(
            _form.Column, _vertical.Resolve(rows, first), _form.VerticalStart, _store, to, count);

    private static void Run<TPair, TStore>(FixedPointWeights form, byte** taps, int start, TStore store, byte* to, int count)
        where TPair : struct, ISamplePair<TVector>
        where TStore : struct, ISumStore<TVector>
    {
        fixed (ushort* weights = form.Weights)
            FixedPointTaps<TSimd, TVector>.Run<TPair, TStore>(weights, form.Pairs.Length, (short**)taps, start, store, to, count);
    }

    private static (int, int)[] Flatten(FixedPointWeights form, Func<int, (int, int)> place) =>
        [.. form.Pairs.SelectMany(pair => new[] { place(pair.First), place(pair.Second) })];
}
