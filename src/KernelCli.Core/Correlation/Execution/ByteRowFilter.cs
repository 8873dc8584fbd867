using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Output;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// What the filters of bytes share: rows are padded with their margins and widened to 16 bits. Where a horizontal pass follows, both
/// are done a tile at a time, which stays in the first-level cache; else the widened row is what the ring holds.
/// </summary>
internal abstract unsafe class ByteRowFilter<TSimd, TVector> : CorrelationRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Samples of a tile: whole blocks, and whole pixels of up to four channels.
    private const int WidenedTile = 768;

    private readonly int _bits;
    private readonly int _centre;
    private readonly bool _readsBytes;
    private readonly AlignedBuffer _padded;
    private readonly AlignedBuffer? _widened;
    private readonly int _tile;
    private readonly int _reach;
    private readonly InteriorSpan _interior;

    /// <summary>A filter whose conversion is that of the plan.</summary>
    protected ByteRowFilter(Strip strip, AlgorithmPlan plan, int bits = 0)
        : this(strip, plan, OutputConverter.Create<TSimd, TVector>(plan.Output, strip.StoreMode), bits)
    {
    }

    /// <param name="strip">Columns.</param>
    /// <param name="plan">What was selected; where it has a horizontal loop, <see cref="IngestTile"/> follows.</param>
    /// <param name="output">From accumulators to samples.</param>
    /// <param name="bits">Samples are shifted left by so much.</param>
    protected ByteRowFilter(Strip strip, AlgorithmPlan plan, OutputConverter output, int bits = 0)
        : base(strip, plan, output)
    {
        bool isHorizontal = plan.X.Horizontal is not null;
        (Padder, _bits, _centre, _readsBytes) = (strip.CreatePadder(), bits, plan.Centre, plan.Load is LoopId.ReadBytes);
        _padded = new AlignedBuffer(AlignedBuffer.RoundUp(Padder.Bytes));

        // With a stride taps do not lie side by side, and the row is one tile.
        (_tile, _reach) = strip.Axis.Stride == 1 && isHorizontal
            ? (WidenedTile, Padder.TapOffsets[^1])
            : (Samples, (int)Padder.Bytes - Samples);
        if (isHorizontal)
            _widened = new AlignedBuffer(AlignedBuffer.RoundUp((Math.Min(_tile, Samples) + (long)_reach) * 2));
        _interior = Padder.InteriorTiles(WidenedTile, isHorizontal ? _reach : 0, isHorizontal ? Samples : (int)Padder.Bytes);
    }

    /// <inheritdoc/>
    public override long ScratchBytes => _padded.Length + (_widened?.Length ?? 0);

    /// <summary>Pads rows.</summary>
    protected RowPadder Padder { get; }

    /// <inheritdoc/>
    public sealed override void Ingest(byte* source, byte* ringRow)
    {
        Padder.Pad(source, _padded.Pointer, _interior);
        IngestRange(_padded.Pointer, 0, _interior.From, ringRow);
        IngestRange(Padder.VirtualStart(source), _interior.From, _interior.To, ringRow);
        IngestRange(_padded.Pointer, _interior.To, _widened is null ? (int)Padder.Bytes : Samples, ringRow);
    }

    /// <inheritdoc/>
    public sealed override void IngestConstant(byte* ringRow)
    {
        Padder.Fill(_padded.Pointer);
        IngestRange(_padded.Pointer, 0, _widened is null ? (int)Padder.Bytes : Samples, ringRow);
    }

    /// <summary>The horizontal pass over a tile.</summary>
    /// <param name="padded">The samples under the tile's first sum.</param>
    /// <param name="samples">Sums wanted.</param>
    /// <param name="ringRow">The ring row.</param>
    /// <param name="first">The first sum of the row.</param>
    protected abstract void IngestTile(byte* padded, int samples, byte* ringRow, int first);

    /// <summary>The samples of a tile in 16 bits, ready for a pass.</summary>
    protected short* Widen(byte* padded, int samples)
    {
        short* widened = (short*)_widened!.Pointer;
        WidenRows<TSimd, TVector>.BytesTo16(padded, widened, samples + _reach, _bits, _centre);
        return widened;
    }

    /// <summary>Runs a horizontal pass over a tile.</summary>
    protected void Run(IntegerPass pass, byte* padded, int samples, short* to)
    {
        byte* row = _readsBytes ? padded : (byte*)Widen(padded, samples);
        pass.Run(&row, 0, to, samples);
    }

    private void IngestRange(byte* padded, int from, int end, byte* ringRow)
    {
        if (_widened is null)
        {
            WidenRows<TSimd, TVector>.BytesTo16(padded + from, (short*)ringRow + from, end - from, _bits, _centre);
            return;
        }
        for (int first = from; first < end; first += _tile)
            IngestTile(padded + first, Math.Min(_tile, end - first), ringRow, first);
    }
}
