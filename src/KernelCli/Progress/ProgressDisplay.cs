using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Progress;

/// <summary>
/// Shows how far a run is on standard error: on a terminal one line that is rewritten, else a line every few seconds. A thread of its
/// own does so; the workers only count.
/// </summary>
internal sealed class ProgressDisplay : IDisposable
{
    // A run that ends before is not worth a line.
    private static readonly TimeSpan FirstOnTerminal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NextOnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(3);

    private readonly WorkMeter _meter;
    private readonly TerminalLine? _line;
    private readonly bool _isColored;
    private readonly bool _isWanted;
    private readonly ManualResetEventSlim _ended = new();
    private readonly object _lock = new();
    private bool _isShown;

    private ProgressDisplay(ParsedArguments arguments, WorkMeter meter, bool isTerminal)
    {
        _meter = meter;
        _line = isTerminal ? new TerminalLine() : null;
        _isColored = Terminal.TakesColor(arguments.Get(CommonOptions.Color));
        _isWanted = arguments.Get(CommonOptions.Progress) is When.Always;
        new Thread(Loop) { IsBackground = true }.Start();
    }

    /// <summary>Runs work while its progress is shown. Where it is interrupted, it is told how far it was.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="meter">Says how far the work is.</param>
    /// <param name="afterword">What else is told of an interruption.</param>
    /// <param name="work">The work.</param>
    public static void Run(ParsedArguments arguments, WorkMeter meter, string afterword, Action work) =>
        Run(arguments, meter, state => Failures.WriteLine(state.Interrupted + afterword), work);

    /// <summary>Runs work while its progress is shown.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="meter">Says how far the work is.</param>
    /// <param name="tellInterruption">Called once if it is interrupted; the work may then still be going on.</param>
    /// <param name="work">The work.</param>
    public static void Run(ParsedArguments arguments, WorkMeter meter, Action<ProgressState> tellInterruption, Action work)
    {
        using ProgressDisplay? display = Start(arguments, meter);
        LastWords.Prepare(() =>
        {
            display?.Dispose();
            tellInterruption(meter.State);
        });
        work();
        display?.Finish();
    }

    /// <summary>Starts the display that the options and the terminal ask for; null for none.</summary>
    public static ProgressDisplay? Start(ParsedArguments arguments, WorkMeter meter)
    {
        bool isTerminal = !Console.IsErrorRedirected;
        When when = arguments.IsGiven(CommonOptions.Quiet) || arguments.IsGiven(CompareOptions.Quiet)
            || arguments.IsGiven(ApplyOptions.DryRun) ? When.Never
            : arguments.Get(CommonOptions.Progress);
        return when is When.Never || (when is When.Auto && !isTerminal) ? null : new ProgressDisplay(arguments, meter, isTerminal);
    }

    /// <summary>Ends the display with the time that the run took, where progress was shown or asked for.</summary>
    public void Finish()
    {
        bool isTold = _isShown || _isWanted;
        Dispose();
        if (isTold)
            Console.Error.WriteLine(_meter.State.End(_line is null ? int.MaxValue : Terminal.Columns - TerminalLine.FreeColumns));
    }

    /// <summary>Ends the display without a word. Another thread may do so.</summary>
    public void Dispose()
    {
        _ended.Set();
        lock (_lock)
            _line?.Dispose();
    }

    private void Loop()
    {
        for (TimeSpan wait = _line is null ? BetweenLines : FirstOnTerminal; !_ended.Wait(wait);
            wait = _line is null ? BetweenLines : NextOnTerminal)
            lock (_lock)
                if (!_ended.IsSet)
                    Show();
    }

    private void Show()
    {
        if (_line is null)
            Console.Error.WriteLine(_meter.State.Line);
        else if (Terminal.IsForeground)
        {
            (string text, int columns) = _meter.State.Fitting(Terminal.Columns - TerminalLine.FreeColumns, _isColored);
            _line.Show(text, columns);
        }
        _isShown = true;
    }
}
