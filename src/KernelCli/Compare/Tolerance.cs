using KernelCli.Cli.Options;
using static System.FormattableString;

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

    /// <summary>Whether pixels that only smooth an edge do not count.</summary>
    public bool SkipsSmoothedEdges { get; init; }

    /// <summary>Reads the options.</summary>
    public static Tolerance Of(ParsedArguments arguments)
    {
        double? psnr = arguments.Get(CompareOptions.MinPsnr), ssim = arguments.Get(CompareOptions.MinSsim);
        return new Tolerance(arguments.Get(BatchOptions.MaxDiff), arguments.Get(BatchOptions.MaxPercent))
        {
            MinPsnr = psnr,
            MinSsim = ssim,
            SkipsSmoothedEdges = arguments.Get(CompareOptions.Antialiasing),
            CountsPixels = (psnr ?? ssim) is null || arguments.IsGiven(BatchOptions.MaxDiff) || arguments.IsGiven(BatchOptions.MaxPercent),
        };
    }

    /// <summary>The tolerance in words.</summary>
    public string Describe()
    {
        var parts = new List<string>();
        if (CountsPixels)
            parts.Add(MaxDiff == 0 && MaxPercent == 0 ? "no tolerance"
                : Invariant($"{MaxDiff:0.###} levels in all but {MaxPercent:0.###} %"));
        if (MinPsnr is { } psnr)
            parts.Add(Invariant($"PSNR of {psnr:0.##} dB or more"));
        if (MinSsim is { } ssim)
            parts.Add(Invariant($"SSIM of {ssim:0.#####} or more"));
        return string.Join(", ", parts) + (SkipsSmoothedEdges ? ", smoothed edges ignored" : "");
    }
}
