namespace KernelCli.Codecs.Frames;

/// <summary>How long a frame is shown: a fraction of a second.</summary>
/// <param name="Numerator">At least 0.</param>
/// <param name="Denominator">At least 1.</param>
public readonly record struct FrameDelay(int Numerator, int Denominator)
{
    /// <summary>No time: the next frame follows at once.</summary>
    public static FrameDelay Zero { get; } = new(0, 1);

    /// <summary>The delay in milliseconds.</summary>
    public double Milliseconds => 1000.0 * Numerator / Denominator;

    /// <summary>A delay of so many milliseconds.</summary>
    public static FrameDelay FromMilliseconds(int milliseconds) => new(milliseconds, 1000);

    /// <summary>
    /// The delay as a number of units, rounded half up; a delay that is not 0 is at least 1 unit and at most <paramref name="max"/>.
    /// </summary>
    /// <param name="unitsPerSecond">100 for GIF, 1000 for WebP.</param>
    /// <param name="max">The largest number of units that the format can store.</param>
    /// <param name="isExact">Whether nothing was rounded.</param>
    internal int ToUnits(int unitsPerSecond, int max, out bool isExact)
    {
        long scaled = (long)Numerator * unitsPerSecond;
        long units = Numerator == 0 ? 0 : Math.Clamp(((2 * scaled) + Denominator) / (2L * Denominator), 1, max);
        isExact = units * Denominator == scaled;
        return (int)units;
    }
}
