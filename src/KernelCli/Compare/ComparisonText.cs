using System.Globalization;
using System.Text;
using KernelCli.Cli.Paths;
using static System.FormattableString;

namespace KernelCli.Cli.Compare;

/// <summary>A comparison in words.</summary>
internal static class ComparisonText
{
    private const string NoTolerance = "no tolerance lets it pass";
    private const double MostLevels = 255;

    /// <summary>
    /// All that a person needs in one line: how many pixels, where, how far, what would let it pass, and what accepts it.
    /// </summary>
    public static string Line(this Comparison comparison, Tolerance tolerance)
    {
        var line = new StringBuilder($"{comparison.Name}: {comparison.Verdict(tolerance)}, {comparison.Describe(tolerance)}");
        if (comparison.IsAccepted || comparison.IsEqual(tolerance))
            return line.ToString();
        if (comparison.Remedy(tolerance) is { } remedy)
            line.Append($"; {remedy}");
        if (comparison.AcceptCommand is { } command)
            line.Append($"; {command} takes what is there now");
        return line.ToString();
    }

    /// <summary>Equal, within the tolerance, or different; or that it was accepted.</summary>
    public static string Verdict(this Comparison comparison, Tolerance tolerance) => comparison.IsAccepted ? "accepted"
        : !comparison.IsEqual(tolerance) ? "different"
        : comparison.MaxDiff > 0 || comparison.Smoothed > 0 ? "within the tolerance" : "equal";

    /// <summary>The problem, or the measured differences in one line.</summary>
    public static string Describe(this Comparison comparison, Tolerance tolerance)
    {
        if (comparison.Problem is { } problem)
            return problem;
        var text = new StringBuilder();
        if (comparison.Over == 0)
            text.Append(CultureInfo.InvariantCulture, $"max {Finite(comparison.MaxDiff, "0.###")}");
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{comparison.Over} of {comparison.Pixels} pixels ({comparison.Percent:0.####} %)");
            if (comparison.Regions is [{ } largest, ..])
                text.Append(comparison.RegionCount == 1 ? " in a region of " : $" in {comparison.RegionCount} regions, the largest ")
                    .Append(CultureInfo.InvariantCulture, $"{largest.Width}x{largest.Height} at {largest.X},{largest.Y}");
            text.Append(CultureInfo.InvariantCulture,
                $", by {(tolerance.MaxDiff > 0 ? Invariant($"more than {tolerance.MaxDiff:0.###} and ") : "")}up to "
                + $"{Finite(comparison.MaxDiff, "0.###")} level{(comparison.MaxDiff == 1 ? "" : "s")}");
        }
        if (comparison.MeanDiff is { } mean)
            text.Append(CultureInfo.InvariantCulture, $", mean {Finite(mean, "0.#####")}");
        if (comparison.Psnr is { } psnr)
            text.Append(CultureInfo.InvariantCulture, $", PSNR {Finite(psnr, "0.00")} dB")
                .Append(comparison.IsBelowPsnr(tolerance) ? Invariant($" (below {tolerance.MinPsnr:0.##})") : "");
        if (comparison.Ssim is { } ssim)
            text.Append(CultureInfo.InvariantCulture, $", SSIM {ssim:0.00000}");
        if (comparison.IsBelowSsim(tolerance))
            text.Append(comparison.Ssim is null ? ", no SSIM" : "")
                .Append(CultureInfo.InvariantCulture, $" (below {tolerance.MinSsim:0.#####})");
        if (comparison.Smoothed > 0)
            text.Append(CultureInfo.InvariantCulture, $", {comparison.Smoothed} pixels smoothed");
        if (comparison.Ignored > 0)
            text.Append(CultureInfo.InvariantCulture, $", {comparison.Ignored} pixels ignored");
        return comparison.Kinds is null ? text.ToString() : text.Append("; ").Append(comparison.Kinds).ToString();
    }

    /// <summary>What would let pictures that differ pass, in a few words; null where that is not a matter of tolerance.</summary>
    public static string? Remedy(this Comparison comparison, Tolerance tolerance)
    {
        if (comparison.Lack is not Lack.None || comparison.IsUnreadable || comparison.IsEqual(tolerance))
            return comparison.Lack is Lack.Actual && comparison.Pair is { } pair
                ? $"make it again, or remove {PathStyle.Current.Quoted(pair.Expected)}" : null;
        if (comparison.Problem is not null)
            return NoTolerance;
        var options = new List<string?>();
        if (comparison.IsOverPercent(tolerance))
            options.Add((comparison.MaxDiff <= MostLevels
                ? Invariant($"--max-diff {Math.Ceiling(comparison.MaxDiff * 100) / 100:0.##}, or with ") : "")
                + Invariant($"--max-percent {Math.Min(100, Math.Ceiling(comparison.Percent * 100) / 100):0.##}"));
        if (comparison.IsBelowPsnr(tolerance))
            options.Add(comparison.Psnr is >= 0 and var psnr ? Invariant($"--min-psnr {Math.Floor(psnr * 100) / 100:0.##}") : null);
        if (comparison.IsBelowSsim(tolerance))
            options.Add(comparison.Ssim is >= 0 and var ssim ? Invariant($"--min-ssim {Math.Floor(ssim * 10000) / 10000:0.####}") : null);
        return options.Contains(null) ? NoTolerance : $"passes with {string.Join(" and ", options)}";
    }

    private static string Finite(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : value > 0 ? "inf" : "-inf";
}
