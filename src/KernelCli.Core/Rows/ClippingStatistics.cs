namespace KernelCli.Rows;

/// <summary>What a chain's results were before they were rounded and clamped.</summary>
public sealed class ClippingStatistics
{
    /// <summary>The least value, in the unit of the result's samples.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest value.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Samples that became 0 because they were rounded below it.</summary>
    public long Low { get; private set; }

    /// <summary>Samples that became white because they were rounded above it.</summary>
    public long High { get; private set; }

    /// <summary>Samples looked at.</summary>
    public long Samples { get; private set; }

    /// <summary>The part of the samples that was clamped, 0 to 1.</summary>
    public double ClippedPart => Samples == 0 ? 0 : (double)(Low + High) / Samples;

    /// <summary>Looks at a row; alpha does not count.</summary>
    /// <param name="row">Interleaved values.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="colorChannels">Those of them that are not alpha.</param>
    /// <param name="factor">What makes samples of values.</param>
    /// <param name="fullRange">The largest sample, or null where nothing is clamped.</param>
    internal void Add(ReadOnlySpan<float> row, int channels, int colorChannels, double factor, double? fullRange)
    {
        (double minimum, double maximum, long low, long high) = (Minimum, Maximum, 0, 0);
        for (int i = 0; i < row.Length; i++)
        {
            if (channels != colorChannels && i % channels >= colorChannels)
                continue;
            double value = row[i] * factor;
            // Both are false for NaN, which is neither.
            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;

            // Half up: -0.5 still becomes 0.
            low += value < -0.5 ? 1 : 0;
            high += value + 0.5 >= fullRange + 1 ? 1 : 0;
        }
        (Minimum, Maximum) = (minimum, maximum);
        Samples += row.Length / channels * colorChannels;
        if (fullRange is null)
            return;
        (Low, High) = (Low + low, High + high);
    }
}
