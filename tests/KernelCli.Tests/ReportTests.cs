using System.Diagnostics;
using System.Text.Json;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Output;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Reports: their order, how they go on, what they say of frames, and disks that are full.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public async Task Lines_have_the_inputs_order_and_a_report_lists_at_once_what_is_done()
    {
        string[] inputs = ["a.pgm", "b.png", "c.png", "d.png"];
        foreach (string name in inputs[1..])
            _work.Picture(name);
        using var slow = new SlowPicture(_work["a.pgm"]);
        using Process process = Tool.Start(_work.Folder, ["apply", .. inputs, "-f", "box:3", "-O", "out", "--report", "r.jsonl", "--json", "-j", "2"]);
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || (File.Exists(_work["r.jsonl"]) && _work.Shared("r.jsonl").Count(c => c == '\n') == 3), Tool.Patience));
        Assert.Equal(inputs[1..], Inputs(_work.Shared("r.jsonl")));
        slow.Release();
        string output = process.StandardOutput.ReadToEnd();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal([.. inputs, ""], Inputs(output));
        Assert.Equal(output, File.ReadAllText(_work["r.jsonl"]));
    }

    [Fact]
    public async Task Results_wait_for_slower_ones_and_pictures_that_are_too_far_ahead_do_not_begin()
    {
        List<int> handed = [];
        var queue = new ResultQueue<JobResult>(3, (index, _) => handed.Add(index));
        var result = new JobResult("in.png", null, JobStatus.Done);
        queue.WaitForTurn(2, () => throw new InvalidOperationException("it may begin"));
        queue.Add(2, result);
        queue.Add(1, result);
        Assert.Empty(handed);
        queue.WaitForTurn(3, () => true);
        Task waiting = Task.Run(() => queue.WaitForTurn(5, () => false), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        queue.Add(0, result);
        await waiting.WaitAsync(Tool.Patience, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2], handed);
        queue.Add(5, result);
        queue.Add(4, result);
        queue.HandOnRest();
        Assert.Equal([0, 1, 2, 4, 5], handed);
    }

    [Fact]
    public async Task A_report_to_a_pipe_has_the_inputs_order_too()
    {
        string[] inputs = ["a.pgm", "b.png", "c.png"];
        foreach (string name in inputs[1..])
            _work.Picture(name);
        using var slow = new SlowPicture(_work["a.pgm"]);
        Process.Start("mkfifo", _work["pipe.csv"]).WaitForExit();
        Task<string> reading = Task.Run(() => File.ReadAllText(_work["pipe.csv"]), TestContext.Current.CancellationToken);
        using Process process = Tool.Start(_work.Folder, ["apply", .. inputs, "-f", "box:3", "-O", "out", "--report", "pipe.csv", "-j", "2"]);
        Assert.True(SpinWait.SpinUntil(() => process.HasExited || File.Exists(_work["out/c.png"]), Tool.Patience));
        slow.Release();
        string[] rows = (await reading).TrimEnd('\n').Split('\n');
        Assert.StartsWith("input,output,status", rows[0], StringComparison.Ordinal);
        Assert.Equal(inputs, rows[1..].Select(row => row.Split(',')[0]));
    }

    [Fact]
    public void A_report_that_is_gone_on_with_has_one_line_for_each_picture_and_keeps_those_of_other_runs()
    {
        Pictures("in", 6);
        File.WriteAllText(_work["r.jsonl"], "");
        string[] all = [.. Enumerable.Range(0, 6).Select(i => $"in/p{i}.png")];
        for (int shard = 1; shard <= 2; shard++)
            Apply("r.jsonl", "--shard", $"{shard}/2");
        Assert.Equal(all, Inputs(File.ReadAllText(_work["r.jsonl"])).Where(input => input.Length > 0).Order(StringComparer.Ordinal));
        for (int run = 0; run < 3; run++)
            Apply("r.jsonl");
        JsonElement[] lines = Lines(File.ReadAllText(_work["r.jsonl"]));
        Assert.Equal([.. all, ""], Inputs(File.ReadAllText(_work["r.jsonl"])));
        Assert.Equal((6, 0), (lines[^1].GetProperty("kept").GetInt32(), lines[^1].GetProperty("done").GetInt32()));

        // Half a line, what is no line, and a link to the report.
        File.AppendAllText(_work["r.jsonl"], "nonsense\n{\"kind\":\"picture\",\"out");
        if (!Tool.IsWindows)
            File.CreateSymbolicLink(_work["link.jsonl"], "r.jsonl");
        Apply(Tool.IsWindows ? "r.jsonl" : "link.jsonl");
        Assert.Equal([.. all, ""], Inputs(File.ReadAllText(_work["r.jsonl"])));
        Assert.Empty(Directory.EnumerateFiles(_work.Folder, ".*"));
    }

    [Fact]
    public void A_report_that_finds_no_room_leaves_no_empty_file()
    {
        Assert.SkipWhen(Tool.IsWindows, "The disk is one of Linux.");
        _work.Picture("in.png");
        Directory.CreateDirectory(_work["full"]);
        const string full = "mount -t tmpfs -o size=4k none full && head -c 4096 /dev/zero > full/all";
        Assert.SkipUnless(Shell($"{full} || exit 99").Exit == 0, "Mounting a small disk takes the superuser and unshare.");
        foreach (string report in (string[])["r.jsonl", "r.csv"])
        {
            (int exit, string text) = Shell($"{full}; \"$KERNELCLI\" apply in.png -f box:3 -o out.png --report full/{report} 2>&1; echo $?; ls full");
            Assert.Equal((0, $"kernelcli: full/{report}: no space is left on the disk: free some, or write elsewhere\n2\nall\n"), (exit, text));
        }

        // What was reported stays, in whole lines.
        Directory.CreateDirectory(_work["in"]);
        for (int i = 0; i < 12; i++)
            _work.Picture($"in/p{i:00}.png", 30 + i, 20);
        (_, string lines) = Shell("mount -t tmpfs -o size=4k none full; \"$KERNELCLI\" apply in -r -f box:3 -O out --report full/r.jsonl -j 1 2>/dev/null; cat full/r.jsonl");
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"in/p{i:00}.png").Take(Lines(lines).Length), Inputs(lines));
    }

    [Fact]
    public void Each_file_of_a_frame_is_reported_and_gone_on_with()
    {
        Directory.CreateDirectory(_work["in"]);
        _work.Animation("in/a.gif", 30, 20, PixelLayout.Gray, (1, 10), (1, 10), (1, 10));
        string[] run = ["apply", "in", "-r", "-f", "box:3", "-O", "out", "--frames-as-files", "--format", "png"];
        Tool.RunIn(_work.Folder, null, [.. run, "--report", "r.jsonl"]).Succeeded();
        JsonElement line = Lines(File.ReadAllText(_work["r.jsonl"]))[0];
        JsonElement[] files = [.. line.GetProperty("files").EnumerateArray()];
        Assert.Equal(["out/a-1.png", "out/a-2.png", "out/a-3.png"], files.Select(file => file.GetProperty("output").GetString()));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (line.GetProperty("output_sha256").ValueKind, line.GetProperty("samples_sha256").ValueKind));
        foreach (JsonElement file in files)
        {
            string name = file.GetProperty("output").GetString()!;
            byte[] bytes = File.ReadAllBytes(_work[name]);
            Assert.Equal((Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), bytes.Length), (file.GetProperty("output_sha256").GetString(), file.GetProperty("output_bytes").GetInt32()));
            Assert.Contains(file.GetProperty("samples_sha256").GetString()!, Tool.RunIn(_work.Folder, null, "info", name, "--json").Text, StringComparison.Ordinal);
        }
        Tool.RunIn(_work.Folder, null, [.. run, "--report", "r.csv"]).Succeeded();
        Assert.Equal(["output", "out/a-1.png", "out/a-2.png", "out/a-3.png"], File.ReadLines(_work["r.csv"]).Select(row => row.Split(',')[1]));

        foreach ((string? gone, string status) in ((string?, string)[])[(null, "kept"), ("out/a-2.png", "done"), (null, "kept")])
        {
            if (gone is not null)
                File.Delete(_work[gone]);
            Tool.RunIn(_work.Folder, null, [.. run, "--report", "r.jsonl", "--resume", "r.jsonl"]).Succeeded();
            JsonElement again = Lines(File.ReadAllText(_work["r.jsonl"]))[0];
            Assert.Equal(status, again.GetProperty("status").GetString());
            Assert.Equal(files.Select(file => file.ToString()), again.GetProperty("files").EnumerateArray().Select(file => file.ToString()));
        }
    }

    [Fact]
    public void What_is_skipped_is_told_to_who_asks()
    {
        Pictures("in", 3);
        string[] run = ["apply", "in", "-r", "-f", "box:3", "-O", "out", "-v"];
        File.Copy(_work["in/p0.png"], _work["p0.png"]);
        Tool.RunIn(_work.Folder, null, [.. run, "--exclude", "p2.png", "-q"]);
        string[] told = Tool.RunIn(_work.Folder, null, [.. run, "--skip-existing"]).Error.TrimEnd('\n').Split('\n');
        Assert.Contains("in/p0.png: skipped, out/p0.png exists", told);
        Assert.Contains("in/p1.png: skipped, out/p1.png exists", told);
        Assert.Equal("3 files: 1 done, 2 skipped", told[^1]);
        File.SetLastWriteTimeUtc(_work["in/p1.png"], DateTime.UtcNow.AddHours(1));
        told = Tool.RunIn(_work.Folder, null, [.. run, "--update"]).Error.TrimEnd('\n').Split('\n');
        Assert.Contains("in/p0.png: skipped, out/p0.png is not older", told);
        Assert.Equal("3 files: 1 done, 2 skipped", told[^1]);
        Assert.Equal("", Tool.RunIn(_work.Folder, null, [.. run[..^1], "--skip-existing"]).Error);
    }

    public void Dispose() => _work.Dispose();

    private void Pictures(string folder, int count)
    {
        for (int i = 0; i < count; i++)
            _work.Picture($"{folder}/p{i}.png", 30 + i, 20);
    }

    private void Apply(string report, params string[] options) =>
        Tool.RunIn(_work.Folder, null, ["apply", "in", "-r", "-f", "box:3", "-O", "out", "--report", report, "--resume", "r.jsonl", .. options]).Succeeded();

    private static JsonElement[] Lines(string text) => [.. text.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static string[] Inputs(string text) => [.. Lines(text).Select(line => line.TryGetProperty("input", out JsonElement input) ? input.GetString()! : "")];

    // A shell that may mount.
    private (int Exit, string Output) Shell(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec unshare --mount sh -c \"$0\" 2>/dev/null", script]) { WorkingDirectory = _work.Folder, RedirectStandardOutput = true };
        start.Environment["KERNELCLI"] = Path.GetFullPath(Tool.Binary);
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
