using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Primitives;

namespace KernelCli.Cli.Batch;

/// <summary>
/// Runs <c>apply</c> on many pictures in parallel, within one budget of threads and memory. A picture that fails does
/// not stop the others; failures are reported at the end.
/// </summary>
internal sealed class BatchRun(ApplyRequest request, BatchRequest batch, CancellationToken cancellation)
{
    // A larger fraction of clipped samples causes a warning.
    private const double MaxClipped = 0.01;

    private readonly int _threads = request.Chain.Geometry.Threads == 0 ? Environment.ProcessorCount : request.Chain.Geometry.Threads;
    private readonly MemoryBudget _budget = new(request.Chain.Limits.MaxMemory);
    private readonly List<JobResult> _failures = [];
    private readonly List<JobResult> _remarks = [];
    private readonly List<JobResult> _noted = [];
    private readonly object _lock = new();
    private int _left;

    /// <summary>Runs the batch.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        List<BatchInput> inputs = InputFinder.Find(batch.Inputs);
        OutputConflicts.Check(inputs, request);
        batch.Golden?.CheckCount(inputs.Count);
        List<JobResult> unmade = batch.Golden is null || batch.Shard is not null || request.DryRun ? []
            : batch.Golden.Unmade(inputs, request.Format);
        if (batch.Shard is { } shard)
            inputs.RemoveAll(input => !shard.Has(input));
        string chain = OutputFingerprint.Of(batch.Arguments, ApplyOptions.All, request.Files);
        ResumeIndex? earlier = batch.Resume is null ? null : ResumeIndex.Read(batch.Resume, chain);

        // If the resumed report is also the new one, lines are appended, so that its entries survive if this run ends early too.
        using ReportWriter? report = batch.Report is null || request.DryRun
            ? null
            : ReportWriter.Create(batch.Report, chain, append: batch.IsResumedInPlace);
        BatchProgress progress = BatchProgress.Create(batch, request, inputs.Count);
        var totals = new BatchTotals();
        _left = inputs.Count;
        int workers = Math.Clamp(inputs.Count, 1, _threads);
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        progress.Run(() => ForEach(inputs, options, input =>
        {
            JobResult result = RunOne(input, earlier, report, workers);
            lock (_lock)
            {
                Record(result);
                progress.Advance(result);
            }
        }));
        unmade.ForEach(Record);
        report?.WriteSummary(totals);
        if (request.Json && !request.DryRun)
            Console.Out.WriteLine(ReportLine.Summary(totals));
        return Conclude(totals);

        void Record(JobResult result)
        {
            totals.Add(result);
            report?.Write(result);
            if (request.Json && !request.DryRun)
                Console.Out.WriteLine(ReportLine.ToJson(result, chain));
            if (result.Note is not null)
                _noted.Add(result);
            if (result.Status is JobStatus.Failed)
                _failures.Add(result);
            else if (result.Status is JobStatus.Different || result.Statistics is { ClippedPart: > MaxClipped })
                _remarks.Add(result);
        }
    }

    // Hands out the inputs in order, one at a time per worker. An exception of one worker stops all of them and is rethrown unwrapped.
    private static void ForEach(List<BatchInput> inputs, ParallelOptions options, Action<BatchInput> action)
    {
        try
        {
            Parallel.ForEach(Partitioner.Create(inputs, EnumerablePartitionerOptions.NoBuffering), options, action);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private JobResult RunOne(BatchInput input, ResumeIndex? earlier, ReportWriter? report, int workers)
    {
        string? output = request.OutputOf(input);
        if (output is not null && output != StandardStreams.Name && !request.DryRun)
            AtomicFile.SweepBeside(output);

        // When fewer pictures than workers remain, they share the idle threads.
        int remaining = Interlocked.Decrement(ref _left) + 1, threads = Math.Max(1, _threads / Math.Min(workers, remaining));
        try
        {
            JobResult result = earlier?.Find(input.Path, output) is { } valid
                ? new JobResult(input.Path, output, JobStatus.Kept)
                {
                    InputHash = valid.InputHash,
                    SampleHash = valid.SampleHash,
                    OutputHash = valid.OutputHash
                }
                : request.Target.IsCheckOnly && !request.DryRun
                ? CheckOnly(input, threads)
                : new ApplyJob(request.WithThreads(threads), input, _budget, report is not null && request.Target.InPlace
                    ? WriteToReport
                    : null, cancellation).Run();
            return batch.Golden is { } golden && result.Output is not null && !request.DryRun
                ? golden.Check(input, result, result.Output, request.Chain.Limits, cancellation)
                : result;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ClosedPipeException))
        {
            if (request.Debug)
                Console.Error.WriteLine(Failures.Stack(exception));
            return new JobResult(input.Path, output, JobStatus.Failed)
            {
                Error = Failures.Describe(exception is FileException or UsageException ? exception
                    : new FileException(input.Path, exception)),
                IsRefusedByLimit = (exception as FileException)?.InnerException is ImageLimitException,
            };
        }

        void WriteToReport(JobResult result)
        {
            lock (_lock)
                report!.Write(result);
        }
    }

    // The result is compared as it would be read back from the golden image's format, so that the verdict is that of a run which keeps it.
    private JobResult CheckOnly(BatchInput input, int threads)
    {
        string golden = batch.Golden!.PathFor(input, request.Format?.Extensions[0]);
        string folder = Directory.CreateTempSubdirectory("kernelcli-").FullName;
        try
        {
            string file = Path.Combine(folder, $"result{Path.GetExtension(golden)}");
            ApplyRequest kept = request.WithThreads(threads) with { Target = request.Target.To(file) };
            JobResult result = new ApplyJob(kept, input, _budget, null, cancellation).Run() with { Output = null };
            return batch.Golden.Check(input, result, file, request.Chain.Limits, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Messages are written at the end, so that they do not break the progress bar, and in the order of the names.
    private void WriteMessages(JobResult result)
    {
        if (!request.Quiet && result.Statistics is { ClippedPart: > MaxClipped } clipped)
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

    private int Conclude(BatchTotals totals)
    {
        WriteNotes();
        foreach (JobResult result in _remarks.Concat(_failures).OrderBy(result => result.Input, StringComparer.Ordinal))
            WriteMessages(result);
        if (totals.Failed == 0)
            return totals.Different > 0 ? ExitCode.Different : ExitCode.Done;
        if (totals.Count > 1)
            Failures.WriteLine($"{totals.Failed} of {totals.Count} failed");
        if (totals.Failed < totals.Count)
            return ExitCode.Partial;
        return _failures.TrueForAll(failure => failure.IsRefusedByLimit) ? ExitCode.Limit : ExitCode.Failed;
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
}
