namespace KernelCli.Correlation.Sums;

/// <summary>
/// A line of weights of 0 or more as 16-bit fixed point, folded into pairs: pair k adds <c>floor(mean of its two samples * Weights[k] / 65536)</c>.
/// A single tap is a pair with itself.
/// </summary>
internal sealed class FixedPointLine
{
    private FixedPointLine(ushort[] weights, (int, int)[] pairs, double error) => (Weights, Pairs, WeightError) = (weights, pairs, error);

    /// <summary>The weight of each pair, both taps together, times 65536.</summary>
    public ushort[] Weights { get; }

    /// <summary>The taps of each pair.</summary>
    public (int First, int Second)[] Pairs { get; }

    /// <summary>The sum of what the weights are off by: times the largest sample, the most that they can change a result.</summary>
    public double WeightError { get; }

    /// <summary>Quantises a line whose sum is <paramref name="gain"/>, at most 1; null where a weight is negative or too large.</summary>
    public static FixedPointLine? TryCreate(ReadOnlySpan<double> line, double gain)
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
        return new FixedPointLine([.. kept.Select(i => (ushort)rounded[i])], [.. kept.Select(i => pairs[i])], error);
    }
}
