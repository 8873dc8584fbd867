using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>The length of a gradient in float32: two kernels over the same ring, and the root of their square sum.</summary>
internal sealed unsafe class FloatGradientCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly int _samples;
    private readonly AlignedBuffer _x;
    private readonly AlignedBuffer _y;
    private readonly FloatStage<TSimd, TVector> _stageX;
    private readonly FloatStage<TSimd, TVector> _stageY;
    private readonly RowFinish _finish;

    public FloatGradientCorrelator(RowRange range, Kernel x, Kernel y, RowFinish finish)
    {
        (_rows, _samples, _finish) = (new FloatRows<TSimd, TVector>(range), range.Samples, finish);
        _x = new AlignedBuffer(AlignedBuffer.RoundUp((long)_samples * 4));
        _y = new AlignedBuffer(_x.Length);
        _stageX = FloatStage<TSimd, TVector>.OfKernel(x, _rows.TapOffsets);
        _stageY = FloatStage<TSimd, TVector>.OfKernel(y, _rows.TapOffsets);
    }

    public override long RingRowBytes => _rows.RowBytes;

    public override long ScratchBytes => _rows.ScratchBytes + _x.Length + _y.Length;

    public override void Enter(byte* source, byte* ringRow) => _rows.Extend(source, (float*)ringRow);

    public override void EnterConstant(byte* ringRow) => _rows.Fill((float*)ringRow);

    public override void Leave(byte** rows, long position, byte* to)
    {
        for (int first = 0; first < _samples; first += Piece)
        {
            int count = Math.Min(Piece, _samples - first);
            _stageX.Run(rows, first, (float*)_x.Pointer, count);
            _stageY.Run(rows, first, (float*)_y.Pointer, count);
            Magnitudes.RunS<TSimd, TVector>((float*)_x.Pointer, (float*)_y.Pointer, count);
            _finish.Run(_x.Pointer, to + ((long)first * _finish.SampleBytes), count);
        }
    }
}
