using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Filters bytes with integer weights. The ring holds 16-bit rows: samples, or for separable kernels the sums of the
/// horizontal pass. Sums have 16 or 32 bits, whichever the plan has proved to be enough.
/// </summary>
internal sealed unsafe class IntegerRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly AlignedBuffer _sums;
    private readonly IntegerPass? _horizontal;
    private readonly IntegerPass _vertical;
    private readonly bool _isFused;

    public IntegerRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        IntegerWeights weights = plan.IntegerX!;
        int[] offsets = Padder.TapOffsets;
        (_sums, _isFused) = (new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * sizeof(int))), plan.IsFused);
        (int, int)[] taps = weights.Column is null
            ? IntegerPass.DenseTaps(weights.Height, offsets)
            : IntegerPass.ColumnTaps(weights.Height);
        long[] vertical = weights.Column ?? weights.Dense!;
        RingRowBytes = AlignedBuffer.RoundUp((weights.Column is null ? (long)Padder.Pixels * strip.Channels : Samples) * sizeof(short));
        if (plan.HasWideWeights)
        {
            (taps, vertical) = InHalves(taps, vertical, (int)(RingRowBytes / sizeof(short)));
            SecondRow = RingRowBytes;
            RingRowBytes *= 2;
        }
        if (plan.X.Horizontal is { } horizontal)
            _horizontal = IntegerPass.CreateHorizontal<TSimd, TVector>(horizontal, offsets, weights.Row!);

        // Sums of centred samples p - c are too small by sum(w) * c, so every sum starts with it.
        long centreCorrection = (long)(plan.Centre * (weights.PositiveSum + weights.NegativeSum));
        _vertical = plan switch
        {
            { IsFused: true } => SmallTapPass.CreateFused<TSimd, TVector>(plan.X.Vertical, taps, vertical, plan.Output),
            { X.Vertical: LoopId.AdjacentPairs } =>
                IntegerPass.CreateAdjacent<TSimd, TVector>(vertical, weights.Width, offsets[0], centreCorrection),
            _ => IntegerPass.Create<TSimd, TVector>(plan.X.Vertical, taps, vertical, centreCorrection),
        };
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length;

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            if (_isFused)
            {
                _vertical.Run(rows, first, to, samples);
                continue;
            }
            _vertical.Run(rows, first, _sums.Pointer, samples);
            Output.Run(_sums.Pointer, to, samples);
        }
    }

    // The lower halves of all weights, then the upper halves, which read the samples times 128.
    private static ((int, int)[] Taps, long[] Weights) InHalves((int Row, int Sample)[] taps, long[] weights, int second) =>
        ([.. taps, .. Array.ConvertAll(taps, tap => (tap.Row, tap.Sample + second))],
        [.. Array.ConvertAll(weights, weight => weight & ((1 << IntegerBounds.LowBits) - 1)),
            .. Array.ConvertAll(weights, weight => weight >> IntegerBounds.LowBits)]);

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first) =>
        Run(_horizontal!, padded, samples, (short*)ringRow + first);
}
