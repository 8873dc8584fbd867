using KernelCli.Pointwise;

namespace KernelCli.Rows;

/// <summary>Statistics of a chain's results before they are rounded and clamped.</summary>
internal sealed class ClippingStatistics
{
    /// <summary>The smallest value, in the unit of the result's samples.</summary>
    public double Minimum { get; private set; } = double.PositiveInfinity;

    /// <summary>The largest value.</summary>
    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Number of samples that rounded to a value below 0 and were clamped to 0.</summary>
    public long Low { get; private set; }

    /// <summary>Number of samples that rounded to a value above white and were clamped to white.</summary>
    public long High { get; private set; }

    /// <summary>Number of samples examined.</summary>
    public long Samples { get; private set; }

    /// <summary>The fraction of samples that were clamped, 0 to 1.</summary>
    public double ClippedPart => Samples == 0 ? 0 : (double)(Low + High) / Samples;

    /// <summary>Adds a row; alpha is ignored.</summary>
    /// <param name="row">Interleaved values.</param>
    /// <param name="channels">Channels of a pixel.</param>
    /// <param name="colorChannels">Channels of a pixel other than alpha.</param>
    /// <param name="factor">The factor that converts values to the unit of the result's samples.</param>
    /// <param name="fullRange">The largest sample, or null if results are not clamped.</param>
    /// <param name="curve">The curve that encodes values of linear light, or null.</param>
    internal void Add(ReadOnlySpan<float> row, int channels, int colorChannels, double factor, double? fullRange, LightCurve? curve = null)
    {
        // Rounding is half up, so -0.5 still becomes 0.
        (double least, double most) = (-0.5, fullRange + 0.5 ?? double.PositiveInfinity);
        if (curve is not null && fullRange is { } white)
            (factor, least, most) = (1, curve.Decode(least / white), curve.Decode(most / white));
        (double minimum, double maximum, long low, long high) = (double.PositiveInfinity, double.NegativeInfinity, 0, 0);
        for (int i = 0; i < row.Length; i++)
        {
            if (channels != colorChannels && i % channels >= colorChannels)
                continue;
            double value = row[i] * factor;
            // Both comparisons are false for NaN, so NaN is ignored.
            minimum = value < minimum ? value : minimum;
            maximum = value > maximum ? value : maximum;
            low += value < least ? 1 : 0;
            high += value >= most ? 1 : 0;
        }
        if (curve is not null && fullRange is { } full)
            (minimum, maximum) = (full * curve.Encode(minimum), full * curve.Encode(maximum));
        (Minimum, Maximum) = (Math.Min(Minimum, minimum), Math.Max(Maximum, maximum));
        Samples += row.Length / channels * colorChannels;
        if (fullRange is null)
            return;
        (Low, High) = (Low + low, High + high);
    }
}
