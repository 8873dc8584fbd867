using KernelCli.Correlation.Loops;
using KernelCli.Correlation.Output;
using KernelCli.Correlation.Selection;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// Base class of the filters of bytes. Rows are padded with their margins. Where there is a horizontal pass, samples are
/// widened to 16 bits, unless the pass reads bytes, and summed a tile at a time, which stays in the first-level cache; else
/// the ring holds the widened row.
/// </summary>
internal abstract unsafe class ByteRowFilter<TSimd, TVector> : CorrelationRowFilter<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Samples of a tile: a whole number of blocks, and of pixels of up to four channels.
    private const int WidenedTile = 768;

    private readonly int _bits;
    private readonly int _centre;
    private readonly bool _readsBytes;
    private readonly AlignedBuffer _padded;
    private readonly AlignedBuffer? _widened;
    private readonly int _tile;
    private readonly int _reach;
    private readonly InteriorSpan _interior;

    /// <summary>Creates a filter with the plan's output conversion.</summary>
    protected ByteRowFilter(Strip strip, AlgorithmPlan plan, int bits = 0)
        : this(strip, plan, OutputConverter.Create<TSimd, TVector>(plan.Output, strip.StoreMode), bits)
    {
    }

    /// <param name="strip">The output columns.</param>
    /// <param name="plan">The selected algorithm; where it has a horizontal loop, <see cref="IngestTile"/> runs it.</param>
    /// <param name="output">Converts accumulators to samples.</param>
    /// <param name="bits">The left shift of widened samples, in bits.</param>
    protected ByteRowFilter(Strip strip, AlgorithmPlan plan, OutputConverter output, int bits = 0)
        : base(strip, plan, output)
    {
        bool isHorizontal = plan.X.Horizontal is not null;
        (Padder, _bits, _centre, _readsBytes) = (strip.CreatePadder(), bits, plan.Centre, plan.Load is LoopId.ReadBytes);
        _padded = new AlignedBuffer(AlignedBuffer.RoundUp(Padder.Bytes));

        // With a stride the samples of adjacent taps are in different phases of the padded row, and the row is one tile.
        (_tile, _reach) = strip.Axis.Stride == 1 && isHorizontal
            ? (WidenedTile, Padder.TapOffsets[^1])
            : (Samples, (int)Padder.Bytes - Samples);
        if (isHorizontal)
            _widened = new AlignedBuffer(AlignedBuffer.RoundUp((Math.Min(_tile, Samples) + (long)_reach) * 2));
        _interior = Padder.InteriorTiles(WidenedTile, isHorizontal ? _reach : 0, isHorizontal ? Samples : (int)Padder.Bytes);
    }

    /// <inheritdoc/>
    public override long ScratchBytes => _padded.Length + (_widened?.Length ?? 0);

    /// <summary>The byte of a ring row at which the samples stand again, times 128, for wide weights; 0 for none.</summary>
    protected long SecondRow { get; init; }

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

    /// <summary>Runs the horizontal pass over a tile.</summary>
    /// <param name="padded">The padded row, from the first sample under the tile's first sum on.</param>
    /// <param name="samples">The number of sums.</param>
    /// <param name="ringRow">The ring row.</param>
    /// <param name="first">The index of the tile's first sum in the ring row.</param>
    protected abstract void IngestTile(byte* padded, int samples, byte* ringRow, int first);

    /// <summary>Widens the samples of a tile to 16 bits.</summary>
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
            if (SecondRow != 0)
                WidenRows<TSimd, TVector>.BytesTo16(padded + from, (short*)(ringRow + SecondRow) + from, end - from,
                    IntegerBounds.LowBits, 0);
            return;
        }
        for (int first = from; first < end; first += _tile)
            IngestTile(padded + first, Math.Min(_tile, end - first), ringRow, first);
    }
}
