namespace KernelCli.Cli.Compare;

/// <summary>How far pictures may differ and still count as equal.</summary>
/// <param name="MaxDiff">Differences up to this many levels of 255 do not count.</param>
/// <param name="MaxPercent">Up to this percentage of the pixels may differ by more.</param>
internal sealed record Tolerance(double MaxDiff, double MaxPercent)
{
    /// <summary>The least peak signal-to-noise ratio, in decibels; null for none.</summary>
    public double? MinPsnr { get; init; }

    /// <summary>The least structural similarity; null for none.</summary>
    public double? MinSsim { get; init; }

    /// <summary>Whether pixels are counted: not where only a ratio or a similarity is asked for.</summary>
    public bool CountsPixels { get; init; } = true;
}

/// <summary>What is measured of pictures that differ.</summary>
[Flags]
internal enum Metrics
{
    /// <summary>Nothing but the pixels that differ.</summary>
    None = 0,

    /// <summary>The peak signal-to-noise ratio.</summary>
    Psnr = 1,

    /// <summary>The structural similarity.</summary>
    Ssim = 2,

    /// <summary>The mean difference.</summary>
    Mean = 4,

    /// <summary>How many pixels differ by how many levels.</summary>
    Histogram = 8,
}
