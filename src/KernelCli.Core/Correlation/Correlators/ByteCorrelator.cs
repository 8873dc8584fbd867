using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// What the correlators of bytes share: rows are extended by their margins and widened to 16 bits. Where a horizontal pass follows, both
/// are done a piece at a time, which stays in the first-level cache; else the widened row is what the ring holds.
/// </summary>
internal abstract unsafe class ByteCorrelator<TSimd, TVector> : RowCorrelator
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    // Samples of a piece: whole blocks, and whole pixels of up to four channels.
    private const int WidenedPiece = 768;

    private readonly int _bits;
    private readonly int _centre;
    private readonly AlignedBuffer _extended;
    private readonly AlignedBuffer? _widened;
    private readonly int _piece;
    private readonly int _reach;
    private readonly OwnRun _own;

    /// <param name="range">Columns.</param>
    /// <param name="finish">From sums to samples.</param>
    /// <param name="isHorizontal">Whether a horizontal pass follows, <see cref="TakePiece"/>.</param>
    /// <param name="bits">Samples are shifted left by so much.</param>
    /// <param name="centre">Taken off them then.</param>
    protected ByteCorrelator(RowRange range, RowFinish finish, bool isHorizontal, int bits = 0, int centre = 0)
        : base(range, finish)
    {
        (Extension, _bits, _centre) = (range.CreateExtension(), bits, centre);
        _extended = new AlignedBuffer(AlignedBuffer.RoundUp(Extension.Bytes));

        // With a stride taps do not lie side by side, and the row is one piece.
        (_piece, _reach) = range.Axis.Stride == 1 && isHorizontal ? (WidenedPiece, Extension.TapOffsets[^1]) : (Samples, (int)Extension.Bytes - Samples);
        if (isHorizontal)
            _widened = new AlignedBuffer(AlignedBuffer.RoundUp((Math.Min(_piece, Samples) + (long)_reach) * 2));
        _own = Extension.OwnPieces(WidenedPiece, isHorizontal ? _reach : 0, isHorizontal ? Samples : (int)Extension.Bytes);
    }

    /// <inheritdoc/>
    public override long ScratchBytes => _extended.Length + (_widened?.Length ?? 0);

    /// <summary>Margins and strides.</summary>
    protected RowExtension Extension { get; }

    /// <inheritdoc/>
    public sealed override void Enter(byte* source, byte* ringRow)
    {
        Extension.Extend(source, _extended.Pointer, _own);
        Take(_extended.Pointer, 0, _own.From, ringRow);
        Take(Extension.Origin(source), _own.From, _own.To, ringRow);
        Take(_extended.Pointer, _own.To, _widened is null ? (int)Extension.Bytes : Samples, ringRow);
    }

    /// <inheritdoc/>
    public sealed override void EnterConstant(byte* ringRow)
    {
        Extension.Fill(_extended.Pointer);
        Take(_extended.Pointer, 0, _widened is null ? (int)Extension.Bytes : Samples, ringRow);
    }

    /// <summary>The horizontal pass over a piece.</summary>
    /// <param name="extended">The samples under the piece's first sum.</param>
    /// <param name="samples">Sums wanted.</param>
    /// <param name="ringRow">The ring row.</param>
    /// <param name="first">The first sum of the row.</param>
    protected abstract void TakePiece(byte* extended, int samples, byte* ringRow, int first);

    /// <summary>The samples of a piece in 16 bits, ready for a stage.</summary>
    protected short* Widen(byte* extended, int samples)
    {
        short* widened = (short*)_widened!.Pointer;
        Conversions.BytesTo16<TSimd, TVector>(extended, widened, samples + _reach, _bits, _centre);
        return widened;
    }

    /// <summary>Runs a horizontal pass over a piece.</summary>
    protected void Run(BytePass pass, byte* extended, int samples, short* to)
    {
        byte* row = pass.ReadsBytes ? extended : (byte*)Widen(extended, samples);
        pass.Stage.Run(&row, 0, to, samples);
    }

    private void Take(byte* extended, int from, int end, byte* ringRow)
    {
        if (_widened is null)
        {
            Conversions.BytesTo16<TSimd, TVector>(extended + from, (short*)ringRow + from, end - from, _bits, _centre);
            return;
        }
        for (int first = from; first < end; first += _piece)
            TakePiece(extended + first, Math.Min(_piece, end - first), ringRow, first);
    }
}
