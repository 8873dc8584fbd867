using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// The length of a gradient of bytes: two small whole-number kernels over the same ring of 16-bit samples, and the root of their square sum.
/// </summary>
internal sealed unsafe class GradientCorrelator<TSimd, TVector> : ByteCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _y;
    private readonly AlignedBuffer? _roots;
    private readonly IntegerStage _stageX;
    private readonly IntegerStage _stageY;
    private readonly RowFinish _finish;

    /// <param name="range">Columns.</param>
    /// <param name="x">Weights of the first kernel; its sums fit 16 bits.</param>
    /// <param name="y">Weights of the second, of the same size.</param>
    /// <param name="scaling">From length to value.</param>
    /// <param name="result">Type of the samples.</param>
    public GradientCorrelator(RowRange range, IntegerWeights x, IntegerWeights y, Scaling scaling, SampleType result)
        : base(range)
    {
        RingRowBytes = AlignedBuffer.RoundUp(Extension.Bytes * 2);
        _x = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 2));
        _y = new AlignedBuffer(_x.Length);
        (_stageX, _stageY) = (CreateStage(x), CreateStage(y));
        if (result is SampleType.UInt8 && scaling is { IsExact: true, Multiplier: 1, Divisor: 1, Addend: 0 })
            _finish = new MagnitudeFinish<TSimd, TVector>(_y);
        else
        {
            _roots = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 8));
            _finish = new ExactFinish(SumType.Double, result, scaling);
        }
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _x.Length + _y.Length + (_roots?.Length ?? 0);

    public override void Leave(byte** rows, long position, byte* to)
    {
        for (int first = 0; first < Samples; first += Piece)
        {
            int count = Math.Min(Piece, Samples - first);
            _stageX.Run(rows, first, _x.Pointer, count);
            _stageY.Run(rows, first, _y.Pointer, count);
            if (_roots is not null)
                Magnitudes.RunDouble((short*)_x.Pointer, (short*)_y.Pointer, (double*)_roots.Pointer, count);
            _finish.Run(_roots is null ? _x.Pointer : _roots.Pointer, to + ((long)first * _finish.SampleBytes), count);
        }
    }

    private IntegerStage CreateStage(IntegerWeights weights)
    {
        IntegerWeights dense = weights.ToDense();
        var taps = new (int, int)[dense.Width * dense.Height];
        for (int i = 0; i < taps.Length; i++)
            taps[i] = (i / dense.Width, Extension.TapOffsets[i % dense.Width]);
        return IntegerStage.InClasses<TSimd, TVector>(taps, dense.Dense!, 0);
    }

    protected override void Take(byte* extended, byte* ringRow) =>
        Conversions.BytesTo16<TSimd, TVector>(extended, (short*)ringRow, (int)Extension.Bytes, 0, 0);
}
