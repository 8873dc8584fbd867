using System.Diagnostics;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Options;
using Spectre.Console;

namespace KernelCli.Cli.Batch;

/// <summary>Shows the progress of a batch on standard error.</summary>
internal abstract class BatchProgress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _megapixels;

    /// <summary>The display that options and terminal ask for: a bar on a terminal, lines elsewhere, or nothing.</summary>
    public static BatchProgress Create(BatchRequest batch, ApplyRequest request, int count)
    {
        bool isTerminal = !Console.IsErrorRedirected;
        if (request.Quiet || request.DryRun || batch.Progress is When.Never || (batch.Progress is When.Auto && !isTerminal))
            return new NoProgress();
        return isTerminal ? new ProgressBar(count, batch.Color) : new ProgressLines(count);
    }

    /// <summary>Runs the work while progress is shown.</summary>
    public virtual void Run(Action work) => work();

    /// <summary>Counts a finished picture. It must not be called by two threads at once.</summary>
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

    /// <summary>The average throughput in millions of input pixels per second.</summary>
    protected double MegapixelsPerSecond => _megapixels / Math.Max(1e-3, Elapsed.TotalSeconds);

    /// <summary>Shows the current progress.</summary>
    protected abstract void Show();

    private sealed class NoProgress : BatchProgress
    {
        protected override void Show()
        {
        }
    }
}

/// <summary>A line every few seconds, and one at the end, for logs.</summary>
internal sealed class ProgressLines(int count) : BatchProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private TimeSpan _next = Interval;

    /// <inheritdoc/>
    protected override void Show()
    {
        TimeSpan elapsed = Elapsed;
        if (elapsed < _next && Done < count)
            return;
        _next = elapsed + Interval;
        TimeSpan left = elapsed * ((double)(count - Done) / Done);
        Console.Error.WriteLine(
            FormattableString.Invariant(
            $"{Done} of {count} files, {MegapixelsPerSecond:0.0} megapixels/s, {left.TotalSeconds:0} s left, {Failed} failed"));
    }
}

/// <summary>A bar on the terminal: files, megapixels per second, time left, failures.</summary>
internal sealed class ProgressBar(int count, When color) : BatchProgress
{
    private ProgressTask? _task;

    /// <inheritdoc/>
    public override void Run(Action work)
    {
        bool isPlain = color is When.Never || (color is When.Auto && Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 });
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            Ansi = AnsiSupport.Yes,
            ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
        });
        console.Progress()
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new RemainingTimeColumn())
            .Start(context =>
            {
                _task = context.AddTask(Describe(), maxValue: count);
                work();
            });
    }

    /// <inheritdoc/>
    protected override void Show()
    {
        _task!.Description = Describe();
        _task.Increment(1);
    }

    private string Describe() =>
        FormattableString.Invariant(
        $"{Done}/{count} files, {MegapixelsPerSecond:0.0} megapixels/s{(Failed == 0 ? "" : $", {Failed} failed")}");
}
