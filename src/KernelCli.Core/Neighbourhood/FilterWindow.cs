namespace KernelCli.Neighbourhood;

/// <summary>The cells around a pixel that a neighbourhood filter looks at; symmetric about the pixel.</summary>
/// <param name="Width">Columns, an odd number.</param>
/// <param name="Height">Rows, an odd number.</param>
/// <param name="Shape">Which cells of the rectangle count.</param>
internal readonly record struct FilterWindow(int Width, int Height, WindowShape Shape = WindowShape.Square)
{
    /// <summary>The window of the pixel alone.</summary>
    public static FilterWindow Pixel => new(1, 1);

    /// <summary>Cells that count.</summary>
    public int Cells
    {
        get
        {
            int cells = 0;
            for (int y = 0; y < Height; y++)
                cells += (2 * Reach(y)) + 1;
            return cells;
        }
    }

    /// <summary>Whether every cell of the rectangle counts.</summary>
    public bool IsRectangle => Shape is WindowShape.Square || Cells == Width * Height;

    /// <summary>How many cells count on either side of the middle one in row <paramref name="y"/>; a row is one run.</summary>
    public int Reach(int y)
    {
        int across = Width / 2, down = Height / 2, dy = y - down;
        switch (Shape)
        {
            case WindowShape.Cross:
                return dy == 0 ? across : 0;
            case WindowShape.Disk:
                // (dx / across)^2 + (dy / down)^2 <= 1, in whole numbers.
                int dx = across;
                while (dx > 0 && ((long)dx * dx * down * down) + ((long)dy * dy * across * across)
                    > (long)across * across * down * down)
                    dx--;
                return dx;
            default:
                return across;
        }
    }

    /// <summary>
    /// The cells that count: the row of each, and the sample in a row of interleaved channels that begins with the window.
    /// </summary>
    /// <param name="channels">Samples of a pixel.</param>
    public (int Row, int Sample)[] Taps(int channels)
    {
        var taps = new (int, int)[Cells];
        for (int y = 0, i = 0; y < Height; y++)
            for (int reach = Reach(y), dx = -reach; dx <= reach; dx++)
                taps[i++] = (y, ((Width / 2) + dx) * channels);
        return taps;
    }

    /// <inheritdoc/>
    public override string ToString() => Shape is WindowShape.Square ? $"{Width}x{Height}"
        : $"{Width}x{Height} {Shape.ToString().ToLowerInvariant()}";
}

/// <summary>Which cells of a window's rectangle count.</summary>
internal enum WindowShape
{
    /// <summary>All of them.</summary>
    Square,

    /// <summary>Those inside the ellipse with radii (width - 1) / 2 and (height - 1) / 2.</summary>
    Disk,

    /// <summary>The middle row and the middle column.</summary>
    Cross,
}
