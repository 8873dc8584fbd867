using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <summary>The places of one picture: how many pixels they touch, and boxes around them. Masks are read once to find these.</summary>
internal sealed class PlaceMap
{
    // The picture is divided into at most so many cells, each with a box around the pixels that masks touch in it.
    private const int MaxCells = 1024;
    private const int LeastCellSide = 64;

    private readonly ImageInfo _picture;
    private readonly PixelBox[] _rectangles;
    private readonly string[] _masks;
    private readonly Func<string, IRowSource>? _open;
    private readonly List<(PixelBox Box, bool IsGraded)> _touched = [];

    /// <param name="places">The places.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="open">Opens a mask as gray rows.</param>
    /// <exception cref="ArgumentException">No place is inside the picture, or a mask does not fit it.</exception>
    public PlaceMap(IReadOnlyList<Place> places, ImageInfo picture, Func<string, IRowSource>? open)
    {
        (_picture, _open) = (picture, open);
        var rectangles = new List<PixelBox>();
        var masks = new List<string>();
        foreach (Place place in places)
            if (place is MaskPlace mask)
                masks.Add(mask.Path);
            else if (place is RectanglePlace rectangle && PixelBox.Of(rectangle, picture) is { IsEmpty: false } box)
                rectangles.Add(box);
        (_rectangles, _masks) = ([.. rectangles], [.. masks]);
        if (_rectangles.Length + _masks.Length == 0)
            throw new ArgumentException($"no place is inside the picture, which is {picture.Width}x{picture.Height}");
        if (_masks.Length > 0)
            Scan();
        else
        {
            Touched = Area();
            foreach (PixelBox box in _rectangles)
                _touched.Add((box, false));
        }
    }

    /// <summary>The number of pixels with a weight above 0.</summary>
    public long Touched { get; private set; }

    /// <summary>The weights from the first row on.</summary>
    public PlaceWeights Open() => new(_rectangles, _masks, _picture.Width, _picture.Height, _open);

    /// <summary>
    /// Boxes that hold all touched pixels, and whether some weight in each is neither 0 nor full. What each reads, the box grown by the
    /// reach of a chain, has no pixel in common with what the others read. They are ordered by their first rows.
    /// </summary>
    public List<(PixelBox Box, bool IsGraded)> Pieces(ChainReach reach)
    {
        List<(PixelBox Box, bool IsGraded)> pieces = [.. _touched];
        for (bool isMerged = true; isMerged;)
        {
            isMerged = false;
            for (int i = 0; i < pieces.Count; i++)
                for (int k = pieces.Count - 1; k > i; k--)
                    if (Read(pieces[i].Box).Intersects(Read(pieces[k].Box)))
                    {
                        pieces[i] = (pieces[i].Box.Union(pieces[k].Box), pieces[i].IsGraded || pieces[k].IsGraded);
                        pieces.RemoveAt(k);
                        isMerged = true;
                    }
        }
        pieces.Sort((a, b) => a.Box.Top.CompareTo(b.Box.Top));
        return pieces;

        PixelBox Read(PixelBox box) => box.Grown(reach, _picture.Width, _picture.Height);
    }

    // The rows between two neighbouring edges are all alike.
    private long Area()
    {
        long area = 0;
        int[] edges = [.. Array.ConvertAll(_rectangles, box => box.Top), .. Array.ConvertAll(_rectangles, box => box.Bottom)];
        Array.Sort(edges);
        PixelBox[] ordered = [.. _rectangles];
        Array.Sort(ordered, (a, b) => a.Left.CompareTo(b.Left));
        for (int i = 0; i + 1 < edges.Length; i++)
        {
            int end = 0, columns = 0;
            foreach (PixelBox box in ordered)
                if (box.Top <= edges[i] && edges[i] < box.Bottom)
                {
                    columns += Math.Max(0, box.Right - Math.Max(end, box.Left));
                    end = Math.Max(end, box.Right);
                }
            area += (long)columns * (edges[i + 1] - edges[i]);
        }
        return area;
    }

    private void Scan()
    {
        int side = LeastCellSide;
        while (Cells(_picture.Width, side) * Cells(_picture.Height, side) > MaxCells)
            side *= 2;
        int across = (int)Cells(_picture.Width, side);
        var cells = new (PixelBox Box, bool IsGraded)[across * (int)Cells(_picture.Height, side)];
        using PlaceWeights weights = Open();
        for (int y = 0; y < _picture.Height; y++)
        {
            (int first, int end) = weights.Next();
            for (int from = first; from < end;)
            {
                int cell = from / side, to = Math.Min(end, (cell + 1) * side);
                ref (PixelBox Box, bool IsGraded) found = ref cells[(y / side * across) + cell];
                Add(weights.Row[from..to], from, y, ref found);
                from = to;
            }
        }
        weights.Complete();
        foreach ((PixelBox Box, bool IsGraded) cell in cells)
            if (!cell.Box.IsEmpty)
                _touched.Add(cell);
    }

    private void Add(ReadOnlySpan<double> weights, int left, int y, ref (PixelBox Box, bool IsGraded) cell)
    {
        int first = weights.IndexOfAnyExcept(0), count = 0;
        if (first < 0)
            return;
        bool isGraded = false;
        for (int i = first; i < weights.Length; i++)
        {
            count += weights[i] > 0 ? 1 : 0;
            isGraded |= weights[i] > 0 & weights[i] < PlaceWeights.Full;
        }
        Touched += count;
        int last = weights.LastIndexOfAnyExcept(0);
        cell = (cell.Box.Union(new PixelBox(left + first, y, left + last + 1, y + 1)), cell.IsGraded || isGraded);
    }

    private static long Cells(int length, int side) => (length + side - 1L) / side;
}
