namespace KernelCli.SlidingWindow;

/// <summary>
/// Computes output rows from a ring of source rows. Ingest stores what the filter needs of a source row in a ring slot; Produce combines
/// the slots under the window. Borders never appear here: padding is already in the rows, and rows outside the image are ordinary slots.
/// Whatever can fail has failed when the filter was made: running neither throws nor allocates.
/// </summary>
/// <param name="strip">Columns.</param>
/// <param name="outputSampleBytes">Bytes of an output sample.</param>
/// <param name="rowsPerCall">The most output rows that are made in a call.</param>
internal abstract unsafe class RowWindowFilter(Strip strip, int outputSampleBytes, int rowsPerCall)
{
    /// <summary>Bytes of accumulators in a tile: few enough that they stay in the first-level cache until they are converted.</summary>
    protected const int TileBytes = 2048;

    /// <summary>The most output rows that <see cref="Produce"/> makes in a call.</summary>
    public int RowsPerCall => rowsPerCall;

    /// <summary>Bytes of a ring row.</summary>
    public abstract long RingRowBytes { get; }

    /// <summary>Bytes of an output row.</summary>
    public long OutputBytes => (long)Samples * outputSampleBytes;

    /// <summary>
    /// Rows above the window that are kept from the outputs before; from the second output on they have negative
    /// indices.
    /// </summary>
    public virtual int HistoryRows => 0;

    /// <summary>Rows above the window that <see cref="Produce"/> reads too, at negative indices.</summary>
    public virtual int RowsAbove => 0;

    /// <summary>Rows below the window of a call's last output row that <see cref="Produce"/> reads too.</summary>
    public virtual int RowsBelow => 0;

    /// <summary>Bytes held besides the ring.</summary>
    public abstract long ScratchBytes { get; }

    /// <summary>Samples of an output row.</summary>
    protected int Samples { get; } = strip.Samples;

    /// <summary>Stores what is needed of a source row.</summary>
    /// <param name="source">The image's row, all of it and no more.</param>
    /// <param name="ringRow">The ring slot.</param>
    public abstract void Ingest(byte* source, byte* ringRow);

    /// <summary>Fills the ring slot of a row that is the border's constant throughout.</summary>
    public abstract void IngestConstant(byte* ringRow);

    /// <summary>Makes consecutive output rows, a tile of columns at a time.</summary>
    /// <param name="rows">The ring rows under the window of the first of them, top to bottom; for each further one, one row further
    /// on.</param>
    /// <param name="position">The source row of the first, which may be negative.</param>
    /// <param name="to">The first output row; exactly its samples are written.</param>
    /// <param name="pitch">Bytes from one output row to the next.</param>
    /// <param name="count">Output rows, at most <see cref="RowsPerCall"/>.</param>
    /// <param name="next">Prefetch hints for the next call.</param>
    public void Produce(byte** rows, long position, byte* to, long pitch, int count, in PrefetchHint next)
    {
        int tile = TileBytes / Math.Max(2, outputSampleBytes);
        for (int first = 0; first < Samples; first += tile)
        {
            next.Issue(first, Math.Min(first + tile, Samples), Samples);
            ProduceTile(rows, position, first, Math.Min(tile, Samples - first), to + ((long)first * outputSampleBytes), pitch, count);
        }
    }

    /// <summary>
    /// Makes samples <paramref name="first"/> to <paramref name="first"/> + <paramref name="samples"/> of the output rows; the
    /// tiles of a call come from left to right.
    /// </summary>
    protected abstract void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count);
}
