namespace KernelCli.Cli.Compare;

/// <summary>
/// The differences of one row after the other: of each pixel the largest of its channels, in levels of 255. Colour under an alpha
/// of 0 on both sides does not count.
/// </summary>
/// <param name="pair">The rows.</param>
/// <param name="tolerance">The differences that do not count.</param>
internal sealed class RowDifferences(RowPair pair, Tolerance tolerance)
{
    // The spacing of float32 just above 1, in levels of 255: an upper bound of the rounding errors of two values up to full range.
    private const double RoundingOfTwo = 255.0 / (1 << 23);

    // Values that are not integers are rounded to float32, so that the rounding errors can push a difference that equals the tolerance
    // above it.
    private readonly double _allowed = tolerance.MaxDiff + (tolerance.MaxDiff > 0 && !pair.IsWhole ? RoundingOfTwo : 0);

    /// <summary>The largest difference of each pixel of the last row, in levels.</summary>
    public double[] Levels { get; } = new double[pair.A.Length / pair.Channels];

    /// <summary>The largest difference so far.</summary>
    public double Most { get; private set; }

    /// <summary>The sum of all samples' differences.</summary>
    public double Sum { get; private set; }

    /// <summary>The sum of their squares.</summary>
    public double Squares { get; private set; }

    /// <summary>The pixels that differ by more than the tolerance.</summary>
    public long Over { get; private set; }

    /// <summary>Pixels by their largest difference, rounded up to whole levels.</summary>
    public long[] Histogram { get; } = new long[256];

    /// <summary>Whether a pixel of the last row differs by more than the tolerance.</summary>
    public bool IsOver(int x) => Levels[x] > _allowed;

    /// <summary>Measures the converted rows of the pair.</summary>
    /// <param name="first">The first pixel that may differ.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="ignored">The pixels that do not count, or empty.</param>
    public void Measure(int first, int end, ReadOnlySpan<bool> ignored)
    {
        Array.Clear(Levels);
        int channels = pair.Channels;
        for (int x = first; x < end; x++)
        {
            if (!ignored.IsEmpty && ignored[x])
                continue;
            int at = x * channels, last = at + channels;
            if (pair.HasAlpha && pair.A[last - 1] == 0 && pair.B[last - 1] == 0)
                continue;
            double largest = 0;
            for (int i = at; i < last; i++)
            {
                double difference = Difference(pair.A[i], pair.B[i]) * pair.Unit;
                (largest, Sum, Squares) = (Math.Max(largest, difference), Sum + difference, Squares + (difference * difference));
            }
            if (largest == 0)
                continue;
            (Levels[x], Most) = (largest, Math.Max(Most, largest));
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
