namespace KernelCli.SlidingWindow;

/// <summary>
/// Computes output rows from a ring of source rows. Ingest stores a source row in a ring slot,
/// in the form that the filter needs; Produce combines the slots under the window. Filters do
/// not handle the top and bottom border: rows outside the image are ordinary slots. Everything
/// that can fail does so in the constructor. Ingest and Produce neither throw nor allocate.
/// </summary>
/// <param name="strip">The output columns to compute.</param>
/// <param name="outputSampleBytes">Bytes of an output sample.</param>
/// <param name="rowsPerCall">The maximum number of output rows per call.</param>
internal abstract unsafe class RowWindowFilter(Strip strip, int outputSampleBytes, int rowsPerCall)
{
    /// <summary>Bytes of accumulators per tile, few enough to stay in the L1 cache until they are converted.</summary>
    protected const int TileBytes = 2048;

    /// <summary>The maximum number of output rows that <see cref="Produce"/> computes in a call.</summary>
    public int RowsPerCall => rowsPerCall;

    /// <summary>Bytes of a ring row.</summary>
    public abstract long RingRowBytes { get; }

    /// <summary>Bytes of an output row.</summary>
    public long OutputBytes => (long)Samples * outputSampleBytes;

    /// <summary>
    /// Rows above the window that are kept from earlier outputs. From the second output on, they have negative indices.
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

    /// <summary>Stores a source row in a ring slot, in the form that the filter needs.</summary>
    /// <param name="source">The complete row of the image, without padding.</param>
    /// <param name="ringRow">The ring slot.</param>
    public abstract void Ingest(byte* source, byte* ringRow);

    /// <summary>Fills a ring slot for a row that consists of the border's constant.</summary>
    public abstract void IngestConstant(byte* ringRow);

    /// <summary>Makes consecutive output rows, a tile of columns at a time.</summary>
    /// <param name="rows">The ring rows under the window of the first output row, top to bottom. The window of each
    /// further output row starts one row later.</param>
    /// <param name="position">The position of the first ring row in the whole picture, which may be negative.</param>
    /// <param name="to">The first output row. No bytes after its samples are written.</param>
    /// <param name="pitch">Bytes from one output row to the next.</param>
    /// <param name="count">Output rows, at most <see cref="RowsPerCall"/>.</param>
    /// <param name="next">Prefetch hints for the next call.</param>
    public virtual void Produce(byte** rows, long position, byte* to, long pitch, int count, in PrefetchHint next)
    {
        int tile = TileBytes / Math.Max(2, outputSampleBytes);
        for (int first = 0; first < Samples; first += tile)
        {
            next.Issue(first, Math.Min(first + tile, Samples), Samples);
            ProduceTile(rows, position, first, Math.Min(tile, Samples - first), to + ((long)first * outputSampleBytes), pitch, count);
        }
    }

    /// <summary>
    /// Computes samples <paramref name="first"/> to <paramref name="first"/> + <paramref name="samples"/>, exclusive, of
    /// the output rows. The tiles of a call run from left to right.
    /// </summary>
    protected abstract void ProduceTile(byte** rows, long position, int first, int samples, byte* to, long pitch, int count);
}
