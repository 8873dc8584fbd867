using KernelCli.Correlation.Finishing;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// The arithmetic of one correlation, a row at a time: each source row enters once and leaves its mark in a ring row; each
/// output row is made of the ring rows under the kernel. It never sees a border: margins and rows outside are data.
/// Built by a plan that has proved its ranges; running neither throws nor allocates.
/// </summary>
/// <param name="range">Columns.</param>
/// <param name="finish">From sums to samples.</param>
internal abstract unsafe class RowCorrelator(RowRange range, RowFinish finish)
{
    // Sums that are made before they are turned into samples: few enough that they stay in the first-level cache.
    protected const int PieceBytes = 2048;

    // Output rows of a block: what is read for one of them is in the first-level cache for the others.
    private const int BlockRows = 4;

    /// <summary>The most output rows that <see cref="Leave"/> makes at a time.</summary>
    public virtual int Block => range.IsRowByRow && range.KernelRows >= LeastRowsOfBlocks ? BlockRows : 1;

    /// <summary>Bytes of a ring row.</summary>
    public abstract long RingRowBytes { get; }

    /// <summary>Bytes of an output row.</summary>
    public long OutputBytes => (long)Samples * finish.SampleBytes;

    /// <summary>Rows above the first tap that are kept from the outputs before, and stand at negative indices from the second output on.</summary>
    public virtual int Kept => 0;

    /// <summary>Rows above the first tap that <see cref="Leave"/> looks at as well, at negative indices.</summary>
    public virtual int Above => 0;

    /// <summary>Rows below the last tap of a block's last row that <see cref="Leave"/> looks at as well.</summary>
    public virtual int Below => 0;

    /// <summary>Bytes held besides the ring.</summary>
    public abstract long ScratchBytes { get; }

    /// <summary>The fewest kernel rows for which rows are made in blocks: of fewer the ring is in the first-level cache anyway, and would not be with the rows that a block adds.</summary>
    protected virtual int LeastRowsOfBlocks => 7;

    /// <summary>Samples of an output row.</summary>
    protected int Samples { get; } = range.Samples;

    /// <summary>From sums to samples.</summary>
    protected RowFinish Finish => finish;

    /// <summary>Takes in a source row.</summary>
    /// <param name="source">The picture's row, all of it and no more.</param>
    /// <param name="ringRow">Where what is kept of it goes.</param>
    public abstract void Enter(byte* source, byte* ringRow);

    /// <summary>Makes the ring row of a row that is the border's constant all over.</summary>
    public abstract void EnterConstant(byte* ringRow);

    /// <summary>Makes output rows that follow each other.</summary>
    /// <param name="rows">The ring rows under the kernel's rows for the first of them, top to bottom; for each further one, one row further on.</param>
    /// <param name="position">The source position of the first, which may be negative.</param>
    /// <param name="to">The first output row; exactly its samples are written.</param>
    /// <param name="pitch">Bytes from one output row to the next.</param>
    /// <param name="count">Output rows, at most <see cref="Block"/>.</param>
    /// <param name="ahead">What is asked for on the way.</param>
    public void Leave(byte** rows, long position, byte* to, long pitch, int count, in RowsAhead ahead)
    {
        int piece = PieceBytes / Math.Max(2, finish.SampleBytes);
        for (int first = 0; first < Samples; first += piece)
        {
            ahead.Ask(first, Math.Min(first + piece, Samples), Samples);
            MakePiece(rows, position, first, Math.Min(piece, Samples - first), to + ((long)first * finish.SampleBytes), pitch, count);
        }
    }

    /// <summary>Makes samples <paramref name="first"/> to <paramref name="first"/> + <paramref name="samples"/> of the output rows; the pieces of a block come from left to right.</summary>
    protected abstract void MakePiece(byte** rows, long position, int first, int samples, byte* to, long pitch, int count);
}
