using KernelCli.Correlation.Sums;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// How rows enter where sums are float32: widened and extended, and passed by the row of weights where the kernel is separable.
/// The ring holds float32 rows.
/// </summary>
internal abstract unsafe class FloatLineCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly AlignedBuffer? _widened;
    private readonly FloatStage<TSimd, TVector>? _horizontal;

    protected FloatLineCorrelator(RowRange range, Kernel kernel)
    {
        (_rows, Samples) = (new FloatRows<TSimd, TVector>(range), range.Samples);
        if (kernel.Traits.Factors is { } factors)
        {
            _widened = new AlignedBuffer(_rows.RowBytes);
            _horizontal = FloatStage<TSimd, TVector>.OfLine(factors.Row, i => (0, _rows.TapOffsets[i]));
            RingRowBytes = SumBytes;
        }
        else
        {
            RingRowBytes = _rows.RowBytes;
        }
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => _rows.ScratchBytes + (_widened?.Length ?? 0);

    /// <summary>Samples of an output row.</summary>
    protected int Samples { get; }

    /// <summary>Bytes of a row of sums.</summary>
    protected long SumBytes => AlignedBuffer.RoundUp((long)Samples * 4);

    /// <summary>Where the taps of a kernel row lie in a ring row that no row of weights has passed.</summary>
    protected int[] TapOffsets => _rows.TapOffsets;

    public override void Enter(byte* source, byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Extend(source, (float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, Samples);
    }

    public override void EnterConstant(byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Fill((float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, Samples);
    }
}
