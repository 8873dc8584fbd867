using System.Diagnostics;
using System.Text;

namespace KernelCli.Tests.Support;

/// <summary>Runs the real program: the build output, or the binary that KERNELCLI_BINARY names.</summary>
internal sealed record Tool(int ExitCode, byte[] Output, string Error)
{
    /// <summary>The program.</summary>
    public static readonly string Binary = Environment.GetEnvironmentVariable("KERNELCLI_BINARY") is { Length: > 0 } named
        ? named
        : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "kernelcli.exe" : "kernelcli");

    /// <summary>Whether the program holds its runtime: it is then far larger than one that starts a runtime. An installed tool may be a link to it.</summary>
    public static readonly bool IsNative = (File.ResolveLinkTarget(Binary, returnFinalTarget: true) as FileInfo ?? new FileInfo(Binary)).Length > 1 << 20;

    /// <summary>Whether the program is one of Windows: also where the tests run elsewhere and start it through Wine, which KERNELCLI_WINE says.</summary>
    public static readonly bool IsWindows = OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("KERNELCLI_WINE") is { Length: > 0 };

    /// <summary>How long another process is waited for: on a machine that is busy with other things, a short one may take minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public string Text => Encoding.UTF8.GetString(Output);

    public static Tool Run(params string[] arguments) => RunIn(Environment.CurrentDirectory, null, arguments);

    public static Tool RunIn(string folder, byte[]? input, params string[] arguments)
    {
        Tool run = RunOnce(folder, input, arguments);
        // Under Wine the runtime falls over now and then before the program has begun.
        return IsWindows && run is { ExitCode: 139, Output: [], Error: "" } ? RunOnce(folder, input, arguments) : run;
    }

    private static Tool RunOnce(string folder, byte[]? input, string[] arguments)
    {
        using Process process = Start(folder, arguments);
        using var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program did not want its input.
        }
        process.WaitForExit();
        reading.Wait();
        return new Tool(process.ExitCode, output.ToArray(), errors.Result);
    }

    public static Process Start(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // In a job at GitHub the program would mark files.
        start.Environment.Remove("GITHUB_ACTIONS");
        // The width of help.
        start.Environment.Remove("COLUMNS");
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Asserts success and nothing on standard error.</summary>
    public Tool Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit {ExitCode}: {Error}");
        Assert.Equal("", Error);
        return this;
    }

    /// <summary>Asserts an exit code and one line that holds all of some words.</summary>
    public Tool Failed(int code, params string[] words)
    {
        Assert.True(ExitCode == code, $"exit {ExitCode} instead of {code}: {Error}");
        Assert.StartsWith("kernelcli: ", Error, StringComparison.Ordinal);
        Assert.Equal(1, Error.Count(c => c == '\n'));
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Asserts an exit code and lines that together hold all of some words.</summary>
    public Tool Failing(int code, params string[] words)
    {
        Assert.True(ExitCode == code, $"exit {ExitCode} instead of {code}: {Error}");
        Assert.All(Error.TrimEnd('\n').Split('\n'), line => Assert.StartsWith("kernelcli: ", line, StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
        return this;
    }
}
