using KernelCli.Cli.Apply;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Progress;
using KernelCli.Rows;
using KernelCli.Tests.Support;

namespace KernelCli.Tests.Batch;

/// <summary>What is told of the pictures of a batch, in which order, and the exit code.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class BatchResultsTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData(0, "")]
    [InlineData(0, "done skipped kept")]
    [InlineData(1, "done different")]
    [InlineData(3, "done failed", "1 of 2 failed")]
    [InlineData(3, "different failed limit", "2 of 3 failed")]
    [InlineData(2, "failed")]
    [InlineData(2, "failed failed", "2 of 2 failed")]
    [InlineData(4, "limit")]
    [InlineData(4, "limit limit", "2 of 2 failed")]
    [InlineData(2, "limit failed", "2 of 2 failed")]
    public void The_exit_code_says_what_became_of_them(int exitCode, string statuses, string? count = null)
    {
        string[] words = statuses.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Tool run = Conclude(Results(), [.. words.Select((word, i) => Result($"{i}.png", word))]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal([.. words.Select((word, i) => (word, i)).Where(of => of.word is "failed" or "limit" or "different")
            .Select(of => $"kernelcli: {of.i}.png: {of.word}"), .. count is null ? (string[])[] : [$"kernelcli: {count}"]], Lines(run.Error));
        Assert.Equal("", run.Text);
    }

    [Fact]
    public void Messages_have_the_order_of_the_names()
    {
        Tool run = Conclude(Results(), Result("c", "failed"), Result("a", "different"), Result("b", "failed"));
        Assert.Equal(["kernelcli: a: different", "kernelcli: b: failed", "kernelcli: c: failed", "kernelcli: 2 of 3 failed"], Lines(run.Error));
    }

    [Fact]
    public void A_note_on_several_pictures_is_written_once()
    {
        JobResult[] noted = [Result("c", "done") with { Note = "lost" }, Result("a", "done") with { Note = "lost" }, Result("b", "done") with { Note = "other" }, Result("d", "done")];
        Assert.Equal(["kernelcli: note: a and 1 more: lost", "kernelcli: note: b: other"], Lines(Conclude(Results(), noted).Error));
    }

    [Fact]
    public void More_than_a_hundredth_of_clipped_samples_is_worth_a_warning()
    {
        JobResult[] clipped = [Result("a", "done") with { Statistics = Clipped(1, 100) }, Result("b", "done") with { Statistics = Clipped(2, 100) }, Result("c", "skipped")];
        Assert.Equal(["kernelcli: warning: b: 2 % of the samples were clipped; --range says how to bring them in"], Lines(Conclude(Results(), clipped).Error));
        Assert.Equal("", Conclude(Results("--quiet"), clipped).Error);
        Assert.Equal(["kernelcli: warning: d: 12.5 % of the samples were clipped; --range says how to bring them in", "kernelcli: d: failed"],
            Lines(Conclude(Results(), Result("d", "failed") with { Statistics = Clipped(1, 8) }).Error));
    }

    [Fact]
    public void Verbose_runs_end_with_the_totals()
    {
        JobResult[] results = [Result("a", "done"), Result("b", "skipped"), Result("c", "done")];
        Assert.Equal("3 files: 2 done, 1 skipped\n", Conclude(Results("--verbose"), results).Error);
        Assert.Equal("", Conclude(Results("--verbose"), results[0]).Error);
        Assert.Equal("", Conclude(Results("--verbose", "--dry-run"), results).Error);
        Assert.Equal("", Conclude(Results(), results).Error);
    }

    [Fact]
    public void Lines_of_JSON_have_the_order_of_the_inputs()
    {
        BatchResults results = Results("--json");
        JobResult[] all = [Result("a", "done"), Result("b", "done"), Result("c", "done")];
        Tool first = InProcess.Capture(() =>
        {
            results.Add(2, all[2]);
            results.Add(0, all[0]);
            return 0;
        });
        Assert.Equal([ReportLine.ToJson(all[0], "c0")], Lines(first.Text));
        Tool rest = InProcess.Capture(() =>
        {
            results.Add(1, all[1]);
            return results.Conclude();
        });
        Assert.Equal([ReportLine.ToJson(all[1], "c0"), ReportLine.ToJson(all[2], "c0"), ReportLine.Summary(Totals(all), 0)], Lines(rest.Text));
        Assert.Equal("", Conclude(Results("--json", "--dry-run"), all).Text);
    }

    [Fact]
    public async Task A_file_is_handed_lines_at_once_and_a_pipe_in_order()
    {
        JobResult[] all = [Result("a", "done"), Result("b", "done")];
        using (var report = ReportWriter.Create(_work["r.jsonl"], "c0", 2, null))
        {
            BatchResults results = Results(report);
            results.Add(1, all[1]);
            Assert.Equal([ReportLine.ToJson(all[1], "c0")], Lines(_work.Shared("r.jsonl")));
        }
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are made with mkfifo.");
        System.Diagnostics.Process.Start("mkfifo", _work["p.jsonl"]).WaitForExit();
        Task<string> reading = Task.Run(() => File.ReadAllText(_work["p.jsonl"]));
        using (var report = ReportWriter.Create(_work["p.jsonl"], "c0", 2, null))
        {
            BatchResults results = Results(report);
            results.Add(1, all[1]);
            Assert.Equal(0, Conclude(results, all[0]).ExitCode);
        }
        Assert.Equal([ReportLine.ToJson(all[0], "c0"), ReportLine.ToJson(all[1], "c0"), ReportLine.Summary(Totals(all), 0)], Lines(await reading.WaitAsync(Tool.Patience)));
    }

    [Fact]
    public void Nothing_is_taken_any_more_once_the_report_is_complete()
    {
        using var report = ReportWriter.Create(_work["r.jsonl"], "c0", 2, null);
        BatchResults results = Results(report);
        results.AddWriting(0, Result("a", "done") with { Status = JobStatus.Writing });
        Assert.Contains("\"writing\"", _work.Shared("r.jsonl"), StringComparison.Ordinal);
        results.Add(0, Result("a", "done"));
        Assert.Equal(0, Conclude(results).ExitCode);
        Assert.Throws<OperationCanceledException>(() => results.AddWriting(1, Result("b", "done")));
        results.Add(1, Result("b", "failed"));
        Assert.Equal([ReportLine.ToJson(Result("a", "done"), "c0"), ReportLine.Summary(Totals(Result("a", "done")), 0)], File.ReadAllLines(_work["r.jsonl"]));
        Tool late = InProcess.Capture(() =>
        {
            results.ConcludeInterrupted(State(2));
            return 0;
        });
        Assert.Equal("", late.Error);
        // Where nothing is reported, a picture in place needs no line.
        Results().AddWriting(0, Result("a", "done"));
    }

    [Theory]
    [InlineData("-O out", "r.jsonl", "; --skip-existing or --resume {0} goes on")]
    [InlineData("-O out", "r.JSONL", "; --skip-existing or --resume {0} goes on")]
    [InlineData("-O out", "r.csv", "; --skip-existing goes on")]
    [InlineData("-O out", null, "; --skip-existing goes on")]
    [InlineData("--in-place", "r.jsonl", "; --resume {0} goes on")]
    [InlineData("--in-place", null, "")]
    [InlineData("--expect .", null, "")]
    public void An_interrupted_run_says_how_far_it_was_and_how_it_goes_on(string target, string? name, string way)
    {
        using ReportWriter? report = name is null ? null : ReportWriter.Create(_work[name], "c0", 5, null);
        BatchResults results = new(InProcess.Request(["a", "-f", "box:3", .. target.Split(' ')]), Batch(name), "c0", report);
        results.Add(0, Result("a", "done"));
        results.Add(1, Result("b", "failed"));
        Tool run = Interrupt(results, 5);
        string path = name is null ? "" : _work[name];
        Assert.Equal(["kernelcli: b: failed", $"kernelcli: interrupted: 1 of 5 done, 1 failed{string.Format(System.Globalization.CultureInfo.InvariantCulture, way, path)}"], Lines(run.Error));
        if (name is "r.jsonl")
            Assert.Contains("\"not_done\":3", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_run_hands_on_what_it_has()
    {
        BatchResults results = Results("--json");
        JobResult late = Result("c", "done");
        results.Add(2, late);
        Tool run = Interrupt(results, 3);
        Assert.Equal([ReportLine.ToJson(late, "c0"), ReportLine.Summary(Totals(late), 2)], Lines(run.Text));

        // The threads that are still at work come to an end.
        Tool after = InProcess.Capture(() =>
        {
            var thread = new Thread(() => results.Add(0, late));
            thread.Start();
            return thread.Join(Tool.Patience) ? 0 : 1;
        });
        Assert.Equal((0, ""), (after.ExitCode, after.Text));
        Assert.Equal("kernelcli: interrupted at 0 %; nothing was written\n", Interrupt(Results(), 1).Error);
    }

    [Fact]
    public void A_thread_that_is_stuck_does_not_keep_the_last_words()
    {
        BatchResults results = Results("--json");
        using ManualResetEventSlim stuck = new(), released = new();
        Tool run = InProcess.Capture(() =>
        {
            Console.SetOut(new StuckWriter(stuck, released));
            var thread = new Thread(() => results.Add(0, Result("a", "done")));
            thread.Start();
            stuck.Wait(Tool.Patience);
            results.ConcludeInterrupted(State(4) with { Done = 1 });
            released.Set();
            thread.Join();
            return 0;
        });
        Assert.Equal("kernelcli: interrupted: 1 of 4 done\n", run.Error);
    }

    [Fact]
    public void Only_pictures_that_are_too_far_ahead_wait()
    {
        Results().WaitForTurn(1 << 20, () => throw new InvalidOperationException("nothing has an order here"));
        BatchResults ordered = Results("--json");
        ordered.WaitForTurn((1 << 14) - 1, () => throw new InvalidOperationException("it may begin"));
        bool asked = false;
        ordered.WaitForTurn(1 << 14, () => asked = true);
        Assert.True(asked);
    }

    public void Dispose() => _work.Dispose();

    private BatchResults Results(params string[] options) => new(InProcess.Request(["a", "-f", "box:3", "-O", "out", .. options]), Batch(null), "c0", null);

    private BatchResults Results(ReportWriter report) => new(InProcess.Request("a", "-f", "box:3", "-O", "out"), Batch("r.jsonl"), "c0", report);

    private BatchRequest Batch(string? report) =>
        BatchRequest.Create(InProcess.Parse(["a", "b", "-f", "box:3", "-O", "out", .. report is null ? (string[])[] : ["--report", _work[report]]]))!;

    private static JobResult Result(string name, string word) => new(name, $"out/{name}", word == "limit" ? JobStatus.Failed : Enum.Parse<JobStatus>(word, ignoreCase: true))
    {
        Error = word is "failed" or "limit" or "different" ? $"{name}: {word}" : null,
        IsRefusedByLimit = word == "limit",
    };

    private static Tool Conclude(BatchResults results, params JobResult[] all) => InProcess.Capture(() =>
    {
        for (int i = 0; i < all.Length; i++)
            results.Add(i, all[i]);
        return results.Conclude();
    });

    private static Tool Interrupt(BatchResults results, int total) => InProcess.Capture(() =>
    {
        results.ConcludeInterrupted(State(total));
        return 0;
    });

    private static ProgressState State(int total) => new(total, "files", 0, 0, 0, 0, TimeSpan.Zero);

    private static BatchTotals Totals(params JobResult[] all)
    {
        var totals = new BatchTotals();
        foreach (JobResult result in all)
            totals.Add(result);
        return totals;
    }

    private static ClippingStatistics Clipped(int low, int samples)
    {
        var statistics = new ClippingStatistics();
        statistics.Add([.. Enumerable.Range(0, samples).Select(i => i < low ? -9f : 9f)], 1, 1, 1, 255);
        return statistics;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // A pipe that nobody reads.
    private sealed class StuckWriter(ManualResetEventSlim stuck, ManualResetEventSlim released) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            stuck.Set();
            released.Wait(Tool.Patience);
        }
    }
}
