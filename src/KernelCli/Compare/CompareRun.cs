using System.Diagnostics;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Progress;

namespace KernelCli.Cli.Compare;

/// <summary>
/// Runs <c>compare</c>: pairs side by side within one budget of threads and memory, results in the order of the names. A pair that
/// cannot be read does not stop the others.
/// </summary>
/// <param name="request">The parsed options.</param>
/// <param name="cancellation">Checked before every row.</param>
internal sealed class CompareRun(CompareRequest request, CancellationToken cancellation)
{
    // Results that may wait for that of a slower pair.
    private const int MostEarly = 1 << 14;

    private readonly List<Comparison> _comparisons = [];
    private readonly MemoryBudget _budget = new(request.Limits.MaxMemory);
    private PagePictures? _pictures;
    private ImageComparer _comparer = null!;
    private bool _isOnePair;

    private Tolerance Tolerance => request.Tolerance;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        List<PicturePair> pairs = request.FindPairs();
        _isOnePair = pairs.Count == 1 && request.Shard is null;
        int workers = Math.Clamp(pairs.Count, 1, request.Threads);
        _comparer = new ImageComparer(Tolerance, request.Limits, cancellation)
        {
            Metrics = request.Metrics,
            Ignored = request.Ignored,
            Threads = Math.Max(1, request.Threads / workers),
            Budget = workers > 1 ? _budget : null,
        };
        using PagePictures? pictures = _pictures = Array.Exists(request.Reports, report => report.IsPage)
            ? new PagePictures(pairs.Count) : null;
        var meter = new WorkMeter(pairs.Count, "pairs");
        var results = new ResultQueue<Comparison>(MostEarly, (_, comparison) => Take(comparison));
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        ProgressDisplay.Run(request.Arguments, meter, "", () => OrderedWork.ForEach(pairs, options, (pair, state, index) =>
        {
            results.WaitForTurn(index, () => state.ShouldExitCurrentIteration);
            PictureMeter picture = meter.Begin();
            long start = Stopwatch.GetTimestamp();
            Comparison comparison = Compare(pair, picture) with { Pair = pair };
            results.Add(index, comparison with { Time = Stopwatch.GetElapsedTime(start) });
            meter.End(picture, comparison.IsUnreadable);
        }));
        foreach (ReportFile report in request.Reports)
            report.Write(_comparisons, Tolerance, pictures);
        return Conclude();
    }

    private Comparison Compare(PicturePair pair, PictureMeter meter)
    {
        (string name, string? actual, string expected) = (pair.Name, pair.Actual, pair.Expected);
        try
        {
            Comparison comparison = actual is null
                ? new Comparison(name) { Problem = $"is missing in {request.Actual}", Lack = Lack.Actual }
                : !pair.IsExpected
                ? new Comparison(name) { Problem = $"is not expected: there is no {expected}", Lack = Lack.Expected }
                : _comparer.Run(name, actual, expected, request.Difference, meter);
            if (_pictures is not null && comparison.Lack is Lack.None && !comparison.IsEqual(Tolerance))
                comparison = comparison with { View = _pictures.Draw(_comparer, comparison, actual!, expected) };
            if (!request.Accepts || actual is null || comparison.IsEqual(Tolerance))
                return comparison;
            _comparer.Verify(actual);
            Accept(actual, expected);
            return comparison with { IsAccepted = true };
        }
        catch (FileException exception)
        {
            return new Comparison(name) { Problem = Failures.Describe(exception), Failure = exception };
        }
    }

    private void Take(Comparison comparison)
    {
        _comparisons.Add(comparison);
        if (comparison.Failure is { } failure)
            Failures.Report(failure, request.Arguments.Get(CommonOptions.Debug));
        if (request.IsJson && !(comparison.IsUnreadable && _isOnePair))
            Console.Out.WriteLine(comparison.ToJson(Tolerance));
        if (comparison.IsUnreadable)
            return;
        bool isEqual = comparison.IsEqual(Tolerance);
        if (!request.IsJson && !request.IsQuiet && (_isOnePair || !isEqual || request.IsVerbose))
            Tell(comparison);
        if (!isEqual && !comparison.IsAccepted)
            GitHubAnnotation.Write(comparison.Pair!.Actual ?? comparison.Pair.Expected,
                $"{comparison.Name}: {comparison.Describe(Tolerance)}");
    }

    private void Tell(Comparison comparison)
    {
        Console.Out.WriteLine(comparison.Line(Tolerance));
        if (request.Arguments.Get(CompareOptions.Regions))
            foreach (DifferenceRegion region in comparison.Regions)
                Console.Out.WriteLine($"  {region.Pixels} pixels in {region.Width}x{region.Height} at {region.X},{region.Y}");
    }

    private int Conclude()
    {
        int unreadable = _comparisons.Count(comparison => comparison.IsUnreadable);
        int accepted = _comparisons.Count(comparison => comparison.IsAccepted);
        List<Comparison> different =
            _comparisons.FindAll(comparison => !comparison.IsEqual(Tolerance) && !comparison.IsAccepted && !comparison.IsUnreadable);
        if (!_isOnePair && !request.IsJson && !request.IsQuiet)
            Console.Out.WriteLine($"{_comparisons.Count} pairs: {(different.Count == 0 ? "none" : different.Count)} different"
                + (accepted > 0 ? $", {accepted} accepted" : "") + (unreadable > 0 ? $", {unreadable} unreadable" : ""));
        if (unreadable > 0)
            return unreadable < _comparisons.Count ? ExitCode.Partial
                : _comparisons.TrueForAll(comparison => comparison.Failure!.IsLimit) ? ExitCode.Limit
                : ExitCode.Failed;

        // Of expected pictures without an actual one, none is deleted.
        return different.TrueForAll(comparison => request.Accepts && comparison.Lack is Lack.Actual) ? ExitCode.Done : ExitCode.Different;
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
