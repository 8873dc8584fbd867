using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace KernelCli.Tests.Support;

/// <summary>A shell in a terminal of its own, in which keys are pressed. The terminal is made by <c>script</c> of util-linux.</summary>
internal sealed partial class ShellTerminal : IDisposable
{
    private const string Script = "/usr/bin/script";
    // A shell may wait with what it writes for further keys.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    private const string DumpKey = "\u0018d", ClearKey = "\u0015";

    private readonly Process _process;
    private readonly string _dump;
    private readonly StringBuilder _output = new();
    private int _lines;

    /// <summary>Starts a shell.</summary>
    /// <param name="shell">bash, zsh or fish.</param>
    /// <param name="work">The folder that the shell is in.</param>
    /// <param name="source">A script that the shell reads.</param>
    public ShellTerminal(string shell, Workspace work, string source)
    {
        _dump = work["dump"];
        (string program, string setUp) = shell switch
        {
            "bash" => ("bash --norc --noprofile -i", $"bind 'set show-all-if-ambiguous on' 'set completion-query-items 0' 'set page-completions off'; d() {{ printf '%s\\n' \"$READLINE_LINE\" >> {_dump}; }}; bind -x '\"\\C-xd\": d'"),
            "zsh" => ("zsh -f -i", $"autoload -Uz compinit; compinit -D -u; LISTMAX=0; d() {{ print -r -- \"$BUFFER\" >> {_dump} }}; zle -N d; bindkey '^Xd' d"),
            "fish" => ("fish --no-config -i", $"function d; printf '%s\\n' (commandline) >> {_dump}; commandline ''; end; bind \\cxd d"),
            _ => throw new ArgumentException(shell),
        };
        var start = new ProcessStartInfo(Script, ["-q", "-c", program, "/dev/null"]) { WorkingDirectory = work.Folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in ((string, string)[])[("TERM", "xterm"), ("HOME", work.Folder), ("HISTFILE", "/dev/null"), ("SHELL", "/bin/sh")])
            start.Environment[name] = value;
        start.Environment.Remove("XDG_CONFIG_HOME");
        start.Environment.Remove("XDG_DATA_HOME");
        _process = Process.Start(start)!;
        _process.StandardInput.AutoFlush = true;
        new Thread(Read) { IsBackground = true }.Start();
        _process.StandardInput.Write($"stty cols 200 rows 60; {setUp}; source {source}; echo rea''dy\n");
        WaitFor(() => Text(0).Contains("ready", StringComparison.Ordinal));
    }

    /// <summary>Why there is no such terminal here, or null.</summary>
    public static string? ProblemWith(string shell) => Tool.IsWindows || !File.Exists(Script) ? "There is no 'script' of util-linux, which makes terminals."
        : Array.Exists(["/bin/", "/usr/bin/"], folder => File.Exists(folder + shell)) ? null : $"There is no {shell}.";

    /// <summary>Types a text, presses Tab, and returns what the line is then.</summary>
    public string LineAfterTab(string text)
    {
        _process.StandardInput.Write($"{text}\t");
        return Finish();
    }

    /// <summary>Types a text, presses Tab, and returns what is then written on the screen, as soon as that is what is expected, or is not after some time.</summary>
    public string ScreenAfterTab(string text, Func<string, bool> isExpected)
    {
        int begin;
        lock (_output)
            begin = _output.Length;
        _process.StandardInput.Write($"{text}\t");
        var watch = Stopwatch.StartNew();
        while (!isExpected(Text(begin)) && watch.Elapsed < Settling)
            Thread.Sleep(5);
        Finish();
        return Text(begin);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private string Finish()
    {
        _process.StandardInput.Write(DumpKey);
        _lines++;
        WaitFor(() => Dumped().Length == _lines);
        _process.StandardInput.Write(ClearKey);
        return Dumped()[^1];
    }

    private string[] Dumped() => File.Exists(_dump) && File.ReadAllText(_dump) is { } all && all.EndsWith('\n') ? all.TrimEnd('\n').Split('\n') : [];

    // What was written from some place on, without what moves the cursor or colours.
    private string Text(int begin)
    {
        lock (_output)
            return Moves().Replace(Colors().Replace(_output.ToString(begin, _output.Length - begin), ""), " ");
    }

    private void Read()
    {
        char[] buffer = new char[4096];
        for (int read; (read = _process.StandardOutput.Read(buffer)) > 0;)
            lock (_output)
                _output.Append(buffer, 0, read);
    }

    private void WaitFor(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Tool.Patience && !_process.HasExited, $"The shell does not answer: {Text(0)}");
            Thread.Sleep(5);
        }
    }

    [GeneratedRegex(@"\x1b\][^\x07]*\x07|\x1b\[[0-9;]*m|\x1b\(.|\x1b[=>]")]
    private static partial Regex Colors();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]|\r")]
    private static partial Regex Moves();
}
