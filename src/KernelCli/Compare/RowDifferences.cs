namespace KernelCli.Cli.Compare;

/// <summary>
/// The differences of one row after the other: of each pixel the largest of its channels, in levels of 255. Colour under an alpha
/// of 0 on both sides does not count, nor does a pixel over the tolerance that only smooths an edge, where it is asked for.
/// </summary>
/// <param name="kind">A row of the pictures.</param>
/// <param name="tolerance">The differences that do not count.</param>
/// <param name="smoothing">Tells pixels that only smooth an edge; null where they count.</param>
internal sealed class RowDifferences(RowPair kind, Tolerance tolerance, EdgeSmoothing? smoothing)
{
    // The spacing of float32 just above 1, in levels of 255: an upper bound of the rounding errors of two values up to full range.
    private const double RoundingOfTwo = 255.0 / (1 << 23);

    // Values that are not integers are rounded to float32, so that the rounding errors can push a difference that equals the tolerance
    // above it.
    private readonly double _allowed = tolerance.MaxDiff + (tolerance.MaxDiff > 0 && !kind.IsWhole ? RoundingOfTwo : 0);

    private readonly bool[] _smoothed = new bool[smoothing is null ? 0 : kind.Width];

    /// <summary>The largest difference of each pixel of the last row, in levels; 0 where it does not count.</summary>
    public double[] Levels { get; } = new double[kind.Width];

    /// <summary>The largest difference so far.</summary>
    public double Most { get; private set; }

    /// <summary>The sum of all samples' differences.</summary>
    public double Sum { get; private set; }

    /// <summary>The sum of their squares.</summary>
    public double Squares { get; private set; }

    /// <summary>The pixels that differ by more than the tolerance.</summary>
    public long Over { get; private set; }

    /// <summary>The pixels over the tolerance that only smooth an edge.</summary>
    public long Smoothed { get; private set; }

    /// <summary>Pixels by their largest difference, rounded up to whole levels.</summary>
    public long[] Histogram { get; } = new long[256];

    /// <summary>Whether a pixel of the last row differs by more than the tolerance.</summary>
    public bool IsOver(int x) => Levels[x] > _allowed;

    /// <summary>Whether a pixel of the last row only smooths an edge, and does not count.</summary>
    public bool IsSmoothed(int x) => _smoothed.Length > 0 && _smoothed[x];

    /// <summary>Measures a row.</summary>
    /// <param name="row">The row, converted where it has pixels that differ.</param>
    /// <param name="y">Its number.</param>
    public void Measure(RowPair row, int y)
    {
        Array.Clear(Levels);
        Array.Clear(_smoothed);
        int channels = row.Channels;
        double unit = row.Unit;
        for (int x = row.First; x < row.End; x++)
        {
            int at = x * channels, last = at + channels;
            if (row.IsIgnored(x) || (row.HasAlpha && row.A[last - 1] == 0 && row.B[last - 1] == 0))
                continue;
            (double largest, double sum, double squares) = (0, 0, 0);
            for (int i = at; i < last; i++)
            {
                double difference = Difference(row.A[i], row.B[i]) * unit;
                (largest, sum, squares) = (Math.Max(largest, difference), sum + difference, squares + (difference * difference));
            }
            if (largest == 0)
                continue;
            if (largest > _allowed && smoothing is not null && double.IsFinite(largest) && smoothing.Smooths(x, y))
            {
                _smoothed[x] = true;
                Smoothed++;
                continue;
            }
            (Levels[x], Most, Sum, Squares) = (largest, Math.Max(Most, largest), Sum + sum, Squares + squares);
            Over += largest > _allowed ? 1 : 0;
            Histogram[(int)Math.Min(255, Math.Ceiling(largest))]++;
        }
    }

    // NaN equals only NaN, and an infinity only the same infinity; any other difference from them exceeds every tolerance.
    private static double Difference(float a, float b)
    {
        double difference = Math.Abs((double)a - b);
        return !double.IsNaN(difference) ? difference : a.Equals(b) ? 0 : double.PositiveInfinity;
    }
}
