using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Bytes under whole-number weights. The ring holds 16-bit rows: samples, or for separable kernels the sums of the
/// horizontal pass. Sums have 16 or 32 bits, whichever the plan proved to be enough.
/// </summary>
internal sealed unsafe class IntegerCorrelator<TSimd, TVector> : ByteCorrelator<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly AlignedBuffer _sums;
    private readonly BytePass? _horizontal;
    private readonly IntegerStage _vertical;

    // The same and the finish in one loop, where there is one.
    private readonly IntegerStage? _fused;

    public IntegerCorrelator(RowRange range, IntegerArithmetic arithmetic, RowFinish finish)
        : base(range, finish, isHorizontal: arithmetic.Weights.Column is not null, centre: arithmetic.Centre)
    {
        IntegerWeights weights = arithmetic.Weights;
        int extendedSamples = Extension.Pixels * range.Channels;
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 4));

        // Centred samples p - c leave sum(w) * c missing; every sum starts with it.
        double missing = arithmetic.Centre * (weights.PositiveSum + weights.NegativeSum);
        int[] offsets = Extension.TapOffsets;
        if (weights.Column is null)
        {
            var taps = new (int, int)[weights.Width * weights.Height];
            for (int i = 0; i < taps.Length; i++)
                taps[i] = (i / weights.Width, offsets[i % weights.Width]);
            RingRowBytes = AlignedBuffer.RoundUp((long)extendedSamples * 2);
            _vertical = arithmetic.Is32Bit && range.IsContiguous
                ? IntegerStage.InRowPairs<TSimd, TVector>(weights.Dense!, weights.Width, offsets[0], (long)missing)
                : Stage(arithmetic.Is32Bit, taps, weights.Dense!, missing);
            return;
        }
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        _horizontal = BytePass.Create<TSimd, TVector>(offsets, weights.Row!, arithmetic.Centre == 0);
        var rows = new (int, int)[weights.Height];
        for (int y = 0; y < rows.Length; y++)
            rows[y] = (y, 0);
        if (!arithmetic.Is32Bit)
            _fused = finish.Fuse(rows, weights.Column);
        _vertical = Stage(arithmetic.Is32Bit, rows, weights.Column, missing);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length;

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            if (_fused is not null)
            {
                _fused.Run(rows, first, to, samples);
                continue;
            }
            _vertical.Run(rows, first, _sums.Pointer, samples);
            Finish.Run(_sums.Pointer, to, samples);
        }
    }

    private static IntegerStage Stage(bool is32Bit, (int Row, int Sample)[] taps, long[] weights, double start) => is32Bit
        ? IntegerStage.InPairs<TSimd, TVector>(taps, weights, (long)start)
        : IntegerStage.InClasses<TSimd, TVector>(taps, weights, (long)start);

    protected override void TakePiece(byte* extended, int samples, byte* ringRow, int first) =>
        Run(_horizontal!, extended, samples, (short*)ringRow + first);
}
