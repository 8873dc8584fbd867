using System.Diagnostics;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Runs that are gone on with, after changes and after having been killed. KERNELCLI_KILLS says how often one is killed (6).</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Pictures = 24;

    private readonly Workspace _work = new();

    [Fact]
    public void Exactly_what_is_not_valid_any_more_is_done_again()
    {
        Make(4);
        Apply("r.jsonl").Succeeded();
        Assert.Equal((0, 4), Counts(Apply("r.jsonl", "--resume", "r.jsonl").Succeeded()));

        // A changed input, a changed output, an output that is gone.
        File.Copy(_work["in/p0.png"], _work["in/p1.png"], overwrite: true);
        File.AppendAllText(_work["out/p2.png"], "x");
        File.Delete(_work["out/p3.png"]);
        Assert.Equal((3, 1), Counts(Apply("r.jsonl", "--resume", "r.jsonl").Succeeded()));
        Assert.Equal((0, 4), Counts(Apply("r.jsonl", "--resume", "r.jsonl").Succeeded()));

        // Another chain; then back, when all outputs are the other chain's.
        Assert.Equal((4, 0), Counts(Apply("r.jsonl", "--resume", "r.jsonl", "-f", "invert").Succeeded()));
        Assert.Equal((4, 0), Counts(Apply("r.jsonl", "--resume", "r.jsonl").Succeeded()));
        Apply("r.jsonl", "--resume", "none.jsonl").Failed(2, "none.jsonl", "no such file");
    }

    [Fact]
    public void A_filter_file_that_changed_is_another_chain()
    {
        Make(2);
        File.WriteAllText(_work["k.txt"], "0 1 0\n1 1 1\n0 1 0\n");
        Apply("r.jsonl", "-f", "file=k.txt").Succeeded();
        Assert.Equal((0, 2), Counts(Apply("r.jsonl", "--resume", "r.jsonl", "-f", "file=k.txt").Succeeded()));
        File.WriteAllText(_work["k.txt"], "0 1 0\n1 2 1\n0 1 0\n");
        Assert.Equal((2, 0), Counts(Apply("r.jsonl", "--resume", "r.jsonl", "-f", "file=k.txt").Succeeded()));
    }

    [Fact]
    public void A_killed_run_leaves_whole_outputs_or_none_and_can_be_gone_on_with()
    {
        Make(Pictures);
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "gaussian:2", "-O", "undisturbed").Succeeded();
        int kills = int.Parse(Environment.GetEnvironmentVariable("KERNELCLI_KILLS") is { Length: > 0 } text ? text : "6", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(1);
        for (int kill = 0; kill < kills; kill++)
        {
            File.AppendAllText(_work["r.jsonl"], "");
            using (Process process = Tool.Start(_work.Folder, "apply", "in", "-r", "-f", "gaussian:2", "-O", "out", "--report", "r.jsonl", "--resume", "r.jsonl"))
            {
                Thread.Sleep(random.Next(40, 500));
                process.Kill();
                process.WaitForExit();
            }
            if (Directory.Exists(_work["out"]))
                foreach (string path in Directory.EnumerateFiles(_work["out"], "*.png"))
                    Assert.Equal(File.ReadAllBytes(_work["undisturbed/" + Path.GetFileName(path)]), File.ReadAllBytes(path));
            if (kill % 3 == 2 && Directory.Exists(_work["out"]))
                Directory.Delete(_work["out"], recursive: true);
        }
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "gaussian:2", "-O", "out", "--report", "r.jsonl", "--resume", "r.jsonl").Succeeded();
        Assert.Equal(Files("undisturbed"), Files("out"));
        foreach (string name in Files("out"))
            Assert.Equal(File.ReadAllBytes(_work["undisturbed/" + name]), File.ReadAllBytes(_work["out/" + name]));
    }

    public void Dispose() => _work.Dispose();

    private void Make(int count)
    {
        Directory.CreateDirectory(_work["in"]);
        for (int i = 0; i < count; i++)
            _work.Picture($"in/p{i}.png", 300 + i, 200);
    }

    private Tool Apply(string report, params string[] options) => Tool.RunIn(_work.Folder, null, ["apply", "in", "-r", "-f", "box:3", "-O", "out", "--report", report, "-q", .. options]);

    // Done and kept pictures of the last run.
    private (int Done, int Kept) Counts(Tool _)
    {
        var summary = System.Text.Json.JsonDocument.Parse(File.ReadLines(_work["r.jsonl"]).Last()).RootElement;
        return (summary.GetProperty("done").GetInt32(), summary.GetProperty("kept").GetInt32());
    }

    // Half-written files of killed runs must be gone too.
    private string[] Files(string folder) => [.. Directory.EnumerateFiles(_work[folder]).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
}
