using System.Runtime.CompilerServices;

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
    private readonly double[][] _nearA = new double[3][];
    private readonly double[][] _nearB = new double[3][];
    private readonly bool _hasAlpha;
    private readonly int _width;
    private readonly int _height;
    private int _row = -1;

    /// <param name="rows">The last <see cref="Rows"/> rows that were read; row y has the place y modulo their number.</param>
    /// <param name="height">The rows of the picture.</param>
    public EdgeSmoothing(RowPair[] rows, int height)
    {
        (_rows, _width, _height, _hasAlpha) = (rows, rows[0].Width, height, rows[0].HasAlpha);
        Array.Fill(_numbers, -1);
        for (int i = 0; i < Rows; i++)
            (_brightnessA[i], _brightnessB[i]) = (new double[_width], new double[_width]);
    }

    /// <summary>Whether a pixel only smooths an edge. The rows around it must have been read.</summary>
    public bool Smooths(int x, int y)
    {
        if (y != _row)
            BeginRow(y);
        return Smooths(_nearA, x) || Smooths(_nearB, x);
    }

    private void BeginRow(int y)
    {
        _row = y;
        for (int near = Math.Max(0, y - Reach); near <= Math.Min(_height - 1, y + Reach); near++)
            Prepare(near);
        for (int i = 0; i < _nearA.Length; i++)
        {
            int place = (y + i - 1 + Rows) % Rows;
            (_nearA[i], _nearB[i]) = (_brightnessA[place], _brightnessB[place]);
        }
    }

    // Of the brightness of three rows, the second is the pixel's.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Smooths(double[][] brightness, int x)
    {
        int equal = IsAtBorder(x, _row) ? 1 : 0, top = _row == 0 ? 1 : 0, bottom = _row == _height - 1 ? 1 : 2;
        double own = brightness[1][x], least = 0, most = 0;
        (int X, int Y) darkest = default, lightest = default;
        for (int nearX = Math.Max(0, x - 1), right = Math.Min(_width - 1, x + 1); nearX <= right; nearX++)
            for (int i = top; i <= bottom; i++)
            {
                double lighter = brightness[i][nearX] - own;
                if (lighter == 0)
                {
                    if ((nearX != x || i != 1) && ++equal > MostEqual)
                        return false;
                }
                else if (lighter < least)
                    (least, darkest) = (lighter, (nearX, _row + i - 1));
                else if (lighter > most)
                    (most, lightest) = (lighter, (nearX, _row + i - 1));
            }
        return least < 0 && most > 0 && (IsInAreas(darkest.X, darkest.Y) || IsInAreas(lightest.X, lightest.Y));
    }

    private bool IsInAreas(int x, int y) => IsInArea(x, y, isFirst: true) && IsInArea(x, y, isFirst: false);

    // Whether more than two of the pixels around have the pixel's colour.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsInArea(int x, int y, bool isFirst)
    {
        int alike = IsAtBorder(x, y) ? 1 : 0, channels = _rows[0].Channels;
        float[] own = isFirst ? _rows[y % Rows].A : _rows[y % Rows].B;
        for (int nearY = Math.Max(0, y - 1), bottom = Math.Min(_height - 1, y + 1); nearY <= bottom; nearY++)
        {
            float[] near = isFirst ? _rows[nearY % Rows].A : _rows[nearY % Rows].B;
            for (int nearX = Math.Max(0, x - 1), right = Math.Min(_width - 1, x + 1); nearX <= right; nearX++)
                if ((nearX != x || nearY != y) && AreAlike(own, x * channels, near, nearX * channels, channels) && ++alike > MostEqual)
                    return true;
        }
        return false;
    }

    private bool IsAtBorder(int x, int y) => x == 0 || x == _width - 1 || y == 0 || y == _height - 1;

    // The colours of two transparent pixels are not seen.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AreAlike(float[] row, int at, float[] near, int nearAt, int channels)
    {
        int alpha = channels - 1;
        if (_hasAlpha && row[at + alpha] == 0 && near[nearAt + alpha] == 0)
            return true;
        for (int c = 0; c < channels; c++)
            if (row[at + c] != near[nearAt + c])
                return false;
        return true;
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
