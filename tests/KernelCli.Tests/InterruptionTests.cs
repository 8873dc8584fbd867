using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Runs that are interrupted: what they leave, what they say, and how they go on. KERNELCLI_KILLS says how often one is interrupted (6).</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("INT", 2)]
    [InlineData("TERM", 15)]
    [InlineData("HUP", 1)]
    public void An_interruption_leaves_nothing_behind(string signal, int number)
    {
        SkipWhereIgnored(signal, number);
        using Process process = Tool.Start(_work.Folder, "apply", "-", "-f", "box:3", "-o", "out.pgm");
        process.StandardInput.BaseStream.Write("P5\n1000 1000\n255\n"u8);
        process.StandardInput.BaseStream.Write(new byte[500_000]);
        process.StandardInput.BaseStream.Flush();

        // The program waits for the rest of its input, so that the file it has begun stays until the signal comes.
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || Directory.EnumerateFiles(_work.Folder).Any(), Tool.Patience));
        Assert.Matches("^kernelcli: interrupted at [0-9]+ %; nothing was written\n$", Interrupt(process, signal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work.Folder));
    }

    [Fact]
    public void A_comparison_that_is_interrupted_leaves_nothing_behind()
    {
        SkipWhereIgnored("INT", 2);
        File.WriteAllBytes(_work["b.pgm"], [.. "P5\n1000 1000\n255\n"u8, .. new byte[1_000_000]]);
        using Process process = Tool.Start(_work.Folder, "compare", "-", "b.pgm", "--diff", "d.png", "--report", "r.html");
        process.StandardInput.BaseStream.Write("P5\n1000 1000\n255\n"u8);
        process.StandardInput.BaseStream.Write(new byte[500_000]);
        process.StandardInput.BaseStream.Flush();
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || Directory.EnumerateFiles(_work.Folder).Count() > 1, Tool.Patience));
        Assert.Matches("^kernelcli: interrupted at [0-9]+ %\n$", Interrupt(process, "INT"));
        Assert.Equal([_work["b.pgm"]], Directory.EnumerateFileSystemEntries(_work.Folder));
    }

    [Theory]
    [InlineData("INT", true)]
    [InlineData("TERM", false)]
    public void A_batch_says_what_is_done_what_failed_and_how_it_goes_on(string signal, bool trickles)
    {
        SkipWhereIgnored(signal, signal == "INT" ? 2 : 15);
        _work.Picture("a.png");
        File.WriteAllText(_work["bad.png"], "this is no picture");
        using (var slow = new SlowPicture(_work["slow.pgm"], trickles))
        {
            using Process process = Tool.Start(_work.Folder, "apply", "a.png", "bad.png", "slow.pgm", "-f", "box:3", "-O", "out", "--report", "r.jsonl", "--json", "-j", "2");
            Assert.True(SpinWait.SpinUntil(() => process.HasExited || (File.Exists(_work["r.jsonl"]) && _work.Shared("r.jsonl").Count(c => c == '\n') == 2), Tool.Patience));
            string[] told = Interrupt(process, signal).TrimEnd('\n').Split('\n');
            Assert.StartsWith("kernelcli: bad.png: not a picture", told[0], StringComparison.Ordinal);
            Assert.Equal("kernelcli: interrupted: 1 of 3 done, 1 failed; --skip-existing or --resume r.jsonl goes on", Assert.Single(told[1..]));
            string output = process.StandardOutput.ReadToEnd();
            Assert.Equal(["a.png", "bad.png", ""], Inputs(output.TrimEnd('\n').Split('\n')));
            Assert.Equal(output, File.ReadAllText(_work["r.jsonl"]));
            JsonElement summary = JsonDocument.Parse(output.TrimEnd('\n').Split('\n')[^1]).RootElement;
            Assert.Equal((2, 1, 1, 1), (Number(summary, "pictures"), Number(summary, "done"), Number(summary, "failed"), Number(summary, "not_done")));
        }
        Assert.Equal(["a.png"], Directory.EnumerateFiles(_work["out"]).Select(Path.GetFileName));
        File.Delete(_work["slow.pgm"]);
        _work.Picture("slow.pgm");
        Assert.Equal(3, Tool.RunIn(_work.Folder, null, "apply", "a.png", "bad.png", "slow.pgm", "-f", "box:3", "-O", "out", "--report", "r.jsonl", "--resume", "r.jsonl").ExitCode);
        string[] lines = File.ReadAllLines(_work["r.jsonl"]);
        Assert.Equal(["a.png", "bad.png", "slow.pgm", ""], Inputs(lines));
        JsonElement end = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal((1, 1, 1, 0), (Number(end, "kept"), Number(end, "done"), Number(end, "failed"), Number(end, "not_done")));
    }

    [Fact]
    public void What_would_be_filtered_twice_is_not_offered_to_go_on()
    {
        SkipWhereIgnored("INT", 2);
        _work.Picture("a.pgm");
        _work.Picture("b.pgm", 4000, 4000);
        using Process process = Tool.Start(_work.Folder, "apply", "a.pgm", "b.pgm", "-f", "motion:101:33", "-f", "motion:99:70", "--in-place", "-j", "1");
        DateTime before = File.GetLastWriteTimeUtc(_work["a.pgm"]);
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || File.GetLastWriteTimeUtc(_work["a.pgm"]) != before, Tool.Patience));
        Assert.Equal("kernelcli: interrupted: 1 of 2 done\n", Interrupt(process, "INT"));
    }

    [Fact]
    public void A_command_that_counts_nothing_says_that_it_is_interrupted()
    {
        SkipWhereIgnored("INT", 2);
        using var slow = new SlowPicture(_work["slow.pgm"]);
        using Process process = Tool.Start(_work.Folder, "info", "slow.pgm", "--json");
        slow.AwaitReader();
        Assert.Equal("kernelcli: interrupted\n", Interrupt(process, "INT"));
    }

    [Fact]
    public void Control_c_at_a_terminal_takes_the_line_away()
    {
        SkipWhereIgnored("INT", 2);
        using var slow = new SlowPicture(_work["slow.pgm"], trickles: true);
        using var terminal = new PseudoTerminal(_work.Folder, 80, "exec $KERNELCLI apply slow.pgm -f box:3 -o out.pgm");
        terminal.Await("[0-9]+ %.*left");
        terminal.Type("\x03");
        Assert.Matches("^kernelcli: interrupted at [0-9]+ %; nothing was written$", terminal.End(130)[^1]);
        Assert.False(File.Exists(_work["out.pgm"]));
    }

    [Theory]
    [InlineData("INT", 2)]
    [InlineData("KILL", 9)]
    public void Pictures_in_place_are_filtered_once_however_often_the_run_is_interrupted(string signal, int number)
    {
        SkipWhereIgnored(signal, number);
        const int pictures = 24;
        foreach (string folder in (string[])["in", "once"])
            for (int i = 0; i < pictures; i++)
                _work.Picture($"{folder}/p{i:00}.png", 600 + i, 400);
        Tool.RunIn(_work.Folder, null, "apply", "once", "-r", "-f", "gaussian:2", "--in-place").Succeeded();
        string[] run = ["apply", "in", "-r", "-f", "gaussian:2", "--in-place", "--report", "r.jsonl", "--resume", "r.jsonl"];
        int kills = int.Parse(Environment.GetEnvironmentVariable("KERNELCLI_KILLS") is { Length: > 0 } text ? text : "6", CultureInfo.InvariantCulture);
        var random = new Random(2);
        for (int kill = 0; kill < kills; kill++)
        {
            File.AppendAllText(_work["r.jsonl"], "");
            using Process process = Tool.Start(_work.Folder, run);
            Thread.Sleep(random.Next(40, 500));
            if (!process.HasExited)
                Send(process, signal);
            Assert.True(process.WaitForExit(Tool.Patience));
        }
        Tool.RunIn(_work.Folder, null, run).Succeeded();
        for (int i = 0; i < pictures; i++)
            Assert.Equal(File.ReadAllBytes(_work[$"once/p{i:00}.png"]), File.ReadAllBytes(_work[$"in/p{i:00}.png"]));
        string[] lines = File.ReadAllLines(_work["r.jsonl"]);
        Assert.Equal([.. Enumerable.Range(0, pictures).Select(i => $"in/p{i:00}.png"), ""], Inputs(lines));
    }

    public void Dispose() => _work.Dispose();

    private static string[] Inputs(string[] lines) =>
        [.. lines.Select(line => JsonDocument.Parse(line).RootElement.TryGetProperty("input", out JsonElement input) ? input.GetString()! : "")];

    private static int Number(JsonElement line, string name) => line.GetProperty(name).GetInt32();

    // Returns what the program says at its end.
    private static string Interrupt(Process process, string signal)
    {
        Send(process, signal);
        Assert.True(process.WaitForExit(Tool.Patience));
        Assert.Equal(130, process.ExitCode);
        return process.StandardError.ReadToEnd();
    }

    private static void Send(Process process, string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void SkipWhereIgnored(string signal, int number)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        Assert.SkipWhen(Tool.IsWindows && signal != "INT", "Of these Wine hands on Ctrl-C alone.");
        Assert.SkipWhen(IsIgnored(number), $"SIG{signal} is ignored by whoever started the tests, and so by the program.");
    }

    // The set of ignored signals in /proc/self/status is inherited; a shell's background jobs ignore SIGINT.
    private static bool IsIgnored(int signal) => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } line
        && (ulong.Parse(line.AsSpan(7).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) != 0;
}
