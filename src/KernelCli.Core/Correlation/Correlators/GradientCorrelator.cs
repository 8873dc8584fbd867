using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// The length of a gradient of bytes: two small whole-number kernels over the same ring of 16-bit rows, and the root of their square sum. Where both kernels
/// are separable the ring holds the horizontal sums of both, else the samples.
/// </summary>
internal sealed unsafe class GradientCorrelator<TSimd, TVector> : ByteCorrelator<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _y;
    private readonly AlignedBuffer? _roots;
    private readonly (BytePass X, BytePass Y)? _horizontal;
    private readonly IntegerStage _verticalX;
    private readonly IntegerStage _verticalY;

    // Where the second kernel's sums begin in a ring row.
    private readonly long _second;

    /// <param name="range">Columns.</param>
    /// <param name="x">Weights of the first kernel; its sums fit 16 bits.</param>
    /// <param name="y">Weights of the second, of the same size.</param>
    /// <param name="scaling">From length to value.</param>
    /// <param name="result">Type of the samples.</param>
    public GradientCorrelator(RowRange range, IntegerWeights x, IntegerWeights y, Scaling scaling, SampleType result)
        : this(range, x, y, new AlignedBuffer(AlignedBuffer.RoundUp((long)range.Samples * 2)), scaling, result)
    {
    }

    private GradientCorrelator(RowRange range, IntegerWeights x, IntegerWeights y, AlignedBuffer sumsOfY, Scaling scaling, SampleType result)
        : base(range, IsPlain(scaling, result) ? new MagnitudeFinish<TSimd, TVector>(sumsOfY) : new ExactFinish(SumType.Double, result, scaling), isHorizontal: x.Row is not null && y.Row is not null)
    {
        (_x, _y) = (new AlignedBuffer(sumsOfY.Length), sumsOfY);
        if (!IsPlain(scaling, result))
            _roots = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * 8));
        if (x.Row is not null && y.Row is not null)
        {
            _second = AlignedBuffer.RoundUp((long)Samples * 2);
            RingRowBytes = 2 * _second;
            _horizontal = (BytePass.Create<TSimd, TVector>(Extension.TapOffsets, x.Row), BytePass.Create<TSimd, TVector>(Extension.TapOffsets, y.Row));
            (_verticalX, _verticalY) = (ColumnStage(x.Column!), ColumnStage(y.Column!));
        }
        else
        {
            RingRowBytes = AlignedBuffer.RoundUp(Extension.Bytes * 2);
            (_verticalX, _verticalY) = (DenseStage(x), DenseStage(y));
        }
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _x.Length + _y.Length + (_roots?.Length ?? 0);

    protected override void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        int second = (int)(_second / 2);
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            _verticalX.Run(rows, first, _x.Pointer, samples);
            _verticalY.Run(rows, first + second, _y.Pointer, samples);
            if (_roots is not null)
                Magnitudes.RunDouble((short*)_x.Pointer, (short*)_y.Pointer, (double*)_roots.Pointer, samples);
            Finish.Run(_roots is null ? _x.Pointer : _roots.Pointer, to, samples);
        }
    }

    protected override void TakePiece(byte* extended, int samples, byte* ringRow, int first)
    {
        (BytePass x, BytePass y) = _horizontal!.Value;
        Run(x, extended, samples, (short*)ringRow + first);
        Run(y, extended, samples, (short*)(ringRow + _second) + first);
    }

    private static bool IsPlain(Scaling scaling, SampleType result) =>
        result is SampleType.UInt8 && scaling is { IsExact: true, Multiplier: 1, Divisor: 1, Addend: 0 };

    private static IntegerStage ColumnStage(long[] column)
    {
        var taps = new (int, int)[column.Length];
        for (int i = 0; i < taps.Length; i++)
            taps[i] = (i, 0);
        return (IntegerStage?)LineStage.TryCreate<TSimd, TVector, Int16Load<TSimd, TVector>, Int16Store<TSimd, TVector>>(taps, column, default)
            ?? IntegerStage.InClasses<TSimd, TVector>(taps, column, 0);
    }

    private IntegerStage DenseStage(IntegerWeights weights)
    {
        IntegerWeights dense = weights.ToDense();
        var taps = new (int, int)[dense.Width * dense.Height];
        for (int i = 0; i < taps.Length; i++)
            taps[i] = (i / dense.Width, Extension.TapOffsets[i % dense.Width]);
        return IntegerStage.InClasses<TSimd, TVector>(taps, dense.Dense!, 0);
    }
}
