using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace KernelCli.Tests.Support;

/// <summary>The real program in a terminal of a number of columns, which 'script' makes.</summary>
internal sealed partial class PseudoTerminal : IDisposable
{
    private const string Script = "/usr/bin/script";

    private readonly Process _process;
    private readonly StringBuilder _text = new();
    private readonly int _columns;
    private readonly Task _reading;

    /// <summary>Starts a command of the shell in which $KERNELCLI is the program.</summary>
    public PseudoTerminal(string folder, int columns, string command, string type = "xterm")
    {
        Assert.SkipWhen(Tool.IsWindows || !File.Exists(Script), "There is no 'script' to make a pseudo-terminal.");
        _columns = columns;
        var start = new ProcessStartInfo(Script, ["-qefc", $"stty cols {columns}; {command}", "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (start.Environment["KERNELCLI"], start.Environment["TERM"]) = (Path.GetFullPath(Tool.Binary), type);
        start.Environment.Remove("NO_COLOR");
        _process = Process.Start(start)!;
        _reading = Task.Run(() =>
        {
            char[] buffer = new char[4096];
            while (_process.StandardOutput.Read(buffer) is > 0 and var count)
                lock (_text)
                    _text.Append(buffer, 0, count);
        });
    }

    /// <summary>All that was written so far.</summary>
    public string Text
    {
        get
        {
            lock (_text)
                return _text.ToString();
        }
    }

    /// <summary>Waits until something was written.</summary>
    public void Await(string pattern) =>
        Assert.True(SpinWait.SpinUntil(() => Regex.IsMatch(Text, pattern) || _reading.IsCompleted, Tool.Patience) && Regex.IsMatch(Text, pattern), $"no '{pattern}' in: {Text}");

    /// <summary>Types something.</summary>
    public void Type(string keys)
    {
        _process.StandardInput.Write(keys);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for the end, and returns what a reader of the terminal sees then, line by line. No line may ever have been broken by the terminal.</summary>
    public string[] End(int code)
    {
        Assert.True(_process.WaitForExit(Tool.Patience));
        _reading.Wait();
        Assert.True(_process.ExitCode == code, $"exit {_process.ExitCode}: {Text}");
        List<StringBuilder> lines = [new()];
        int column = 0;
        foreach (char letter in Escapes().Replace(Text, ""))
        {
            if (letter == '\r')
                column = 0;
            else if (letter == '\n')
                lines.Add(new());
            else
            {
                StringBuilder line = lines[^1];
                Assert.True(column < _columns, $"a line is broken: {Text}");
                if (column == line.Length)
                    line.Append(' ');
                line[column++] = letter;
            }
        }
        return [.. lines.Select(line => line.ToString().TrimEnd()).Where(line => line.Length > 0)];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [GeneratedRegex(@"\u001b(\[[0-9;?]*[a-zA-Z]|[=>])")]
    private static partial Regex Escapes();
}
