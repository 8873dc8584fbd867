namespace KernelCli.Cli.Compare;

/// <summary>The bounding box of pixels that differ and touch, also at their corners.</summary>
/// <param name="X">Its first column.</param>
/// <param name="Y">Its first row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Pixels">How many of its pixels differ.</param>
internal readonly record struct DifferenceRegion(int X, int Y, int Width, int Height, long Pixels);

/// <summary>
/// Finds the connected regions of pixels that differ, row by row: runs of a row that touch runs of the row above join their
/// regions. Kept are the regions that the last row touches, and the largest of the others.
/// </summary>
internal sealed class DifferenceRegions
{
    /// <summary>How many regions are kept.</summary>
    public const int Most = 100;

    private readonly PriorityQueue<DifferenceRegion, long> _largest = new();
    private List<Box> _boxes = [];
    private List<Box> _next = [];
    private List<Run> _above = [];
    private List<Run> _row = [];
    private int[] _places = [];

    /// <summary>The number of regions that have ended.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a pixel of the current row that differs; from left to right.</summary>
    public void Add(int x)
    {
        if (_row.Count > 0 && _row[^1].End == x)
            _row[^1] = _row[^1] with { End = x + 1 };
        else
            _row.Add(new Run(x, x + 1, -1));
    }

    /// <summary>Ends row <paramref name="y"/>.</summary>
    public void EndRow(int y)
    {
        if (_row.Count == 0 && _boxes.Count == 0)
            return;
        int above = 0;
        for (int i = 0; i < _row.Count; i++)
        {
            (int start, int end, _) = _row[i];
            int box = -1;
            while (above < _above.Count && _above[above].End < start)
                above++;

            // The last of the runs above may also touch the next run of this row.
            for (int k = above; k < _above.Count && _above[k].Start <= end; k++)
                box = box < 0 ? Root(_above[k].Box) : Join(box, Root(_above[k].Box));
            if (box < 0)
            {
                box = _boxes.Count;
                _boxes.Add(new Box(box, start, y, end, y + 1, 0));
            }
            Box old = _boxes[box];
            _boxes[box] = new Box(box, Math.Min(old.Left, start), old.Top, Math.Max(old.Right, end), y + 1, old.Pixels + end - start);
            _row[i] = new Run(start, end, box);
        }
        KeepTouched();
        (_above, _row) = (_row, _above);
        _row.Clear();
    }

    /// <summary>The largest regions, the largest first; call it after the last row.</summary>
    public List<DifferenceRegion> Find()
    {
        KeepTouched();
        return [.. _largest.UnorderedItems.Select(item => item.Element)
            .OrderByDescending(region => region.Pixels).ThenBy(region => region.Y).ThenBy(region => region.X)];
    }

    // Regions that no run of the row belongs to have ended.
    private void KeepTouched()
    {
        if (_places.Length < _boxes.Count)
            _places = new int[2 * _boxes.Count];
        Array.Fill(_places, -1, 0, _boxes.Count);
        for (int i = 0; i < _row.Count; i++)
        {
            int root = Root(_row[i].Box);
            if (_places[root] < 0)
            {
                _places[root] = _next.Count;
                _next.Add(_boxes[root] with { Parent = _next.Count });
            }
            _row[i] = _row[i] with { Box = _places[root] };
        }
        for (int i = 0; i < _boxes.Count; i++)
            if (_boxes[i].Parent == i && _places[i] < 0)
                End(_boxes[i]);
        (_boxes, _next) = (_next, _boxes);
        _next.Clear();
    }

    private void End(in Box box)
    {
        Count++;
        _largest.Enqueue(new DifferenceRegion(box.Left, box.Top, box.Right - box.Left, box.Bottom - box.Top, box.Pixels), box.Pixels);
        if (_largest.Count > Most)
            _largest.Dequeue();
    }

    private int Root(int box)
    {
        while (_boxes[box].Parent != box)
            box = _boxes[box].Parent;
        return box;
    }

    private int Join(int a, int b)
    {
        if (a == b)
            return a;
        (int kept, int joined) = a < b ? (a, b) : (b, a);
        (Box x, Box y) = (_boxes[kept], _boxes[joined]);
        _boxes[joined] = y with { Parent = kept };
        _boxes[kept] = new Box(kept, Math.Min(x.Left, y.Left), Math.Min(x.Top, y.Top), Math.Max(x.Right, y.Right),
            Math.Max(x.Bottom, y.Bottom), x.Pixels + y.Pixels);
        return kept;
    }

    private readonly record struct Run(int Start, int End, int Box);

    private readonly record struct Box(int Parent, int Left, int Top, int Right, int Bottom, long Pixels);
}
