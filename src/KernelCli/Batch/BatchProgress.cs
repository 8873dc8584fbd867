using System.Diagnostics;
using KernelCli.Cli.Apply;

namespace KernelCli.Cli.Batch;

/// <summary>Tells on standard error how far a batch is.</summary>
internal abstract class BatchProgress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _megapixels;

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
    public void Advance(JobResult result)
    {
        Done++;
        Failed += result.Status is JobStatus.Failed ? 1 : 0;
        _megapixels += (result.Source?.Pixels ?? 0) / 1e6;
        Show();
    }

    /// <summary>Pictures that are finished.</summary>
    protected int Done { get; private set; }

    /// <summary>Pictures that failed.</summary>
    protected int Failed { get; private set; }

    /// <summary>Time since the beginning.</summary>
    protected TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Millions of pixels that were read in a second.</summary>
    protected double MegapixelsPerSecond => _megapixels / Math.Max(1e-3, Elapsed.TotalSeconds);

    /// <summary>Shows what is done by now.</summary>
    protected abstract void Show();

    private sealed class NoProgress : BatchProgress
    {
        protected override void Show()
        {
        }
    }
}
