using KernelCli.Cli.Output;

namespace KernelCli.Cli.Progress;

/// <summary>
/// The last line of a terminal, which is rewritten while a run goes on, and taken away before anything else is written there. The
/// cursor is not hidden, so that the program may be stopped or killed at any time.
/// </summary>
internal sealed class TerminalLine : IDisposable
{
    /// <summary>
    /// The columns that stay free: some terminals break a line behind the last one, and a key that ends a run takes two, as in ^C.
    /// </summary>
    public const int FreeColumns = 3;

    private readonly TextWriter _error = Console.Error;
    private readonly TextWriter _output = Console.Out;
    private readonly object _lock = new();
    private int _columns;
    private bool _isAtStart = true;

    /// <summary>Takes over standard error, and standard output where that is a terminal too.</summary>
    public TerminalLine()
    {
        Console.SetError(PlainText.OnTerminal(new SharedStream(this, StandardStreams.OpenError())));
        if (!Console.IsOutputRedirected)
            Console.SetOut(PlainText.OnTerminal(new SharedStream(this, StandardStreams.OpenOutput())));
    }

    /// <summary>Writes the line in the place of the last one.</summary>
    /// <param name="text">The line, which may contain escape sequences.</param>
    /// <param name="columns">The columns that it takes.</param>
    public void Show(string text, int columns)
    {
        lock (_lock)
        {
            if (!_isAtStart)
                return;
            _error.Write($"\r{text}{new string(' ', Math.Max(0, _columns - columns))}");
            _columns = columns;
        }
    }

    /// <summary>Takes the line away, and gives standard error and standard output back.</summary>
    public void Dispose()
    {
        lock (_lock)
            Clear();
        Console.SetError(_error);
        Console.SetOut(_output);
    }

    private void Clear()
    {
        if (_columns > 0)
            _error.Write($"\r{new string(' ', _columns + FreeColumns - 1)}\r");
        _columns = 0;
    }

    // What else goes to the terminal.
    private sealed class SharedStream(TerminalLine line, Stream stream) : NamedStream("the terminal", stream)
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (line._lock)
            {
                line.Clear();
                base.Write(buffer);
                line._isAtStart = buffer is [.., (byte)'\n'] or [.., (byte)'\n', 0];
            }
        }
    }
}
