using static System.FormattableString;

namespace KernelCli.Cli.Compare;

/// <summary>What a page shows of a picture: a rectangle of it, each output pixel the mean of a square.</summary>
/// <param name="X">The first column.</param>
/// <param name="Y">The first row.</param>
/// <param name="Width">Columns of the picture.</param>
/// <param name="Height">Rows of the picture.</param>
/// <param name="Scale">The side of the square.</param>
internal readonly record struct PictureWindow(int X, int Y, int Width, int Height, int Scale)
{
    private const int MostPixels = 480_000;
    private const int Margin = 48;
    private const int LeastWidth = 320;
    private const int LeastHeight = 240;

    /// <summary>The columns that are shown.</summary>
    public int OutWidth => (Width + Scale - 1) / Scale;

    /// <summary>The rows that are shown.</summary>
    public int OutHeight => (Height + Scale - 1) / Scale;

    private double OutPixels => (double)OutWidth * OutHeight;

    /// <summary>
    /// All of a small picture; of a large one the largest region with what is around it, or where that is large too, all of it, smaller.
    /// </summary>
    public static PictureWindow Of(int width, int height, DifferenceRegion? largest)
    {
        var whole = new PictureWindow(0, 0, width, height, 1);
        if ((long)width * height <= MostPixels)
            return whole;
        if (largest is { } region)
        {
            (int x, int columns) = Around(region.X, region.Width, LeastWidth, width);
            (int y, int rows) = Around(region.Y, region.Height, LeastHeight, height);
            if ((long)columns * rows <= MostPixels)
                return new PictureWindow(x, y, columns, rows, 1);
        }
        return whole.Shrunk((double)width * height / MostPixels);
    }

    /// <summary>The same rectangle in fewer pixels, at most one of them for <paramref name="times"/>.</summary>
    public PictureWindow Shrunk(double times)
    {
        double most = Math.Max(1, OutPixels / times);
        PictureWindow window = this with { Scale = (int)Math.Ceiling(Scale * Math.Sqrt(times)) };

        // A picture of few columns or rows shrinks along the others alone.
        while (window.OutPixels > most)
            window = window with { Scale = (int)Math.Ceiling(window.Scale * window.OutPixels / most) };
        return window;
    }

    /// <summary>What is not shown, in words; null where everything is.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Its rows.</param>
    public string? Describe(int width, int height)
    {
        bool isWhole = Width == width && Height == height;
        return isWhole && Scale == 1 ? null
            : (isWhole ? $"{width}x{height}" : $"{Width}x{Height} at {X},{Y} of {width}x{height}, around the largest region")
                + (Scale == 1 ? "" : Invariant($", scaled down to 1/{Scale}: a pixel is red where any of its {Scale * Scale} differs"));
    }

    private static (int First, int Length) Around(int first, int length, int least, int all)
    {
        int wanted = Math.Min(all, Math.Max(least, length + (2 * Margin)));
        return (Math.Clamp(first + (length / 2) - (wanted / 2), 0, all - wanted), wanted);
    }
}
