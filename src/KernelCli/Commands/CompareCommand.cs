using System.CommandLine;
using System.Diagnostics;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Compare;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Primitives;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli compare ACTUAL EXPECTED</c>.</summary>
internal static class CompareCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var files = new OperandDefinition("ACTUAL EXPECTED", "Two pictures, or two folders of pictures", Least: 2, Most: 2);
        return new DefinedCommand("compare", "Compare pictures: exit 0 where they are equal, 1 where they differ.",
            "ACTUAL EXPECTED [options]", files, CompareOptions.All, arguments => Run(arguments, cancellation));
    }

    private static int Run(ParsedArguments arguments, CancellationToken cancellation)
    {
        Tolerance tolerance = ToleranceOf(arguments);
        ImageLimits limits = CommonOptions.Limits(arguments);
        (string actualRoot, string expectedRoot) = (arguments.Inputs[0], arguments.Inputs[1]);
        var pairs = ImagePairs.Find(actualRoot, expectedRoot, arguments.Get(BatchOptions.Hidden));
        string? difference = arguments.Get(CompareOptions.Difference);
        if (difference is not null && pairs.Count > 1)
            throw new UsageException($"{CompareOptions.Difference.Name} {difference} is one picture, and there are {pairs.Count} pairs");
        if (difference is not null && arguments.Inputs.Exists(picture => RealPath.Of(picture) == RealPath.Of(difference)))
            throw new UsageException($"{CompareOptions.Difference.Name} {difference} would be written over a picture that is compared");
        if (arguments.Get(CompareOptions.Report) is { } named)
            ComparisonReport.Check(named);
        FileException? unreadable = null;
        bool accepts = arguments.Get(CompareOptions.Accept), isQuiet = arguments.Get(CompareOptions.Quiet);
        var comparer = new ImageComparer(tolerance, limits, cancellation)
        {
            Metrics = MetricsOf(arguments),
            Ignored = arguments.IsGiven(CompareOptions.Ignore) ? arguments.GetAll(CompareOptions.Ignore) : [],
        };
        var comparisons = new List<Comparison>();
        foreach ((string name, string? actual, string? expected) in pairs)
        {
            long start = Stopwatch.GetTimestamp();
            Comparison comparison = actual is null ? new Comparison(name) { Problem = $"is missing in {actualRoot}", IsMissing = true }
                : expected is null
                ? new Comparison(name) { Problem = $"is not expected: it is missing in {expectedRoot}", IsMissing = true }
                : CompareOne(comparer, name, actual, expected, difference, ref unreadable);
            if (accepts && actual is not null && !comparison.IsEqual(tolerance) && !comparison.IsUnreadable)
            {
                Accept(actual, expected ?? PathStyle.Current.Join(expectedRoot, name));
                comparison = comparison with { IsAccepted = true };
            }
            comparison = comparison with { Time = Stopwatch.GetElapsedTime(start) };
            comparisons.Add(comparison);
            if (pairs.Count == 1 && unreadable is not null)
                continue;
            if (arguments.Get(CommonOptions.Json))
                Console.Out.WriteLine(comparison.ToJson(tolerance));
            else if (!isQuiet && (pairs.Count == 1 || !comparison.IsEqual(tolerance) || arguments.Get(CommonOptions.Verbose)))
                Tell(comparison, tolerance, arguments, $"kernelcli compare {actualRoot} {expectedRoot} --accept");
            if (!comparison.IsEqual(tolerance) && !comparison.IsAccepted)
                GitHubAnnotation.Write(actual ?? expected!, $"{name}: {comparison.Describe()}");
        }
        int accepted = comparisons.Count(comparison => comparison.IsAccepted);
        List<Comparison> different = comparisons.FindAll(comparison => !comparison.IsEqual(tolerance) && !comparison.IsAccepted);
        if (pairs.Count > 1 && !arguments.Get(CommonOptions.Json) && !isQuiet)
            Console.Out.WriteLine($"{pairs.Count} pairs: {(different.Count == 0 ? "none" : different.Count)} different"
                + (accepted > 0 ? $", {accepted} accepted" : ""));
        if (arguments.Get(CompareOptions.Report) is { } report)
            ComparisonReport.Write(report, comparisons, tolerance);
        if (pairs.Count == 1 && unreadable is not null)
            throw unreadable;
        if (unreadable is not null)
            return ExitCode.Partial;

        // Of expected pictures without an actual one, none is deleted.
        return different.TrueForAll(comparison => accepts && comparison.IsMissing) ? ExitCode.Done : ExitCode.Different;
    }

    // An unreadable file is an error if it belongs to the only pair; among several pairs, its pair counts as different.
    private static Comparison CompareOne(ImageComparer comparer, string name, string actual, string expected,
        string? difference, ref FileException? unreadable)
    {
        try
        {
            return comparer.Run(name, actual, expected, difference);
        }
        catch (FileException exception)
        {
            unreadable = exception;
            return new Comparison(name) { Problem = Failures.Describe(exception), IsUnreadable = true };
        }
    }

    private static Tolerance ToleranceOf(ParsedArguments arguments)
    {
        double? psnr = arguments.Get(CompareOptions.MinPsnr), ssim = arguments.Get(CompareOptions.MinSsim);
        return BatchRequest.ToleranceOf(arguments) with
        {
            MinPsnr = psnr,
            MinSsim = ssim,
            SkipsSmoothedEdges = arguments.Get(CompareOptions.Antialiasing),
            CountsPixels = (psnr ?? ssim) is null || arguments.IsGiven(BatchOptions.MaxDiff) || arguments.IsGiven(BatchOptions.MaxPercent),
        };
    }

    // What a limit looks at is measured too.
    private static Metrics MetricsOf(ParsedArguments arguments) => arguments.Get(CompareOptions.MetricsList)
        | (arguments.IsGiven(CompareOptions.MinPsnr) ? Metrics.Psnr : Metrics.None)
        | (arguments.IsGiven(CompareOptions.MinSsim) ? Metrics.Ssim : Metrics.None);

    // One line, and what to do about it in the next.
    private static void Tell(Comparison comparison, Tolerance tolerance, ParsedArguments arguments, string accepting)
    {
        Console.Out.WriteLine($"{comparison.Name}: {comparison.Verdict(tolerance)}, {comparison.Describe()}");
        if (arguments.Get(CompareOptions.Regions))
            foreach (DifferenceRegion region in comparison.Regions)
                Console.Out.WriteLine(
                    $"  {region.Pixels} pixels in {region.Width}x{region.Height} at {region.X},{region.Y}");
        if (!comparison.IsAccepted && comparison.Remedy(tolerance) is { } remedy)
            Console.Out.WriteLine($"  {remedy}; {accepting} takes what is there now");
    }

    private static void Accept(string actual, string expected) => FileException.Guard(expected, () =>
    {
        if (Path.GetDirectoryName(expected) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        AtomicFile.Write(expected, stream =>
        {
            using Stream from = File.OpenRead(actual);
            from.CopyTo(stream);
        });
    });
}
