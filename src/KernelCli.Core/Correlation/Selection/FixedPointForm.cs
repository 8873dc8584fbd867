using System.Diagnostics;
using KernelCli.Kernels;

namespace KernelCli.Correlation.Selection;

/// <summary>The fixed-point form of a separable smoothing kernel on bytes, with the proof of its error.</summary>
internal sealed class FixedPointForm
{
    /// <summary>Bits after the binary point of 8.8 sums.</summary>
    public const int FractionBits = 8;

    // One unit of an 8.8 sum, in 8-bit levels.
    private const double Unit = 1.0 / (1 << FractionBits);

    private FixedPointForm(FixedPointWeights row, FixedPointWeights column, double bound) =>
        (Row, Column, ErrorBound) = (row, column, bound);

    public FixedPointWeights Row { get; }

    public FixedPointWeights Column { get; }

    /// <summary>
    /// The largest error of a result before rounding, in levels. It is below 1/2, so that a rounded result is off by at
    /// most 1, and a flat picture stays flat.
    /// </summary>
    public double ErrorBound { get; }

    /// <summary>The initial value of horizontal sums: half a unit per product, which is what truncation takes off on average.</summary>
    public int HorizontalStart => Row.Pairs.Length / 2;

    /// <summary>
    /// The initial value of vertical sums: half a level for rounding, and half a unit per product less the quarter unit
    /// that averaging adds on average.
    /// </summary>
    public int VerticalStart => 128 + Math.Max(0, (Column.Pairs.Length - 1) / 2);

    /// <summary>
    /// The form of a kernel, or null if it has a bias, is not separable or has negative weights, or if its error could
    /// reach half a level.
    /// </summary>
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

        // Each of the n products loses less than a unit, so sums that start at n / 2 units are off by at most n / 2 units either way, and
        // one more where n is odd. Averages are at most half a unit too large, and their weights add up to 1.
        double horizontal = (row.WeightError * 255) + (((row.Pairs.Length / 2) + 1) * Unit);
        double vertical = (column.WeightError * 255) + (((column.Pairs.Length / 2) + 2) * Unit);
        double bound = horizontal + vertical;
        Debug.Assert(bound >= 0.5 || 65280 + (row.Pairs.Length / 2) + 1 + 128 + (column.Pairs.Length / 2) <= ushort.MaxValue,
            "below half a level the two halves together are at most 124 units");
        return bound < 0.5 ? new FixedPointForm(row, column, bound) : null;
    }
}

/// <summary>
/// Non-negative weights of one axis in 16-bit fixed point, folded into pairs: pair k adds
/// <c>floor(mean of its two samples * Weights[k] / 65536)</c>. A single tap is paired with itself.
/// </summary>
internal sealed class FixedPointWeights
{
    private FixedPointWeights(ushort[] weights, (int, int)[] pairs, double error) =>
        (Weights, Pairs, WeightError) = (weights, pairs, error);

    /// <summary>The weight of each pair, both taps together, times 65536.</summary>
    public ushort[] Weights { get; }

    /// <summary>The taps of each pair.</summary>
    public (int First, int Second)[] Pairs { get; }

    /// <summary>The sum of the absolute weight errors. Times the largest sample, it bounds their effect on a result.</summary>
    public double WeightError { get; }

    /// <summary>
    /// Quantises a line, scaled to add up to <paramref name="gain"/>; null if a weight is negative or too large, the line
    /// does not add up to more than 0, or the gain is above 1.
    /// </summary>
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

        // The heaviest pair absorbs all rounding errors, so that the weights add up to the gain and a flat picture keeps its level.
        double[] rounded = [.. exact.Select(w => Math.Round(w))];
        int heaviest = exact.IndexOf(exact.Max());
        rounded[heaviest] += Math.Round(gain * 65536) - rounded.Sum();
        if (rounded.Any(w => w is < 0 or > ushort.MaxValue))
            return null;
        double error = exact.Zip(rounded, (e, r) => Math.Abs(e - r)).Sum() / 65536;

        // Pairs whose weight rounds to 0 are dropped.
        int[] kept = [.. Enumerable.Range(0, rounded.Length).Where(i => rounded[i] > 0)];
        return new FixedPointWeights([.. kept.Select(i => (ushort)rounded[i])], [.. kept.Select(i => pairs[i])], error);
    }
}
