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

    protected RankRowFilter(Strip strip, FilterWindow window, bool isSigned, int rowsPerCall)
        : base(strip, strip.Sample.Bytes(), 1, rowsPerCall)
    {
        _window = window;
        _loader = new KeyLoader(Padder, strip.Sample, PaddedSamples, OrderedKeys.Least, isSigned);
        RingRowBytes = _loader.RowBytes + sizeof(long);
    }

    public sealed override long RingRowBytes { get; }

    public sealed override void Ingest(byte* source, byte* ringRow) => Mark(ringRow, _loader.Load(source, ringRow));

    public sealed override void IngestConstant(byte* ringRow) => Mark(ringRow, _loader.Fill(ringRow));

    /// <summary>Makes a result of a line of keys.</summary>
    protected void Finish(byte** rows, byte* line, byte* to)
    {
        if (HasNaN(rows))
            Spread(rows, (int*)line);
        _loader.Restore(line, Columns);
        Emit(line, to);
    }

    private void Mark(byte* ringRow, bool hasNaN) => ringRow[_loader.RowBytes] = hasNaN ? (byte)1 : (byte)0;

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
