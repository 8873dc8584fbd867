namespace KernelCli.Cli.Compare;

/// <summary>
/// Tells pixels that only smooth an edge (anti-aliasing), by the rule of V. Vysniauskas, "Anti-aliased pixel and intensity slope
/// detector" (2009), in the form of pixelmatch. In one of the two pictures, at most two of the eight pixels around are as bright as the
/// pixel, some are darker and some lighter; and around the darkest or the lightest of them, in both pictures, three or more have
/// exactly its colour. At the picture's border, what is outside counts as one equal pixel.
/// </summary>
/// <remarks>
/// Brightness is the Y of YIQ, over white where there is alpha. Of neighbours that are equally dark or light the first counts, column by
/// column.
/// </remarks>
internal sealed class EdgeSmoothing
{
    /// <summary>The rows that a pixel's verdict depends on: its own, and two above and below.</summary>
    public const int Rows = 5;

    private const int MostEqual = 2;
    private const int Reach = Rows / 2;

    private readonly RowPair[] _rows;
    private readonly int[] _numbers = new int[Rows];
    private readonly double[][] _brightnessA = new double[Rows][];
    private readonly double[][] _brightnessB = new double[Rows][];
    private readonly int _width;
    private readonly int _height;

    /// <param name="rows">The last <see cref="Rows"/> rows that were read; row y has the place y modulo their number.</param>
    /// <param name="height">The rows of the picture.</param>
    public EdgeSmoothing(RowPair[] rows, int height)
    {
        (_rows, _width, _height) = (rows, rows[0].Width, height);
        Array.Fill(_numbers, -1);
        for (int i = 0; i < Rows; i++)
            (_brightnessA[i], _brightnessB[i]) = (new double[_width], new double[_width]);
    }

    /// <summary>Whether a pixel only smooths an edge. The rows around it must have been read.</summary>
    public bool Smooths(int x, int y)
    {
        for (int near = Math.Max(0, y - Reach); near <= Math.Min(_height - 1, y + Reach); near++)
            Prepare(near);
        return Smooths(_brightnessA, x, y) || Smooths(_brightnessB, x, y);
    }

    private bool Smooths(double[][] brightness, int x, int y)
    {
        int equal = IsAtBorder(x, y) ? 1 : 0;
        double own = brightness[y % Rows][x], least = 0, most = 0;
        (int X, int Y) darkest = default, lightest = default;
        for (int nearX = Math.Max(0, x - 1); nearX <= Math.Min(_width - 1, x + 1); nearX++)
            for (int nearY = Math.Max(0, y - 1); nearY <= Math.Min(_height - 1, y + 1); nearY++)
            {
                if (nearX == x && nearY == y)
                    continue;
                double lighter = brightness[nearY % Rows][nearX] - own;
                if (lighter == 0 && ++equal > MostEqual)
                    return false;
                if (lighter < least)
                    (least, darkest) = (lighter, (nearX, nearY));
                else if (lighter > most)
                    (most, lightest) = (lighter, (nearX, nearY));
            }
        return least < 0 && most > 0 && (IsInArea(darkest.X, darkest.Y) || IsInArea(lightest.X, lightest.Y));
    }

    // Whether more than two of the pixels around have the pixel's colour, in both pictures.
    private bool IsInArea(int x, int y)
    {
        int alikeA = IsAtBorder(x, y) ? 1 : 0, alikeB = alikeA;
        RowPair own = _rows[y % Rows];
        for (int nearY = Math.Max(0, y - 1); nearY <= Math.Min(_height - 1, y + 1); nearY++)
        {
            RowPair near = _rows[nearY % Rows];
            for (int nearX = Math.Max(0, x - 1); nearX <= Math.Min(_width - 1, x + 1); nearX++)
            {
                if (nearX == x && nearY == y)
                    continue;
                alikeA += AreAlike(own, own.A, x, near.A, nearX) ? 1 : 0;
                alikeB += AreAlike(own, own.B, x, near.B, nearX) ? 1 : 0;
            }
        }
        return alikeA > MostEqual && alikeB > MostEqual;
    }

    private bool IsAtBorder(int x, int y) => x == 0 || x == _width - 1 || y == 0 || y == _height - 1;

    // The colours of two transparent pixels are not seen.
    private static bool AreAlike(RowPair kind, float[] row, int x, float[] other, int otherX)
    {
        int channels = kind.Channels;
        ReadOnlySpan<float> pixel = row.AsSpan(x * channels, channels), near = other.AsSpan(otherX * channels, channels);
        return pixel.SequenceEqual(near) || (kind.HasAlpha && pixel[^1] == 0 && near[^1] == 0);
    }

    private void Prepare(int y)
    {
        int place = y % Rows;
        if (_numbers[place] == y)
            return;
        _numbers[place] = y;
        RowPair row = _rows[place];
        row.Convert();
        Brighten(row, row.A, _brightnessA[place]);
        Brighten(row, row.B, _brightnessB[place]);
    }

    private static void Brighten(RowPair row, float[] values, double[] brightness)
    {
        double white = row.White;
        for (int x = 0; x < brightness.Length; x++)
        {
            ReadOnlySpan<float> pixel = values.AsSpan(x * row.Channels, row.Channels);
            double alpha = row.HasAlpha ? pixel[^1] / white : 1;
            brightness[x] = row.ColorChannels == 1 ? Seen(pixel[0])
                : (Seen(pixel[0]) * 0.29889531) + (Seen(pixel[1]) * 0.58662247) + (Seen(pixel[2]) * 0.11448223);

            double Seen(double value) => alpha == 1 ? value : white + ((value - white) * alpha);
        }
    }
}
