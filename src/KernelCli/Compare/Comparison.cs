using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Compare;

/// <summary>How two pictures differ, in levels of 255 whatever their depth.</summary>
/// <param name="Name">What the pair is called.</param>
internal sealed record Comparison(string Name)
{
    /// <summary>Why they cannot be compared sample by sample, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Which of the two pictures does not exist.</summary>
    public Lack Lack { get; init; }

    /// <summary>Why one of them could not be read or replaced, or null.</summary>
    public FileException? Failure { get; init; }

    /// <summary>The files, where they were named by a command line.</summary>
    public PicturePair? Pair { get; init; }

    /// <summary>The pictures for a page, or null.</summary>
    public PageView? View { get; init; }

    /// <summary>Whether the actual picture has taken the expected one's place.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>How long the comparison took.</summary>
    public TimeSpan Time { get; init; }

    public double MaxDiff { get; init; }

    /// <summary>The mean difference of all samples; null if it was not asked for.</summary>
    public double? MeanDiff { get; init; }

    /// <summary>The number of pixels with a channel that differs by more than the tolerance.</summary>
    public long Over { get; init; }

    public long Pixels { get; init; }

    /// <summary>The pixels that do not count.</summary>
    public long Ignored { get; init; }

    /// <summary>The pixels over the tolerance that only smooth an edge and do not count.</summary>
    public long Smoothed { get; init; }

    /// <summary>
    /// 10 log10(255^2 / mean squared difference), in decibels; infinite for equal pictures; null if it was not asked for.
    /// </summary>
    public double? Psnr { get; init; }

    /// <summary>
    /// The mean structural similarity over frames and colour channels; null if it was not asked for, if the pictures are smaller than
    /// its window, or if a value is not finite.
    /// </summary>
    public double? Ssim { get; init; }

    /// <summary>Pixels by their difference, rounded up to levels; null if it was not asked for.</summary>
    public long[]? Histogram { get; init; }

    /// <summary>The largest connected regions of pixels over the tolerance, the largest first.</summary>
    public IReadOnlyList<DifferenceRegion> Regions { get; init; } = [];

    /// <summary>The number of all such regions.</summary>
    public long RegionCount { get; init; }

    /// <summary>The number of the frame with the most pixels over the tolerance, from 0, and the largest region of it.</summary>
    public (int Frame, DifferenceRegion? Region) Worst { get; init; }

    /// <summary>What kinds of pictures they are, where these differ; else null.</summary>
    public string? Kinds { get; init; }

    public double Percent => Pixels == 0 ? 0 : 100.0 * Over / Pixels;

    /// <summary>Whether one of the pictures could not be read or replaced.</summary>
    public bool IsUnreadable => Failure is not null;

    /// <summary>The larger, the more they differ.</summary>
    public double Badness => Problem is null ? Percent : 101;

    /// <summary>The command that puts the actual picture in the expected one's place; null where there is none to put there.</summary>
    public string? AcceptCommand => Pair is { Actual: { } actual } pair && !IsUnreadable
        ? $"kernelcli compare {PathStyle.Current.Quoted(actual)} {PathStyle.Current.Quoted(pair.Expected)} --accept"
        : null;

    /// <summary>Whether they count as equal.</summary>
    public bool IsEqual(Tolerance tolerance) =>
        Problem is null && !IsOverPercent(tolerance) && !IsBelowPsnr(tolerance) && !IsBelowSsim(tolerance);

    /// <summary>Whether too many pixels are over the tolerance.</summary>
    public bool IsOverPercent(Tolerance tolerance) => tolerance.CountsPixels && !(Percent <= tolerance.MaxPercent);

    /// <summary>Whether the signal-to-noise ratio is too small.</summary>
    public bool IsBelowPsnr(Tolerance tolerance) => tolerance.MinPsnr is { } least && MaxDiff != 0 && !(Psnr >= least);

    /// <summary>Whether the similarity is too small, or not known.</summary>
    public bool IsBelowSsim(Tolerance tolerance) => tolerance.MinSsim is { } least && MaxDiff != 0 && !(Ssim >= least);

    /// <summary>The comparison as one line of JSON.</summary>
    public string ToJson(Tolerance tolerance) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("kind", "comparison");
        json.WriteString("name", PathStyle.Current.Shown(Name));
        json.WriteBoolean("equal", IsEqual(tolerance));
        json.WriteBoolean("accepted", IsAccepted);
        json.WriteString("problem", Problem);
        if (Problem is not null)
            return;
        json.WriteFinite("max_diff", MaxDiff);
        json.WriteFinite("mean_diff", MeanDiff ?? double.NaN);
        json.WriteNumber("over", Over);
        json.WriteNumber("pixels", Pixels);
        json.WriteNumber("percent", Percent);
        json.WriteNumber("ignored", Ignored);
        json.WriteNumber("smoothed", Smoothed);
        json.WriteFinite("psnr", Psnr ?? double.NaN);
        json.WriteFinite("ssim", Ssim ?? double.NaN);
        json.WriteString("kinds", Kinds);
        json.WriteNumber("region_count", RegionCount);
        json.WriteStartArray("regions");
        foreach (DifferenceRegion region in Regions)
        {
            json.WriteStartObject();
            json.WriteNumber("x", region.X);
            json.WriteNumber("y", region.Y);
            json.WriteNumber("width", region.Width);
            json.WriteNumber("height", region.Height);
            json.WriteNumber("pixels", region.Pixels);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (Histogram is null)
            return;
        json.WriteStartArray("histogram");
        foreach (long count in Histogram)
            json.WriteNumberValue(count);
        json.WriteEndArray();
    });

}

/// <summary>Which picture of a pair does not exist.</summary>
internal enum Lack
{
    /// <summary>Both do.</summary>
    None,

    /// <summary>The one to check.</summary>
    Actual,

    /// <summary>The one that it should equal.</summary>
    Expected,
}
