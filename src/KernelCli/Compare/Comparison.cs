using System.Globalization;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Primitives;

namespace KernelCli.Cli.Compare;

/// <summary>How two pictures differ, in levels of 255 whatever their depth.</summary>
/// <param name="Name">What the pair is called.</param>
internal sealed record Comparison(string Name)
{
    /// <summary>Why they cannot be compared sample by sample, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether one of the two pictures does not exist.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Whether one of them cannot be read.</summary>
    public bool IsUnreadable { get; init; }

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

    /// <summary>What kinds of pictures they are, where these differ; else null.</summary>
    public string? Kinds { get; init; }

    public double Percent => Pixels == 0 ? 0 : 100.0 * Over / Pixels;

    /// <summary>Whether they count as equal.</summary>
    public bool IsEqual(Tolerance tolerance) => Problem is null
        && (!tolerance.CountsPixels || Percent <= tolerance.MaxPercent)
        && (tolerance.MinPsnr is not { } psnr || MaxDiff == 0 || Psnr >= psnr)
        && (tolerance.MinSsim is not { } ssim || MaxDiff == 0 || Ssim >= ssim);

    /// <summary>Equal, within the tolerance, or different; or that it was accepted.</summary>
    public string Verdict(Tolerance tolerance) => IsAccepted ? "accepted"
        : !IsEqual(tolerance) ? "different"
        : MaxDiff > 0 || Smoothed > 0 ? "within the tolerance" : "equal";

    /// <summary>The problem, or the measured differences in one line.</summary>
    public string Describe()
    {
        if (Problem is not null)
            return Problem;
        var text = new System.Text.StringBuilder($"max {Finite(MaxDiff, "0.###")}");
        if (MeanDiff is { } mean)
            text.Append(CultureInfo.InvariantCulture, $", mean {Finite(mean, "0.#####")}");
        text.Append(CultureInfo.InvariantCulture, $", {Over} of {Pixels} pixels over ({Percent:0.####} %)");
        if (Psnr is { } psnr)
            text.Append(CultureInfo.InvariantCulture, $", PSNR {Finite(psnr, "0.00")} dB");
        if (Ssim is { } ssim)
            text.Append(CultureInfo.InvariantCulture, $", SSIM {ssim:0.00000}");
        if (Regions is [{ } largest, ..])
            text.Append(CultureInfo.InvariantCulture,
                $", in {RegionCount} region{(RegionCount == 1 ? "" : "s")}, the largest {largest.Width}x{largest.Height} at "
                + $"{largest.X},{largest.Y}");
        if (Smoothed > 0)
            text.Append(CultureInfo.InvariantCulture, $", {Smoothed} pixels smoothed");
        if (Ignored > 0)
            text.Append(CultureInfo.InvariantCulture, $", {Ignored} pixels ignored");
        return Kinds is null ? text.ToString() : text.Append("; ").Append(Kinds).ToString();
    }

    /// <summary>What would let pictures that differ pass, in one line; null where nothing would.</summary>
    public string? Remedy(Tolerance tolerance)
    {
        if (Problem is not null || IsEqual(tolerance) || !tolerance.CountsPixels || !double.IsFinite(MaxDiff))
            return null;
        double percent = Math.Ceiling(Percent * 100) / 100;
        return FormattableString.Invariant(
            $"passes with --max-diff {Math.Ceiling(MaxDiff * 100) / 100:0.##}, or with --max-percent {Math.Min(100, percent):0.##}");
    }

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

    private static string Finite(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : value > 0 ? "inf" : "-inf";
}

/// <summary>Adds up the differences of the frames of two files.</summary>
internal sealed class DifferenceTotals
{
    private readonly long[] _histogram = new long[256];
    private readonly List<DifferenceRegion> _regions = [];
    private double _most;
    private double _sum;
    private double _squares;
    private double _similarity;
    private long _samples;
    private long _pixels;
    private long _ignored;
    private long _smoothed;
    private long _over;
    private long _regionCount;
    private int _frames;
    private bool _isSimilarityKnown = true;
    private string? _kinds;

    /// <summary>Notes the formats of a frame.</summary>
    public void AddKinds(PixelFormat actual, PixelFormat expected)
    {
        if (actual != expected)
            _kinds ??= $"{actual} where {expected} is expected";
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="info">Its size.</param>
    /// <param name="channels">Channels that were compared.</param>
    /// <param name="differences">The differences.</param>
    /// <param name="regions">Where they are.</param>
    /// <param name="similarity">The structural similarity, or null.</param>
    /// <param name="ignored">The pixels that do not count.</param>
    public void Add(ImageInfo info, int channels, RowDifferences differences, DifferenceRegions regions, double? similarity, long ignored)
    {
        _most = Math.Max(_most, differences.Most);
        (_sum, _squares, _over) = (_sum + differences.Sum, _squares + differences.Squares, _over + differences.Over);
        (_samples, _pixels) = (_samples + (info.Pixels * channels), _pixels + info.Pixels);
        (_ignored, _smoothed) = (_ignored + ignored, _smoothed + differences.Smoothed);
        for (int i = 0; i < _histogram.Length; i++)
            _histogram[i] += differences.Histogram[i];
        _histogram[0] = _pixels - _histogram.Skip(1).Sum();
        _regions.AddRange(regions.Find());
        _regionCount += regions.Count;
        _similarity += similarity ?? 0;
        _isSimilarityKnown &= similarity is { } known && double.IsFinite(known);
        _frames++;
    }

    /// <summary>The comparison of all frames; the structural similarity is the mean over them.</summary>
    public Comparison ToComparison(string name, Metrics metrics) => new(name)
    {
        MaxDiff = _most,
        MeanDiff = metrics.HasFlag(Metrics.Mean) ? _sum / _samples : null,
        Over = _over,
        Pixels = _pixels,
        Ignored = _ignored,
        Smoothed = _smoothed,
        Psnr = metrics.HasFlag(Metrics.Psnr) ? 10 * Math.Log10(255.0 * 255 / (_squares / _samples)) : null,
        Ssim = _isSimilarityKnown ? _similarity / _frames : null,
        Histogram = metrics.HasFlag(Metrics.Histogram) ? _histogram : null,
        Regions = [.. _regions.OrderByDescending(region => region.Pixels).Take(DifferenceRegions.Most)],
        RegionCount = _regionCount,
        Kinds = _kinds,
    };
}

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
}
