using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Cli.Progress;

namespace KernelCli.Cli.Batch;

/// <summary>
/// What became of the pictures of a batch. Results come in from several threads as pictures finish; lines on standard output go out in the
/// order of the inputs, messages at the end in the order of the names.
/// </summary>
internal sealed class BatchResults
{
    // A larger fraction of clipped samples causes a warning.
    private const double MaxClipped = 0.01;

    // Results that may wait for that of a slower picture.
    private const int MostEarly = 1 << 14;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private readonly BatchTotals _totals = new();
    private readonly List<JobResult> _failures = [];
    private readonly List<JobResult> _remarks = [];
    private readonly List<JobResult> _noted = [];
    private readonly object _lock = new();
    private readonly bool _isJson;
    private readonly ReportWriter? _report;
    private readonly string _chain;
    private readonly ApplyRequest _request;
    private readonly string? _reportPath;

    // Only for lines whose order cannot be changed afterwards.
    private readonly ResultQueue<JobResult>? _lines;
    private bool _isConcluded;

    /// <param name="request">The parsed options.</param>
    /// <param name="batch">Those of the batch.</param>
    /// <param name="chain">The fingerprint of the run.</param>
    /// <param name="report">The report, or null.</param>
    public BatchResults(ApplyRequest request, BatchRequest batch, string chain, ReportWriter? report)
    {
        (_request, _reportPath, _chain, _report) = (request, batch.Report, chain, report);
        _isJson = request is { Json: true, DryRun: false };
        if (_isJson || report is { IsFile: false })
            _lines = new ResultQueue<JobResult>(MostEarly, WriteLine);
    }

    /// <inheritdoc cref="ResultQueue{T}.WaitForTurn"/>
    public void WaitForTurn(int index, Func<bool> isStopped) => _lines?.WaitForTurn(index, isStopped);

    /// <summary>Takes a result.</summary>
    /// <param name="index">The picture's place among the inputs.</param>
    /// <param name="result">What was done with it.</param>
    public void Add(int index, JobResult result)
    {
        lock (_lock)
        {
            if (_isConcluded)
                return;
            _totals.Add(result);
            if (_report is { IsFile: true })
                _report.Write(index, result);
            if (result.Note is not null)
                _noted.Add(result);
            if (result.Status is JobStatus.Failed)
                _failures.Add(result);
            else if (result.Status is JobStatus.Different || result.Statistics is { ClippedPart: > MaxClipped })
                _remarks.Add(result);
            _lines?.Add(index, result);
        }
    }

    /// <summary>Reports that a picture is about to be replaced in place.</summary>
    /// <exception cref="OperationCanceledException">The report is complete, so that no picture may be replaced any more.</exception>
    public void AddWriting(int index, JobResult result)
    {
        lock (_lock)
        {
            if (_isConcluded)
                throw new OperationCanceledException();
            _report?.Write(index, result);
        }
    }

    /// <summary>Completes the report, writes the messages, and returns the exit code.</summary>
    public int Conclude()
    {
        lock (_lock)
        {
            Complete(left: 0);
            if (_totals.Failed == 0)
                return _totals.Different > 0 ? ExitCode.Different : ExitCode.Done;
            if (_totals.Count > 1)
                Failures.WriteLine($"{_totals.Failed} of {_totals.Count} failed");
            if (_totals.Failed < _totals.Count)
                return ExitCode.Partial;
            return _failures.TrueForAll(failure => failure.IsRefusedByLimit) ? ExitCode.Limit : ExitCode.Failed;
        }
    }

    /// <summary>Does the same when the run was interrupted, and tells how far it was and how it goes on.</summary>
    public void ConcludeInterrupted(ProgressState state)
    {
        // A thread that holds the lock may be stuck on a pipe.
        if (!Monitor.TryEnter(_lock, Patience))
        {
            Failures.WriteLine(state.Interrupted);
            return;
        }
        try
        {
            if (_isConcluded)
                return;
            Complete(Math.Max(0, state.Total - _totals.Count));
            Failures.WriteLine((state with { Done = _totals.Count, Failed = _totals.Failed }).Interrupted
                + (state.Total == 1 ? _request.Target.AfterInterruption : WayOn()));
        }
        finally
        {
            Monitor.Exit(_lock);
        }
    }

    private void Complete(int left)
    {
        _isConcluded = true;
        _lines?.HandOnRest();
        WriteNotes();
        foreach (JobResult result in _remarks.Concat(_failures).OrderBy(result => result.Input, StringComparer.Ordinal))
            WriteMessages(result);
        if (_request is { Verbose: true, DryRun: false } && _totals.Count > 1)
            Console.Error.WriteLine($"{_totals.Count} files: {_totals}");
        _report?.Finish(_totals, left);
        if (_isJson)
            Console.Out.WriteLine(ReportLine.Summary(_totals, left));
    }

    private void WriteLine(int index, JobResult result)
    {
        if (_report is { IsFile: false })
            _report.Write(index, result);
        if (_isJson)
            Console.Out.WriteLine(ReportLine.ToJson(result, _chain));
    }

    // A picture that was filtered in place is there too, but would be filtered once more.
    private string WayOn()
    {
        List<string> ways = [];
        if (_request.Target is { InPlace: false, IsCheckOnly: false })
            ways.Add("--skip-existing");
        if (_report is { IsFile: true } && _reportPath!.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            ways.Add($"--resume {_reportPath}");
        return ways.Count == 0 ? "" : $"; {string.Join(" or ", ways)} goes on";
    }

    private void WriteMessages(JobResult result)
    {
        if (!_request.Quiet && result.Statistics is { ClippedPart: > MaxClipped } clipped)
            Failures.WriteWarning(
                FormattableString.Invariant(
                $"{result.Input}: {clipped.ClippedPart * 100:0.#} % of the samples were clipped; --range says how to bring them in"));
        if (result.Error is null)
            return;
        Failures.WriteLine(result.Error);
        GitHubAnnotation.Write(result.Input, result.Error);
    }

    // A note that applies to several pictures is written once.
    private void WriteNotes()
    {
        foreach (IGrouping<string, JobResult> same in _noted.OrderBy(result => result.Input, StringComparer.Ordinal)
            .GroupBy(result => result.Note!))
            Failures.WriteNote($"{same.First().Input}{(same.Count() > 1 ? $" and {same.Count() - 1} more" : "")}: {same.Key}");
    }
}

/// <summary>The number of pictures by status.</summary>
internal sealed class BatchTotals
{
    private readonly int[] _counts = new int[Enum.GetValues<JobStatus>().Length];

    public int Count => _counts.Sum();

    public int Failed => Of(JobStatus.Failed);

    public int Different => Of(JobStatus.Different);

    public int Of(JobStatus status) => _counts[(int)status];

    public void Add(JobResult result) => _counts[(int)result.Status]++;

    /// <summary>The numbers that are not 0, in words.</summary>
    public override string ToString() => string.Join(", ", Enum.GetValues<JobStatus>().Where(status => Of(status) > 0)
        .Select(status => $"{Of(status)} {ReportLine.NameOf(status)}"));
}
