using KernelCli.Correlation.Finishing;
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
    // Samples of a whole number of blocks and of pixels of up to four channels.
    private const int OwnPiece = 384;

    private readonly FloatRows<TSimd, TVector> _rows;
    private readonly AlignedBuffer? _widened;
    private readonly FloatStage<TSimd, TVector>? _horizontal;

    // The sums that read the source row itself.
    private readonly OwnRun _own;

    protected FloatLineCorrelator(RowRange range, SeparableFactors? factors, RowFinish finish)
        : base(range, finish)
    {
        _rows = new FloatRows<TSimd, TVector>(range);
        if (factors is not null)
        {
            _widened = new AlignedBuffer(_rows.RowBytes);
            _horizontal = FloatStage<TSimd, TVector>.OfLine(factors.Row, i => (0, _rows.TapOffsets[i]));
            RingRowBytes = SumBytes;
            _own = _rows.OwnPieces(OwnPiece, _rows.TapOffsets[^1], Samples);
        }
        else
        {
            RingRowBytes = _rows.RowBytes;
        }
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => _rows.ScratchBytes + (_widened?.Length ?? 0);

    /// <summary>Bytes of a row of sums.</summary>
    protected long SumBytes => AlignedBuffer.RoundUp((long)Samples * 4);

    /// <summary>Where the taps of a kernel row lie in a ring row that no row of weights has passed.</summary>
    protected int[] TapOffsets => _rows.TapOffsets;

    public override void Enter(byte* source, byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        if (_horizontal is null || _own.From == _own.To)
        {
            _rows.Extend(source, (float*)widened);
            _horizontal?.Run(&widened, 0, (float*)ringRow, Samples);
            return;
        }
        _rows.Extend(source, (float*)widened, _own);
        byte* origin = _rows.Origin(source);
        _horizontal.Run(&widened, 0, (float*)ringRow, _own.From);
        _horizontal.Run(&origin, _own.From, (float*)ringRow + _own.From, _own.To - _own.From);
        _horizontal.Run(&widened, _own.To, (float*)ringRow + _own.To, Samples - _own.To);
    }

    public override void EnterConstant(byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Fill((float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, Samples);
    }
}
