using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Samples of any type in float32: fused multiply-adds in the order of the taps, separable kernels in two passes with
/// symmetric taps folded. The ring holds float32 rows.
/// </summary>
internal sealed unsafe class FloatCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly int _samples;
    private readonly AlignedBuffer? _widened;
    private readonly AlignedBuffer _sums;
    private readonly FloatStage<TSimd, TVector>? _horizontal;
    private readonly FloatStage<TSimd, TVector> _vertical;
    private readonly RowFinish _finish;

    public FloatCorrelator(RowRange range, Kernel kernel, RowFinish finish)
    {
        (_rows, _samples, _finish) = (new FloatRows<TSimd, TVector>(range), range.Samples, finish);
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)_samples * 4));
        if (kernel.Traits.Factors is { } factors)
        {
            _widened = new AlignedBuffer(_rows.RowBytes);
            RingRowBytes = AlignedBuffer.RoundUp((long)_samples * 4);
            _horizontal = FloatStage<TSimd, TVector>.OfLine(factors.Row, i => (0, _rows.TapOffsets[i]));
            _vertical = FloatStage<TSimd, TVector>.OfLine(factors.Column, i => (i, 0));
        }
        else
        {
            RingRowBytes = _rows.RowBytes;
            _vertical = FloatStage<TSimd, TVector>.OfKernel(kernel, _rows.TapOffsets);
        }
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => _rows.ScratchBytes + _sums.Length + (_widened?.Length ?? 0);

    public override void Enter(byte* source, byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Extend(source, (float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, _samples);
    }

    public override void EnterConstant(byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Fill((float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, _samples);
    }

    public override void Leave(byte** rows, long position, byte* to)
    {
        for (int first = 0; first < _samples; first += Piece)
        {
            int count = Math.Min(Piece, _samples - first);
            _vertical.Run(rows, first, (float*)_sums.Pointer, count);
            _finish.Run(_sums.Pointer, to + ((long)first * _finish.SampleBytes), count);
        }
    }
}
