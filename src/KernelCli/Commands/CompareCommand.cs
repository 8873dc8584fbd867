using System.CommandLine;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Compare;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Primitives;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli compare ACTUAL EXPECTED</c>.</summary>
internal static class CompareCommand
{
    private static readonly OptionSpec Difference = new("--diff", "FILE", "A picture of the differences: black where there are none");
    private static readonly OptionSpec Report = new("--report", "FILE.xml", "A JUnit file for CI");
    private static readonly OptionSpec Json = new("--json", null, "One JSON object a pair");

    public static Command Create(CancellationToken cancellation)
    {
        var files = new Argument<string[]>("ACTUAL EXPECTED") { Description = "Two pictures, or two folders of pictures", Arity = new ArgumentArity(2, 2) };
        var command = new Command("compare", "Compare pictures: exit 0 where they are equal, 1 where they differ.");
        var binding = new OptionBinding(command, files, [BatchOptions.MaxDiff, BatchOptions.MaxPercent, Difference, Report, Json, ApplyOptions.MaxPixels, ApplyOptions.MaxMemory, ApplyOptions.Quiet, ApplyOptions.Debug]);
        command.SetAction(parsed => Run(binding.Read(parsed), cancellation));
        return command;
    }

    private static int Run(ParsedArguments words, CancellationToken cancellation)
    {
        Tolerance tolerance = BatchRequest.ToleranceOf(words);
        ImageLimits limits = OptionValues.Limits(words.Text(ApplyOptions.MaxPixels), words.Text(ApplyOptions.MaxMemory));
        var pairs = ImagePairs.Find(words.Arguments[0], words.Arguments[1]);
        string? difference = words.Text(Difference);
        if (difference is not null && pairs.Count > 1)
            throw new UsageException($"--diff {difference} is one picture, and there are {pairs.Count} pairs");
        if (difference is not null && words.Arguments.Exists(picture => RealPath.Of(picture) == RealPath.Of(difference)))
            throw new UsageException($"--diff {difference} would be written over a picture that is compared");
        FileException? unreadable = null;
        var comparer = new ImageComparer(tolerance, limits, measuresSimilarity: true, cancellation);
        var comparisons = new List<Comparison>();
        foreach ((string name, string? actual, string? expected) in pairs)
        {
            Comparison comparison = actual is null ? new Comparison(name) { Problem = $"is missing in {words.Arguments[0]}" }
                : expected is null ? new Comparison(name) { Problem = $"is not expected: it is missing in {words.Arguments[1]}" }
                : CompareOne(comparer, name, actual, expected, difference, ref unreadable);
            comparisons.Add(comparison);
            if (pairs.Count == 1 && unreadable is not null)
                continue;
            if (words.Has(Json))
                Console.Out.WriteLine(comparison.ToJson(tolerance));
            else if (!words.Has(ApplyOptions.Quiet))
                Console.Out.WriteLine($"{name}: {(comparison.IsEqual(tolerance) ? "equal" : "different")}, {comparison.Describe()}");
        }
        if (words.Text(Report) is { } report)
            JunitReport.Write(report, comparisons, tolerance);
        if (pairs.Count == 1 && unreadable is not null)
            throw unreadable;
        return comparisons.TrueForAll(comparison => comparison.IsEqual(tolerance)) ? ExitCode.Done : ExitCode.Different;
    }

    // One pair of files that cannot be read has no answer; among many it is one that is not right.
    private static Comparison CompareOne(ImageComparer comparer, string name, string actual, string expected, string? difference, ref FileException? unreadable)
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
