using System.Diagnostics;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What must never be lost, written elsewhere, or waited for; each case was wrong once.</summary>
public sealed class BatchSafetyTests : IDisposable
{
    private readonly Workspace _work = new();

    public BatchSafetyTests() => Assert.SkipWhen(Tool.IsWindows, "Links and pipes are made as POSIX has them.");

    [Fact]
    public void Two_dots_behind_a_link_are_the_links_parent()
    {
        Pictures("in/sub/x.png");
        foreach (string folder in (string[])["o/victim", "else/dir", "else/victim"])
            Directory.CreateDirectory(_work[folder]);
        Directory.CreateSymbolicLink(_work["o/d"], _work["else/dir"]);
        Directory.CreateSymbolicLink(_work["o/sub"], "d/../victim");
        Run("apply", "in", "-r", "-f", "box:3", "-O", "o").Failing(2, "leads out of");
        Assert.Empty(Directory.GetFiles(_work["else/victim"]));
    }

    [Fact]
    public void An_input_is_not_written_over_through_a_link()
    {
        Pictures("in/x.png", "in/sub/x.png");
        Directory.CreateSymbolicLink(_work["way"], _work["in/sub"]);
        byte[] before = File.ReadAllBytes(_work["in/sub/x.png"]);
        Run("apply", "in", "-r", "-f", "box:3", "-O", "way").Failed(2, "in/sub/x.png, which is an input too");
        Assert.Equal(before, File.ReadAllBytes(_work["in/sub/x.png"]));
    }

    [Fact]
    public void A_picture_with_two_names_is_filtered_once_in_place()
    {
        Pictures("in/a.png");
        File.CreateSymbolicLink(_work["in/z.png"], "a.png");
        Run("apply", "in/a.png", "-f", "box:3", "-o", "once.png").Succeeded();
        Run("apply", "in", "-r", "-f", "box:3", "--in-place", "-j", "1", "--report", "r.jsonl").Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["once.png"]), File.ReadAllBytes(_work["in/a.png"]));

        // Killed between the rename and the line behind it: the line before it is enough.
        string line = File.ReadAllLines(_work["r.jsonl"])[0];
        Assert.Contains("\"status\":\"done\"", line, StringComparison.Ordinal);
        File.WriteAllText(_work["r.jsonl"], line.Replace("\"done\"", "\"writing\"", StringComparison.Ordinal) + "\n");
        Run("apply", "in", "-r", "-f", "box:3", "--in-place", "--report", "r.jsonl", "--resume", "r.jsonl").Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["once.png"]), File.ReadAllBytes(_work["in/a.png"]));
    }

    [Fact]
    public void What_is_expected_is_asked_of_results_that_stood_there_already()
    {
        Pictures("in/a.png", "gold/a.png");
        Assert.Equal(1, Run("apply", "in", "-r", "-f", "box:3", "-O", "out", "--report", "r.jsonl", "--expect", "gold").ExitCode);
        Assert.Equal(1, Run("apply", "in", "-r", "-f", "box:3", "-O", "out", "--report", "r.jsonl", "--resume", "r.jsonl", "--expect", "gold").ExitCode);
        Assert.Equal(1, Run("apply", "in", "-r", "-f", "box:3", "-O", "out", "--skip-existing", "--expect", "gold").ExitCode);
        byte[] gold = File.ReadAllBytes(_work["gold/a.png"]);
        Run("apply", "in", "-r", "-f", "box:3", "-O", "gold", "--expect", "gold").Failed(2, "written over");
        Run("compare", "in/a.png", "gold/a.png", "--diff", "gold/a.png").Failed(2, "written over");
        Assert.Equal(gold, File.ReadAllBytes(_work["gold/a.png"]));
        Run("apply", "in/a.png", "-f", "box:3", "-o", "-", "--format", "pnm", "--json").Failed(2, "standard output is the picture's");
    }

    [Fact]
    public async Task Pipes_in_folders_are_not_waited_for_and_pipes_as_filters_count_by_what_came()
    {
        Pictures("in/a.png");
        Process.Start("mkfifo", _work["in/p.png"])!.WaitForExit();
        Run("apply", "in", "-r", "-f", "box:3", "-O", "out").Succeeded();
        File.Delete(_work["in/p.png"]);
        foreach ((string kernel, string status) in ((string, string)[])[("1 2 1", "done"), ("1 2 1", "kept"), ("1 3 1", "done")])
        {
            Process.Start("mkfifo", _work["k"])!.WaitForExit();
            Task writing = Task.Run(() => File.WriteAllText(_work["k"], kernel + "\n"), TestContext.Current.CancellationToken);
            File.AppendAllText(_work["r.jsonl"], "");
            Run("apply", "in", "-r", "-f", "file=k", "-O", "piped", "--report", "r.jsonl", "--resume", "r.jsonl", "-q").Succeeded();
            await writing;
            File.Delete(_work["k"]);
            Assert.Contains($"\"status\":\"{status}\"", File.ReadAllLines(_work["r.jsonl"])[^2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_dry_run_leaves_reports_alone()
    {
        Pictures("in/a.png", "in/b.png");
        Run("apply", "in", "-r", "-f", "box:3", "-O", "out", "--report", "r.jsonl").Succeeded();
        string before = File.ReadAllText(_work["r.jsonl"]);
        Run("apply", "in", "-r", "-f", "box:3", "-O", "out", "--report", "r.jsonl", "-n").Succeeded();
        Run("apply", "in", "-r", "-f", "box:3", "-O", "out", "--report", "r.jsonl", "--resume", "r.jsonl", "-n").Succeeded();
        Assert.Equal(before, File.ReadAllText(_work["r.jsonl"]));
    }

    [Fact]
    public void Half_written_files_of_a_killed_run_go_and_those_of_a_living_one_stay()
    {
        Pictures("in/a.png");
        Directory.CreateDirectory(_work["out"]);
        string host = new([.. Environment.MachineName.Where(char.IsAsciiLetterOrDigit)]);
        string dead = _work[$"out/.kernelcli-{host}-1-abc.tmp"], alive = _work[$"out/.kernelcli-{host}-2-abc.tmp"], elsewhere = _work["out/.kernelcli-other-3-abc.tmp"];
        foreach (string path in (string[])[dead, alive, elsewhere])
        {
            File.WriteAllText(path, "half");
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-5));
        }
        using (new FileStream(alive, FileMode.Open, FileAccess.Write, FileShare.None))
            Run("apply", "in", "-r", "-f", "box:3", "-O", "out").Succeeded();
        Assert.Equal((false, true, true), (File.Exists(dead), File.Exists(alive), File.Exists(elsewhere)));
    }

    [Fact]
    public void Numbers_that_json_has_not_are_null()
    {
        File.WriteAllBytes(_work["nan.pfm"], [.. "Pf\n2 1\n-1.0\n"u8, .. BitConverter.GetBytes(float.NaN), .. BitConverter.GetBytes(float.PositiveInfinity)]);
        Assert.Contains("\"psnr\":null", Run("compare", "nan.pfm", "nan.pfm", "--json").Succeeded().Text, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private Tool Run(params string[] arguments) => Tool.RunIn(_work.Folder, null, arguments);

    private void Pictures(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_work[name])!);
            _work.Picture(name, 30 + name.Length, 20);
        }
    }
}
