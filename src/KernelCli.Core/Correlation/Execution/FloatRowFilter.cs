using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Base class of the filters with float32 sums. Rows are padded, converted to float32 and, where the plan has a horizontal
/// loop for it, summed with the kernel's row of weights. The ring holds float32 rows.
/// </summary>
internal abstract unsafe class FloatRowFilter<TSimd, TVector> : CorrelationRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Samples of a tile: a whole number of blocks, and of pixels of up to four channels.
    private const int InteriorTile = 384;

    private readonly FloatRowLoader<TSimd, TVector> _rows;
    private readonly AlignedBuffer? _widened;
    private readonly FloatTapPass<TSimd, TVector>? _horizontal;

    // The sums that can read the source row directly.
    private readonly InteriorSpan _interior;

    protected FloatRowFilter(Strip strip, AlgorithmPlan plan)
        : base(strip, plan)
    {
        _rows = new FloatRowLoader<TSimd, TVector>(strip);
        if (plan.X.Horizontal is LoopId.FloatTaps && plan.Weights.X.Traits.Factors is { } factors)
        {
            _widened = new AlignedBuffer(_rows.RowBytes);
            _horizontal = FloatTapPass<TSimd, TVector>.OfTaps(factors.Row, i => (0, _rows.TapOffsets[i]));
            RingRowBytes = SumBytes;
            _interior = _rows.InteriorTiles(InteriorTile, _rows.TapOffsets[^1], Samples);
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

    /// <summary>For each kernel column, the sample that it reads for the first output, in a ring row without horizontal sums.</summary>
    protected int[] TapOffsets => _rows.TapOffsets;

    public override void Ingest(byte* source, byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        if (_horizontal is null || _interior.From == _interior.To)
        {
            _rows.Pad(source, (float*)widened);
            _horizontal?.Run(&widened, 0, (float*)ringRow, Samples);
            return;
        }
        _rows.Pad(source, (float*)widened, _interior);
        byte* origin = _rows.VirtualStart(source);
        _horizontal.Run(&widened, 0, (float*)ringRow, _interior.From);
        _horizontal.Run(&origin, _interior.From, (float*)ringRow + _interior.From, _interior.To - _interior.From);
        _horizontal.Run(&widened, _interior.To, (float*)ringRow + _interior.To, Samples - _interior.To);
    }

    public override void IngestConstant(byte* ringRow)
    {
        byte* widened = _widened is null ? ringRow : _widened.Pointer;
        _rows.Fill((float*)widened);
        _horizontal?.Run(&widened, 0, (float*)ringRow, Samples);
    }
}
