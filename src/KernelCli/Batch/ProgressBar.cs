using System.Diagnostics;
using KernelCli.Cli.Jobs;
using Spectre.Console;

namespace KernelCli.Cli.Batch;

/// <summary>A bar on the terminal: files, megapixels per second, time left, failures.</summary>
internal sealed class ProgressBar(int count, ColorMode color) : BatchProgress
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private ProgressTask? _task;
    private int _done;
    private int _failed;
    private double _megapixels;

    /// <inheritdoc/>
    public override void Run(Action work)
    {
        bool isPlain = color is ColorMode.Never || (color is ColorMode.Auto && Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 });
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
    public override void Advance(JobResult result)
    {
        _done++;
        _failed += result.Status is JobStatus.Failed ? 1 : 0;
        _megapixels += Megapixels(result);
        _task!.Description = Describe();
        _task.Increment(1);
    }

    private string Describe() => FormattableString.Invariant(
        $"{_done}/{count} files, {_megapixels / Math.Max(1e-3, _watch.Elapsed.TotalSeconds):0.0} megapixels/s{(_failed == 0 ? "" : $", {_failed} failed")}");
}
