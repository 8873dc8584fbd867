using System.Globalization;
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

    /// <summary>How long the comparison took.</summary>
    public TimeSpan Time { get; init; }

    public double MaxDiff { get; init; }

    public double MeanDiff { get; init; }

    /// <summary>The number of pixels with a channel that differs by more than the tolerance.</summary>
    public long Over { get; init; }

    public long Pixels { get; init; }

    /// <summary>10 log10(255^2 / mean squared difference), in decibels; infinite for equal pictures.</summary>
    public double Psnr { get; init; }

    /// <summary>
    /// The mean structural similarity of the lumas; null if it was not measured, or if the pictures or their values are
    /// outside the range that <see cref="SimilarityPlanes"/> accepts.
    /// </summary>
    public double? Ssim { get; init; }

    public double Percent => Pixels == 0 ? 0 : 100.0 * Over / Pixels;

    /// <summary>Whether they count as equal.</summary>
    public bool IsEqual(Tolerance tolerance) => Problem is null && Percent <= tolerance.MaxPercent;

    /// <summary>Equal, within the tolerance, or different.</summary>
    public string Verdict(Tolerance tolerance) => !IsEqual(tolerance) ? "different" : MaxDiff > 0 ? "within the tolerance" : "equal";

    /// <summary>The problem, or the measured differences in one line.</summary>
    public string Describe()
    {
        if (Problem is not null)
            return Problem;
        string similarity = Ssim is { } ssim ? FormattableString.Invariant($", SSIM {ssim:0.00000}") : "";
        string differences = FormattableString.Invariant($"max {Finite(MaxDiff, "0.###")}, mean {Finite(MeanDiff, "0.#####")}");
        return FormattableString.Invariant(
            $"{differences}, {Over} of {Pixels} pixels over ({Percent:0.####} %), PSNR {Finite(Psnr, "0.00")} dB{similarity}");
    }

    /// <summary>The comparison as one line of JSON.</summary>
    public string ToJson(Tolerance tolerance) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("kind", "comparison");
        json.WriteString("name", PathStyle.Current.Shown(Name));
        json.WriteBoolean("equal", IsEqual(tolerance));
        json.WriteString("problem", Problem);
        if (Problem is not null)
            return;
        json.WriteFinite("max_diff", MaxDiff);
        json.WriteFinite("mean_diff", MeanDiff);
        json.WriteNumber("over", Over);
        json.WriteNumber("pixels", Pixels);
        json.WriteNumber("percent", Percent);
        json.WriteFinite("psnr", Psnr);
        json.WriteFinite("ssim", Ssim ?? double.NaN);
    });

    private static string Finite(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : value > 0 ? "inf" : "-inf";
}

/// <summary>Adds up the differences of the frames of two files.</summary>
internal sealed class DifferenceTotals
{
    private double _most;
    private double _sum;
    private double _squares;
    private double _similarity;
    private long _samples;
    private long _pixels;
    private long _over;
    private int _frames;
    private bool _isSimilarityKnown = true;

    /// <summary>Adds a frame.</summary>
    /// <param name="info">Its size and format.</param>
    /// <param name="most">The largest difference.</param>
    /// <param name="sum">The sum of the differences of all samples.</param>
    /// <param name="squares">The sum of their squares.</param>
    /// <param name="over">The number of pixels that differ by more than the tolerance.</param>
    /// <param name="similarity">The structural similarity, or null.</param>
    public void Add(ImageInfo info, double most, double sum, double squares, long over, double? similarity)
    {
        _most = Math.Max(_most, most);
        (_sum, _squares, _over) = (_sum + sum, _squares + squares, _over + over);
        (_samples, _pixels) = (_samples + ((long)info.RowSamples * info.Height), _pixels + info.Pixels);
        _similarity += similarity ?? 0;
        _isSimilarityKnown &= similarity is not null;
        _frames++;
    }

    /// <summary>The comparison of all frames; the structural similarity is the mean over them.</summary>
    public Comparison ToComparison(string name) => new(name)
    {
        MaxDiff = _most,
        MeanDiff = _sum / _samples,
        Over = _over,
        Pixels = _pixels,
        Psnr = 10 * Math.Log10(255.0 * 255 / (_squares / _samples)),
        Ssim = _isSimilarityKnown ? _similarity / _frames : null,
    };
}

/// <summary>How far pictures may differ and still count as equal.</summary>
/// <param name="MaxDiff">Differences up to this many levels of 255 do not count.</param>
/// <param name="MaxPercent">Up to this percentage of the pixels may differ by more.</param>
internal sealed record Tolerance(double MaxDiff, double MaxPercent);
