using KernelCli.Cli.Jobs;

namespace KernelCli.Cli.Batch;

/// <summary>Tells on standard error how far a batch is.</summary>
internal abstract class BatchProgress : IDisposable
{
    /// <summary>The display that options and terminal ask for: a bar on a terminal, lines elsewhere, or nothing.</summary>
    public static BatchProgress Create(BatchRequest batch, ApplyRequest request, int count)
    {
        bool isTerminal = !Console.IsErrorRedirected;
        if (request.Quiet || request.DryRun || batch.Progress is ProgressMode.Never || (batch.Progress is ProgressMode.Auto && !isTerminal))
            return new NoProgress();
        return isTerminal ? new ProgressBar(count, batch.Color) : new ProgressLines(count);
    }

    /// <summary>Runs the work while progress is shown.</summary>
    public virtual void Run(Action work) => work();

    /// <summary>A picture is finished; never called by two threads at once.</summary>
    public abstract void Advance(JobResult result);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }

    /// <summary>Millions of pixels that were read for a result.</summary>
    protected static double Megapixels(JobResult result) => (result.Source?.Pixels ?? 0) / 1e6;

    private sealed class NoProgress : BatchProgress
    {
        public override void Advance(JobResult result)
        {
        }
    }
}
