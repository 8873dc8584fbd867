using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Progress;
using KernelCli.Primitives;

namespace KernelCli.Cli.Batch;

/// <summary>
/// Runs <c>apply</c> on many pictures in parallel, within one budget of threads and memory. A picture that fails does
/// not stop the others; failures are reported at the end.
/// </summary>
internal sealed class BatchRun(ApplyRequest request, BatchRequest batch, CancellationToken cancellation)
{
    private readonly int _threads = request.Chain.Geometry.Threads == 0 ? Environment.ProcessorCount : request.Chain.Geometry.Threads;
    private readonly MemoryBudget _budget = new(request.Chain.Limits.MaxMemory);
    private int _left;

    /// <summary>Runs the batch.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        List<BatchInput> inputs = InputFinder.Find(batch.Inputs);
        OutputConflicts.Check(inputs, request);
        FormatWarnings.Write(request, inputs, batch.Arguments);
        batch.Golden?.CheckCount(inputs.Count);
        List<JobResult> unmade = batch.Golden is null || batch.Shard is not null || request.DryRun ? []
            : batch.Golden.Unmade(inputs, request.Format);
        if (batch.Shard is { } shard)
            inputs.RemoveAll(input => !shard.Has(input));
        string chain = OutputFingerprint.Of(batch.Arguments, ApplyOptions.All, request.Files);
        ResumeIndex? earlier = batch.Resume is null ? null : ResumeIndex.Read(batch.Resume, chain);

        // If the resumed report is also the new one, lines are appended, so that its entries survive if this run ends early too.
        using ReportWriter? report = batch.Report is null || request.DryRun ? null
            : ReportWriter.Create(batch.Report, chain, inputs.Count + unmade.Count, batch.IsResumedInPlace ? earlier : null);
        var results = new BatchResults(request, batch, chain, report);
        var meter = new WorkMeter(inputs.Count, "files");
        _left = inputs.Count;
        int workers = Math.Clamp(inputs.Count, 1, _threads);

        // Plans are printed as they are made, in the inputs' order.
        var options = new ParallelOptions { MaxDegreeOfParallelism = request.DryRun ? 1 : workers, CancellationToken = cancellation };
        try
        {
            ProgressDisplay.Run(batch.Arguments, meter, results.ConcludeInterrupted, () => OrderedWork.ForEach(inputs, options,
                (input, state, index) =>
            {
                results.WaitForTurn(index, () => state.ShouldExitCurrentIteration);
                PictureMeter picture = meter.Begin();
                Action<JobResult>? beforeCommit = report is not null && request.Target.InPlace ? result => results.AddWriting(index, result)
                    : null;
                JobResult result = RunOne(input, earlier, workers, beforeCommit, picture);
                results.Add(index, result);
                meter.End(picture, result.Status is JobStatus.Failed);
            }));
        }
        catch (OperationCanceledException)
        {
            LastWords.Tell();
            return ExitCode.Interrupted;
        }
        for (int i = 0; i < unmade.Count; i++)
            results.Add(inputs.Count + i, unmade[i]);
        return results.Conclude();
    }

    private JobResult RunOne(BatchInput input, ResumeIndex? earlier, int workers, Action<JobResult>? beforeCommit, PictureMeter meter)
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
                    OutputHash = valid.OutputHash,
                    Files = valid.Files,
                }
                : request.Target.IsCheckOnly && !request.DryRun
                ? CheckOnly(input, threads, meter)
                : new ApplyJob(request.WithThreads(threads), input, _budget, beforeCommit, meter, cancellation).Run();
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
    }

    // The result is compared as it would be read back from the golden image's format, so that the verdict is that of a run which keeps it.
    private JobResult CheckOnly(BatchInput input, int threads, PictureMeter meter)
    {
        string golden = batch.Golden!.PathFor(input, request.Format?.Extensions[0]);
        string folder = Directory.CreateTempSubdirectory("kernelcli-").FullName;
        try
        {
            string file = Path.Combine(folder, $"result{Path.GetExtension(golden)}");
            ApplyRequest kept = request.WithThreads(threads) with { Target = request.Target.To(file) };
            JobResult result = new ApplyJob(kept, input, _budget, null, meter, cancellation).Run() with { Output = null };
            return batch.Golden.Check(input, result, file, request.Chain.Limits, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
