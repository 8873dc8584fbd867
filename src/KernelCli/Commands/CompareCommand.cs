using System.CommandLine;
using System.Diagnostics;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Compare;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
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
        Tolerance tolerance = BatchRequest.ToleranceOf(arguments);
        ImageLimits limits = CommonOptions.Limits(arguments);
        (string actualRoot, string expectedRoot) = (arguments.Inputs[0], arguments.Inputs[1]);
        var pairs = ImagePairs.Find(actualRoot, expectedRoot, arguments.Get(BatchOptions.Hidden));
        string? difference = arguments.Get(CompareOptions.Difference);
        if (difference is not null && pairs.Count > 1)
            throw new UsageException($"{CompareOptions.Difference.Name} {difference} is one picture, and there are {pairs.Count} pairs");
        if (difference is not null && arguments.Inputs.Exists(picture => RealPath.Of(picture) == RealPath.Of(difference)))
            throw new UsageException($"{CompareOptions.Difference.Name} {difference} would be written over a picture that is compared");
        FileException? unreadable = null;
        var comparer = new ImageComparer(tolerance, limits, measuresSimilarity: true, cancellation);
        var comparisons = new List<Comparison>();
        foreach ((string name, string? actual, string? expected) in pairs)
        {
            long start = Stopwatch.GetTimestamp();
            Comparison comparison = actual is null ? new Comparison(name) { Problem = $"is missing in {actualRoot}", IsMissing = true }
                : expected is null
                ? new Comparison(name) { Problem = $"is not expected: it is missing in {expectedRoot}", IsMissing = true }
                : CompareOne(comparer, name, actual, expected, difference, ref unreadable);
            comparisons.Add(comparison with { Time = Stopwatch.GetElapsedTime(start) });
            if (pairs.Count == 1 && unreadable is not null)
                continue;
            if (arguments.Get(CommonOptions.Json))
                Console.Out.WriteLine(comparison.ToJson(tolerance));
            else if (!arguments.Get(CompareOptions.Quiet) && (pairs.Count == 1 || !comparison.IsEqual(tolerance)
                || arguments.Get(CommonOptions.Verbose)))
                Console.Out.WriteLine($"{name}: {comparison.Verdict(tolerance)}, {comparison.Describe()}");
            if (!comparison.IsEqual(tolerance))
                GitHubAnnotation.Write(actual ?? expected!, $"{name}: {comparison.Describe()}");
        }
        int different = comparisons.Count(comparison => !comparison.IsEqual(tolerance));
        if (pairs.Count > 1 && !arguments.Get(CommonOptions.Json) && !arguments.Get(CompareOptions.Quiet))
            Console.Out.WriteLine($"{pairs.Count} pairs: {(different == 0 ? "none" : different)} different");
        if (arguments.Get(CompareOptions.Report) is { } report)
            JunitReport.Write(report, comparisons, tolerance);
        if (pairs.Count == 1 && unreadable is not null)
            throw unreadable;
        return different == 0 ? ExitCode.Done : ExitCode.Different;
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
            return new Comparison(name) { Problem = Failures.Describe(exception) };
        }
    }
}
