using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests.Batch;

/// <summary>Runs over several pictures: what is written, what is kept, and what one that fails does to the others.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class BatchRunTests : IDisposable
{
    private readonly Workspace _work = new();

    public BatchRunTests()
    {
        _work.Picture("in/a.png", 20, 10);
        _work.Picture("in/b.png", 24, 16);
        _work.Picture("in/sub/c.png", 12, 9);
    }

    [Fact]
    public void Each_picture_is_filtered_and_told_in_order()
    {
        JsonElement[] lines = Lines(Apply("-O", _work["out"], "--json").Succeeded().Text);
        Assert.Equal(["in/a.png", "in/b.png", "in/sub/c.png"], lines[..^1].Select(InputOf));
        Assert.Equal((3, 3, 0), (Number(lines[^1], "pictures"), Number(lines[^1], "done"), Number(lines[^1], "not_done")));
        Assert.Equal(["a.png", "b.png", "sub/c.png"], Files("out"));
    }

    [Fact]
    public void A_picture_that_fails_does_not_stop_the_others()
    {
        File.WriteAllText(_work["in/b.png"], "no picture");
        Tool run = Apply("-O", _work["out"]);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith($"kernelcli: {_work["in/b.png"]}: not a picture", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("\nkernelcli: 1 of 3 failed\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["a.png", "sub/c.png"], Files("out"));
        Assert.Contains("   at ", Apply("-O", _work["out"], "--debug").Error, StringComparison.Ordinal);
        Apply("-O", _work["small"], "--max-pixels", "10", "--exclude", "b.png").Failing(4, "--max-pixels", "2 of 2 failed");
    }

    [Fact]
    public void Results_that_are_still_valid_are_kept()
    {
        string report = _work["r.jsonl"];
        string[] run = ["-O", _work["out"], "--report", report];
        Apply(run).Succeeded();
        JsonElement[] first = Lines(File.ReadAllText(report));
        File.WriteAllText(_work["out/b.png"], "changed");
        Apply([.. run, "--resume", report]).Succeeded();
        JsonElement[] again = Lines(File.ReadAllText(report));
        Assert.Equal(["kept", "done", "kept"], again[..^1].Select(line => line.GetProperty("status").GetString()));
        foreach (string hash in (string[])["input_sha256", "samples_sha256", "output_sha256"])
            Assert.Equal(first[..^1].Select(line => line.GetProperty(hash).GetString()), again[..^1].Select(line => line.GetProperty(hash).GetString()));

        // A run over one of them keeps the lines of the others.
        InProcess.Apply([_work["in/b.png"], "-f", "box:3", .. run, "--resume", report]).Succeeded();
        Assert.Equal(["in/a.png", "in/sub/c.png", "in/b.png"], Lines(File.ReadAllText(report))[..^1].Select(InputOf));
        Apply([.. run, "--resume", report]).Succeeded();

        // Into another report: that of before stays as it is.
        string before = File.ReadAllText(report);
        Apply("-O", _work["out"], "--report", _work["s.jsonl"], "--resume", report).Succeeded();
        Assert.Equal(before, File.ReadAllText(report));
        Assert.Equal((3, 0), (Number(Lines(File.ReadAllText(_work["s.jsonl"]))[^1], "kept"), Number(Lines(File.ReadAllText(_work["s.jsonl"]))[^1], "done")));
        Apply([.. run, "--resume", _work["none.jsonl"]]).Failed(2, "none.jsonl: no such file");
    }

    [Fact]
    public void Files_of_frames_are_kept_too()
    {
        Directory.CreateDirectory(_work["film"]);
        _work.Animation("film/a.gif", 8, 6, PixelLayout.Gray, (1, 10), (1, 10));
        string report = _work["r.jsonl"];
        string[] run = [_work["film"], "-r", "-f", "box:3", "-O", _work["frames"], "--frames-as-files", "--format", "png", "--report", report];
        InProcess.Apply(run).Succeeded();
        JsonElement first = Lines(File.ReadAllText(report))[0];
        InProcess.Apply([.. run, "--resume", report]).Succeeded();
        JsonElement again = Lines(File.ReadAllText(report))[0];
        Assert.Equal("kept", again.GetProperty("status").GetString());
        Assert.Equal(first.GetProperty("files").ToString(), again.GetProperty("files").ToString());
    }

    [Fact]
    public async Task A_picture_in_place_is_listed_before_it_is_replaced()
    {
        string report = _work["r.jsonl"];
        Apply("-O", _work["out"]).Succeeded();
        Apply("--in-place", "--report", report).Succeeded();
        foreach (string name in Files("out"))
            Assert.Equal(File.ReadAllBytes(_work["out/" + name]), File.ReadAllBytes(_work["in/" + name]));
        Assert.Equal(["done", "done", "done"], Lines(File.ReadAllText(report))[..^1].Select(line => line.GetProperty("status").GetString()));
        Apply("--in-place", "--report", report, "--resume", report).Succeeded();
        Assert.Equal(["kept", "kept", "kept"], Lines(File.ReadAllText(report))[..^1].Select(line => line.GetProperty("status").GetString()));
        foreach (string name in Files("out"))
            Assert.Equal(File.ReadAllBytes(_work["out/" + name]), File.ReadAllBytes(_work["in/" + name]));

        // A pipe takes the lines as they are written: the first says what is about to be done.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are made with mkfifo.");
        System.Diagnostics.Process.Start("mkfifo", _work["pipe.jsonl"]).WaitForExit();
        foreach ((string[] target, string written, string[] statuses) in ((string[], string, string[])[])[
            (["--in-place"], "in/a.png", ["writing", "done"]), (["-o", _work["new.png"]], "new.png", ["done"])])
        {
            Task<string> reading = Task.Run(() => File.ReadAllText(_work["pipe.jsonl"]));
            InProcess.Apply([_work["in/a.png"], "-f", "box:3", .. target, "--report", _work["pipe.jsonl"]]).Succeeded();
            JsonElement[] lines = Lines(await reading.WaitAsync(Tool.Patience));
            Assert.Equal(statuses, lines[..^1].Select(line => line.GetProperty("status").GetString()));
            Assert.All(lines[..^1], line => Assert.Equal(_work.Hash(written), line.GetProperty("output_sha256").GetString()));
        }
    }

    [Fact]
    public void A_plan_writes_nothing()
    {
        Tool run = Apply("-O", _work["out"], "--report", _work["r.jsonl"], "--dry-run").Succeeded();
        int[] places = [.. ((string[])["in/a.png", "in/b.png", "in/sub/c.png"]).Select(name => run.Text.IndexOf(_work[name], StringComparison.Ordinal))];
        Assert.True(places[0] >= 0 && places[0] < places[1] && places[1] < places[2], run.Text);
        Assert.Equal(["in"], Directory.EnumerateFileSystemEntries(_work.Folder).Select(Path.GetFileName));
        Directory.CreateDirectory(_work["gold"]);
        Apply("-O", _work["out"], "--expect", _work["gold"], "--dry-run").Succeeded();
        Apply("--expect", _work["gold"], "--dry-run").Succeeded();
        Assert.False(Directory.Exists(_work["out"]));
    }

    [Fact]
    public void Parts_together_make_the_whole_and_each_refuses_what_any_would_overwrite()
    {
        List<string> done = [];
        for (int part = 1; part <= 3; part++)
            done.AddRange(Lines(Apply("-O", _work["out"], "--shard", $"{part}/3", "--json").Text)[..^1].Select(InputOf));
        Assert.Equal(["in/a.png", "in/b.png", "in/sub/c.png"], done.Order(StringComparer.Ordinal));
        Assert.Equal(["a.png", "b.png", "sub/c.png"], Files("out"));
        for (int part = 1; part <= 3; part++)
            InProcess.Apply(_work["in/a.png"], _work["in/sub/../a.png"], _work["x/a.png"], "-f", "box:3", "-O", _work["out"], "--shard", $"{part}/3").Failed(2, "both be written");
    }

    [Fact]
    public void Leftovers_of_a_killed_run_are_removed_even_if_nothing_is_written()
    {
        Apply("-O", _work["out"]).Succeeded();
        Directory.Move(_work["out"], _work["moved"]);
        string host = new([.. Environment.MachineName.Where(char.IsAsciiLetterOrDigit)]), left = _work[$"moved/.kernelcli-{host}-{int.MaxValue}-abc.tmp"];
        File.WriteAllText(left, "half");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddMinutes(-5));
        Apply("-O", _work["moved"], "--dry-run").Succeeded();
        Assert.True(File.Exists(left));
        Apply("-O", _work["moved"], "--skip-existing").Succeeded();
        Assert.Equal(["a.png", "b.png", "sub/c.png"], Files("moved"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Results_are_compared_with_golden_images_whether_they_are_kept_or_not(bool areKept)
    {
        Apply("-O", _work["gold"]).Succeeded();
        string[] target = areKept ? ["-O", _work["out"]] : [], gold = ["--expect", _work["gold"]];
        Apply([.. target, .. gold]).Succeeded();
        Tool other = InProcess.Apply([_work["in"], "-r", "-f", "box:5", .. target, .. gold]);
        other.Failing(1, $"{_work[areKept ? "out/a.png" : "in/a.png"]}: differs from {_work["gold/a.png"]}", "c.png: differs");
        File.Copy(_work["gold/a.png"], _work["gold/gone.png"]);
        string unmade = $"{_work["gold/gone.png"]}: no input makes this golden image";
        Apply([.. target, .. gold]).Failed(1, unmade);
        JsonElement last = Lines(Apply([.. target, .. gold, "--json"]).Text)[^1];
        Assert.Equal((4, 3, 1), (Number(last, "pictures"), Number(last, "done"), Number(last, "different")));
        Apply([.. target, .. gold, "--shard", "1/1"]).Succeeded();
        Apply([.. target, .. gold, "--dry-run"]).Succeeded();
        Apply([.. target, "--expect", _work["gold/a.png"]]).Failed(2, "is one picture, and there are 3 inputs");
        Assert.Equal(areKept, Directory.Exists(_work["out"]));
    }

    [Fact]
    public void What_is_only_compared_leaves_nothing_behind()
    {
        Apply("-O", _work["gold"]).Succeeded();
        string variable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR", elsewhere = Directory.CreateDirectory(_work["temporary"]).FullName;
        string? before = Environment.GetEnvironmentVariable(variable);
        try
        {
            Environment.SetEnvironmentVariable(variable, elsewhere);
            Apply("--expect", _work["gold"]).Succeeded();
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
    }

    [Fact]
    public void An_option_without_effect_causes_a_warning() =>
        Assert.Contains("warning: --quality is for jpeg", Apply("-O", _work["out"], "--quality", "50", "--json").Error, StringComparison.Ordinal);

    [Fact]
    public void Results_are_compared_in_the_format_of_the_golden_image()
    {
        Apply("-O", _work["gold"], "--format", "jpeg").Succeeded();
        Apply("--expect", _work["gold"], "--format", "jpeg").Succeeded();
        InProcess.Apply(_work["in/a.png"], "-f", "box:3", "--expect", _work["gold/a.jpg"]).Succeeded();
        Apply("-O", _work["out"], "--report", _work["r.jsonl"], "--expect", _work["gold"], "--format", "jpeg", "-j", "1").Succeeded();
    }

    public void Dispose() => _work.Dispose();

    private Tool Apply(params string[] options) => InProcess.Apply([_work["in"], "-r", "-f", "box:3", .. options]);

    private string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(_work[folder], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_work[folder], path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    private string InputOf(JsonElement line) => Path.GetRelativePath(_work.Folder, line.GetProperty("input").GetString()!).Replace('\\', '/');

    private static JsonElement[] Lines(string text) => [.. text.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];

    private static int Number(JsonElement line, string name) => line.GetProperty(name).GetInt32();
}
