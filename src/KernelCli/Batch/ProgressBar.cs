using Spectre.Console;

namespace KernelCli.Cli.Batch;

/// <summary>A bar on the terminal: files, megapixels per second, time left, failures.</summary>
internal sealed class ProgressBar(int count, ColorMode color) : BatchProgress
{
    private ProgressTask? _task;

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
    protected override void Show()
    {
        _task!.Description = Describe();
        _task.Increment(1);
    }

    private string Describe() => FormattableString.Invariant($"{Done}/{count} files, {MegapixelsPerSecond:0.0} megapixels/s{(Failed == 0 ? "" : $", {Failed} failed")}");
}
