using KernelCli.Correlation.Output;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// The gradient magnitude of bytes: two integer kernels over the same ring of 16-bit rows, and the square root of the sum
/// of squares. Where both kernels are separable the ring holds the horizontal sums of both, else the samples.
/// </summary>
internal sealed unsafe class GradientRowFilter<TSimd, TVector> : ByteRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _y;
    private readonly AlignedBuffer? _roots;
    private readonly IntegerPass? _horizontalX;
    private readonly IntegerPass? _horizontalY;
    private readonly IntegerPass _verticalX;
    private readonly IntegerPass _verticalY;

    // The byte in a ring row at which the second kernel's sums begin.
    private readonly long _second;

    public GradientRowFilter(Strip strip, AlgorithmPlan plan)
        : this(strip, plan, new AlignedBuffer(AlignedBuffer.RoundUp((long)strip.Samples * sizeof(short))))
    {
    }

    private GradientRowFilter(Strip strip, AlgorithmPlan plan, AlignedBuffer sumsOfY)
        : base(strip, plan, plan.Output.Loop is LoopId.Magnitude
            ? new MagnitudeConverter<TSimd, TVector>(sumsOfY)
            : OutputConverter.Create<TSimd, TVector>(plan.Output, strip.StoreMode))
    {
        (_x, _y) = (new AlignedBuffer(sumsOfY.Length), sumsOfY);
        if (plan.Output.Loop is not LoopId.Magnitude)
            _roots = new AlignedBuffer(AlignedBuffer.RoundUp((long)Samples * sizeof(double)));
        (IntegerWeights x, IntegerWeights y, KernelLoops loopsOfX, KernelLoops loopsOfY) = (plan.IntegerX!, plan.IntegerY!, plan.X,
            plan.Y!.Value);
        int[] offsets = Padder.TapOffsets;
        if (loopsOfX.Horizontal is { } horizontalX && loopsOfY.Horizontal is { } horizontalY)
        {
            _second = AlignedBuffer.RoundUp((long)Samples * sizeof(short));
            RingRowBytes = 2 * _second;
            _horizontalX = IntegerPass.CreateHorizontal<TSimd, TVector>(horizontalX, offsets, x.Row!);
            _horizontalY = IntegerPass.CreateHorizontal<TSimd, TVector>(horizontalY, offsets, y.Row!);
            _verticalX = IntegerPass.Create<TSimd, TVector>(loopsOfX.Vertical, IntegerPass.ColumnTaps(x.Height), x.Column!);
            _verticalY = IntegerPass.Create<TSimd, TVector>(loopsOfY.Vertical, IntegerPass.ColumnTaps(y.Height), y.Column!);
        }
        else
        {
            RingRowBytes = AlignedBuffer.RoundUp(Padder.Bytes * sizeof(short));
            _verticalX = IntegerPass.Create<TSimd, TVector>(loopsOfX.Vertical, IntegerPass.DenseTaps(x.Height, offsets), x.ToDense()
                .Dense!);
            _verticalY = IntegerPass.Create<TSimd, TVector>(loopsOfY.Vertical, IntegerPass.DenseTaps(y.Height, offsets), y.ToDense()
                .Dense!);
        }
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _x.Length + _y.Length + (_roots?.Length ?? 0);

    protected override void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count)
    {
        int second = (int)(_second / 2);
        for (int r = 0; r < count; r++, rows++, to += pitch)
        {
            _verticalX.Run(rows, first, _x.Pointer, samples);
            _verticalY.Run(rows, first + second, _y.Pointer, samples);
            if (_roots is not null)
                Magnitudes.RunDouble((short*)_x.Pointer, (short*)_y.Pointer, (double*)_roots.Pointer, samples);
            Output.Run(_roots is null ? _x.Pointer : _roots.Pointer, to, samples);
        }
    }

    protected override void IngestTile(byte* padded, int samples, byte* ringRow, int first)
    {
        Run(_horizontalX!, padded, samples, (short*)ringRow + first);
        Run(_horizontalY!, padded, samples, (short*)(ringRow + _second) + first);
    }
}
