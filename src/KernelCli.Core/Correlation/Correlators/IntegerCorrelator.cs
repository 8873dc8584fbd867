using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Bytes under whole-number weights. The ring holds 16-bit rows: samples, or for separable kernels the sums of the
/// horizontal pass. Sums have 16 or 32 bits, whichever the plan proved to be enough.
/// </summary>
internal sealed unsafe class IntegerCorrelator<TSimd, TVector> : ByteCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _centre;
    private readonly AlignedBuffer? _widened;
    private readonly AlignedBuffer _sums;
    private readonly IntegerStage? _horizontal;
    private readonly IntegerStage _vertical;
    private readonly RowFinish _finish;

    public IntegerCorrelator(RowRange range, IntegerArithmetic arithmetic, RowFinish finish)
        : base(range)
    {
        (_finish, _centre) = (finish, arithmetic.Centre);
        IntegerWeights weights = arithmetic.Weights;
        int extendedSamples = Extension.Pixels * range.Channels;
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 4));

        // Centred samples p - c leave sum(w) * c missing; every sum starts with it.
        double missing = _centre * (weights.PositiveSum + weights.NegativeSum);
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
        _widened = new AlignedBuffer(AlignedBuffer.RoundUp((long)extendedSamples * 2));
        RingRowBytes = AlignedBuffer.RoundUp((long)Samples * 2);
        _horizontal = IntegerStage.InClasses<TSimd, TVector>(Array.ConvertAll(offsets, o => (0, o)), weights.Row!, 0);
        var rows = new (int, int)[weights.Height];
        for (int y = 0; y < rows.Length; y++)
            rows[y] = (y, 0);
        _vertical = Stage(arithmetic.Is32Bit, rows, weights.Column, missing);
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _sums.Length + (_widened?.Length ?? 0);

    public override void Leave(byte** rows, long position, byte* to)
    {
        for (int first = 0; first < Samples; first += Piece)
        {
            int count = Math.Min(Piece, Samples - first);
            _vertical.Run(rows, first, _sums.Pointer, count);
            _finish.Run(_sums.Pointer, to + ((long)first * _finish.SampleBytes), count);
        }
    }

    private static IntegerStage Stage(bool is32Bit, (int Row, int Sample)[] taps, long[] weights, double start) => is32Bit
        ? IntegerStage.InPairs<TSimd, TVector>(taps, weights, (long)start)
        : IntegerStage.InClasses<TSimd, TVector>(taps, weights, (long)start);

    protected override void Take(byte* extended, byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        Conversions.BytesTo16<TSimd, TVector>(extended, (short*)widened, (int)Extension.Bytes, 0, _centre);
        if (_horizontal is not null)
            _horizontal.Run(&widened, 0, ringRow, Samples);
    }
}
