using KernelCli.Cli.Options;
using KernelCli.Primitives;

namespace KernelCli.Cli.Compare;

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
    private long _worstOver = -1;
    private (int Frame, DifferenceRegion? Region) _worst;
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
        List<DifferenceRegion> found = regions.Find();
        _regions.AddRange(found);
        if (differences.Over > _worstOver)
            (_worstOver, _worst) = (differences.Over, (_frames, found is [{ } largest, ..] ? largest : null));
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
        Worst = _worst,
        Kinds = _kinds,
    };
}
