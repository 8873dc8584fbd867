using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>The fixed-point form of a separable smoothing kernel on bytes, with the proof of its error.</summary>
internal sealed class FixedPointForm
{
    /// <summary>Bits below the point.</summary>
    public const int FractionBits = 8;

    // A unit of the 8.8 sums, in levels.
    private const double Unit = 1.0 / (1 << FractionBits);

    private FixedPointForm(FixedPointWeights row, FixedPointWeights column, double bound) =>
        (Row, Column, ErrorBound) = (row, column, bound);

    public FixedPointWeights Row { get; }

    public FixedPointWeights Column { get; }

    /// <summary>
    /// The most that an unrounded result can be off, in levels; below 1/2, so a rounded one is off by at most 1, and a flat
    /// picture stays flat.
    /// </summary>
    public double ErrorBound { get; }

    /// <summary>Every product is cut down by half a unit on average: horizontal sums start with that much.</summary>
    public int HorizontalStart => Row.Pairs.Length / 2;

    /// <summary>Likewise for the vertical pass, less the quarter unit that averaging adds, and half a level to round.</summary>
    public int VerticalStart => 128 + Math.Max(0, (Column.Pairs.Length - 1) / 2);

    /// <summary>The form for a kernel, or null where its error could reach half a level or its sums 65536.</summary>
    public static FixedPointForm? TryFind(Kernel kernel)
    {
        double scale = kernel.Multiplier / kernel.Divisor;
        if (kernel.Bias != 0 || !(scale > 0) || kernel.Traits.Factors is not { } factors)
            return null;
        double gain = kernel.Traits.Sum * scale;
        if (Math.Abs(gain - 1) < 1e-9)
            gain = 1;
        if (FixedPointWeights.TryCreate(factors.Row, gain) is not { } row
            || FixedPointWeights.TryCreate(factors.Column, 1) is not { } column)
            return null;

        // Each product loses less than a unit; starting at half the number of products leaves at most that many halves (and the
        // odd one) on either side. Averages are at most half a unit too large, and weigh 1 together.
        double horizontal = (row.WeightError * 255) + (((row.Pairs.Length / 2) + 1) * Unit);
        double vertical = (column.WeightError * 255) + (((column.Pairs.Length / 2) + 2) * Unit);
        double bound = horizontal + vertical;
        int most = 65280 + (row.Pairs.Length / 2) + 1 + 128 + (column.Pairs.Length / 2);
        return bound < 0.5 && most <= ushort.MaxValue ? new FixedPointForm(row, column, bound) : null;
    }
}

/// <summary>
/// A line of weights of 0 or more as 16-bit fixed point, folded into pairs: pair k adds <c>floor(mean of its two samples * Weights[k] /
/// 65536)</c>. A single tap is a pair with itself.
/// </summary>
internal sealed class FixedPointWeights
{
    private FixedPointWeights(ushort[] weights, (int, int)[] pairs, double error) =>
        (Weights, Pairs, WeightError) = (weights, pairs, error);

    /// <summary>The weight of each pair, both taps together, times 65536.</summary>
    public ushort[] Weights { get; }

    /// <summary>The taps of each pair.</summary>
    public (int First, int Second)[] Pairs { get; }

    /// <summary>The sum of what the weights are off by: times the largest sample, the most that they can change a result.</summary>
    public double WeightError { get; }

    /// <summary>Quantises a line whose sum is <paramref name="gain"/>, at most 1; null where a weight is negative or too large.</summary>
    public static FixedPointWeights? TryCreate(ReadOnlySpan<double> line, double gain)
    {
        bool symmetric = true;
        double sum = 0;
        for (int i = 0; i < line.Length; i++)
        {
            symmetric &= line[i] == line[^(i + 1)];
            sum += line[i];
            if (line[i] < 0)
                return null;
        }
        if (!(sum > 0) || gain > 1)
            return null;

        var pairs = new List<(int, int)>();
        var exact = new List<double>();
        for (int i = 0; i < (symmetric ? (line.Length + 1) / 2 : line.Length); i++)
        {
            int partner = symmetric ? line.Length - 1 - i : i;
            pairs.Add((i, partner));
            exact.Add((partner == i ? line[i] : 2 * line[i]) * gain / sum * 65536);
        }

        // Rounded, then the heaviest pair takes what is missing, so that a flat picture keeps its level.
        double[] rounded = [.. exact.Select(w => Math.Round(w))];
        int heaviest = exact.IndexOf(exact.Max());
        rounded[heaviest] += Math.Round(gain * 65536) - rounded.Sum();
        if (rounded.Any(w => w is < 0 or > ushort.MaxValue))
            return null;
        double error = exact.Zip(rounded, (e, r) => Math.Abs(e - r)).Sum() / 65536;

        // Pairs that round to nothing cost nothing.
        int[] kept = [.. Enumerable.Range(0, rounded.Length).Where(i => rounded[i] > 0)];
        return new FixedPointWeights([.. kept.Select(i => (ushort)rounded[i])], [.. kept.Select(i => pairs[i])], error);
    }
}
