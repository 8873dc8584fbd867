using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// What filters of a rank share: the ring holds padded rows of keys, each with a mark where it has a NaN, and a window that
/// holds one gives NaN.
/// </summary>
internal abstract unsafe class RankRowFilter : NeighbourhoodRowFilter
{
    private readonly KeyLoader _loader;
    private readonly FilterWindow _window;

    // The mark has a cache line of its own, so that all rows of the ring are aligned.
    private const int MarkBytes = 64;

    /// <param name="strip">The output columns to compute.</param>
    /// <param name="window">The cells that are looked at.</param>
    /// <param name="isSigned">Whether the keys of unsigned samples are signed.</param>
    /// <param name="rowsPerCall">The maximum number of output rows per call.</param>
    /// <param name="lineBytes">Bytes of what follows from each row of keys alone, see <see cref="MakeLines"/>.</param>
    protected RankRowFilter(Strip strip, FilterWindow window, bool isSigned, int rowsPerCall, long lineBytes = 0)
        : base(strip, strip.Sample.Bytes(), 1, rowsPerCall)
    {
        _window = window;
        _loader = new KeyLoader(Padder, strip.Sample, PaddedSamples, OrderedKeys.Least, isSigned);
        LinesAt = _loader.RowBytes + MarkBytes;
        RingRowBytes = LinesAt + lineBytes;
    }

    public sealed override long RingRowBytes { get; }

    /// <summary>Where, in a row of the ring, that begins which follows from its keys.</summary>
    protected long LinesAt { get; }

    public override void Ingest(byte* source, byte* ringRow) => Complete(ringRow, _loader.Load(source, ringRow));

    public sealed override void IngestConstant(byte* ringRow) => Complete(ringRow, _loader.Fill(ringRow));

    /// <summary>Makes what follows from a row of keys alone, and is used for all windows that the row is part of.</summary>
    protected virtual void MakeLines(byte* keys, byte* lines)
    {
    }

    /// <summary>Makes a result of a line of keys.</summary>
    protected void Finish(byte** rows, byte* line, byte* to)
    {
        if (HasNaN(rows))
            Spread(rows, (int*)line);
        EmitKeys(_loader, line, to);
    }

    /// <summary>Marks a row of the ring.</summary>
    protected void Mark(byte* ringRow, bool hasNaN) => ringRow[_loader.RowBytes] = hasNaN ? (byte)1 : (byte)0;

    private void Complete(byte* ringRow, bool hasNaN)
    {
        Mark(ringRow, hasNaN);
        MakeLines(ringRow, ringRow + LinesAt);
    }

    private bool HasNaN(byte** rows)
    {
        for (int y = 0; y < _window.Height; y++)
            if (rows[y][_loader.RowBytes] != 0)
                return true;
        return false;
    }

    private void Spread(byte** rows, int* line)
    {
        int across = _window.Width / 2;
        for (int y = 0; y < _window.Height; y++)
        {
            if (rows[y][_loader.RowBytes] == 0)
                continue;
            int reach = _window.Reach(y);
            for (int i = 0; i < PaddedSamples; i++)
                if (((int*)rows[y])[i] == OrderedKeys.Least)
                    for (int dx = -reach; dx <= reach; dx++)
                        if (i + ((dx - across) * Channels) is >= 0 and var x && x < Columns)
                            line[x] = OrderedKeys.Least;
        }
    }
}
