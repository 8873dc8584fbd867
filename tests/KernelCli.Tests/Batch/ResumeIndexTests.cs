using KernelCli.Cli.Apply;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Tests.Support;

namespace KernelCli.Tests.Batch;

/// <summary>Which results of an earlier report are still valid.</summary>
public sealed class ResumeIndexTests : IDisposable
{
    private const string Chain = "c0";

    private readonly Workspace _work = new();

    public ResumeIndexTests()
    {
        File.WriteAllText(_work["in"], "input");
        File.WriteAllText(_work["out"], "output");
    }

    [Fact]
    public void A_result_is_valid_while_input_and_output_are_as_they_were()
    {
        ResumeIndex index = Read(Line());
        ResumeIndex.Entry entry = index.Find(_work["in"], _work["out"])!;
        Assert.Equal((_work.Hash("in"), "ss", _work.Hash("out"), null), (entry.InputHash, entry.SampleHash, entry.OutputHash, entry.Files));
        Assert.NotNull(index.Find(_work["in"], Path.Combine(_work.Folder, ".", "out")));
        Assert.Null(index.Find(_work["in"], null));
        Assert.Null(index.Find(_work["in"], _work["other"]));
        Assert.Null(index.Find(_work["none"], _work["out"]));
        File.AppendAllText(_work["in"], "!");
        Assert.Null(index.Find(_work["in"], _work["out"]));
        File.WriteAllText(_work["in"], "input");
        Assert.NotNull(index.Find(_work["in"], _work["out"]));
        File.AppendAllText(_work["out"], "!");
        Assert.Null(index.Find(_work["in"], _work["out"]));
        File.Delete(_work["out"]);
        Assert.Null(index.Find(_work["in"], _work["out"]));
    }

    [Theory]
    [InlineData(JobStatus.Done, true)]
    [InlineData(JobStatus.Kept, true)]
    [InlineData(JobStatus.Different, true)]
    [InlineData(JobStatus.Writing, true)]
    [InlineData(JobStatus.Failed, false)]
    [InlineData(JobStatus.Skipped, false)]
    public void Only_what_was_written_is_valid(object status, bool isValid) =>
        Assert.Equal(isValid, Read(Line() with { Status = (JobStatus)status }).Find(_work["in"], _work["out"]) is not null);

    [Fact]
    public void A_line_of_another_chain_or_program_or_with_a_gap_is_not_valid()
    {
        string line = ReportLine.ToJson(Line(), Chain);
        Assert.NotNull(Read([line]).Find(_work["in"], _work["out"]));
        foreach (string other in (string[])[
            ReportLine.ToJson(Line(), "c1"),
            line.Replace($"\"tool\":\"{ToolVersion.Text}\"", "\"tool\":\"0.0.1\"", StringComparison.Ordinal),
            line.Replace("\"kind\":\"picture\"", "\"kind\":\"summary\"", StringComparison.Ordinal),
            ReportLine.ToJson(Line() with { InputHash = null }, Chain),
            ReportLine.ToJson(Line() with { OutputHash = null }, Chain),
            ReportLine.ToJson(Line() with { Output = null }, Chain),
            line.Replace("\"status\":\"done\"", "\"status\":1", StringComparison.Ordinal),
            line[..^1],
            "[]",
            "7",
            ""])
            Assert.Null(Read([other]).Find(_work["in"], _work["out"]));
    }

    [Fact]
    public void The_last_line_of_an_output_counts_and_what_is_no_line_does_not()
    {
        string good = ReportLine.ToJson(Line(), Chain), failed = ReportLine.ToJson(Line() with { Status = JobStatus.Failed }, Chain);
        Assert.Null(Read([good, failed]).Find(_work["in"], _work["out"]));
        Assert.NotNull(Read([failed, good]).Find(_work["in"], _work["out"]));
        Assert.NotNull(Read([good, "nonsense", good[..40]]).Find(_work["in"], _work["out"]));
    }

    [Fact]
    public void A_picture_filtered_in_place_is_known_by_its_result()
    {
        ResumeIndex index = Read(Line() with { Output = _work["out"], InputHash = "of before" });
        Assert.NotNull(index.Find(_work["out"], _work["out"]));
        Assert.Null(index.Find(_work["in"], _work["out"]));
    }

    [Fact]
    public void Each_file_of_a_frame_must_be_as_it_was()
    {
        File.WriteAllText(_work["out-2"], "second");
        FrameFile[] files = [new(_work["out"], "s1", _work.Hash("out"), 6), new(_work["out-2"], "s2", _work.Hash("out-2"), 6)];
        JobResult line = Line() with { Output = _work["out-{frame}"], OutputHash = null, Files = files };
        ResumeIndex index = Read(line);
        Assert.Equal(files, index.Find(_work["in"], _work["out-{frame}"])!.Files);
        Assert.Null(Read(line with { Files = [files[0], files[1] with { OutputHash = null }] }).Find(_work["in"], _work["out-{frame}"]));
        string text = ReportLine.ToJson(line, Chain);
        Assert.Null(Read([text.Replace("\"output_bytes\":6,", "", StringComparison.Ordinal)]).Find(_work["in"], _work["out-{frame}"]));
        Assert.Null(Read([text.Replace("\"output_bytes\":6,", "\"output_bytes\":0.5,", StringComparison.Ordinal)]).Find(_work["in"], _work["out-{frame}"]));
        File.AppendAllText(_work["out-2"], "!");
        Assert.Null(index.Find(_work["in"], _work["out-{frame}"]));
    }

    [Fact]
    public void Lines_of_outputs_that_no_newer_line_names_are_left()
    {
        string[] lines = [Of("a"), "nonsense", Of("b"), Of("c"), Of("a"), Of("d")];
        ResumeIndex index = Read(lines);
        Assert.Equal([lines[2], lines[3], lines[4], lines[5]], index.Left(_work["r.jsonl"]));
        index.Supersede(_work["c"]);
        File.AppendAllText(_work["r.jsonl"], "later\n");
        Assert.Equal([lines[2], lines[4], lines[5]], index.Left(_work["r.jsonl"]));

        string Of(string output) => ReportLine.ToJson(Line() with { Output = _work[output] }, "any chain");
    }

    [Fact]
    public void Only_JSON_lines_can_be_resumed()
    {
        Assert.Contains(".jsonl can be resumed", Assert.Throws<UsageException>(() => ResumeIndex.Read(_work["r.csv"], Chain)).Message, StringComparison.Ordinal);
        Assert.IsType<FileNotFoundException>(Assert.Throws<FileException>(() => ResumeIndex.Read(_work["none.jsonl"], Chain)).InnerException);
        File.WriteAllText(_work["R.JSONL"], "");
        Assert.Null(ResumeIndex.Read(_work["R.JSONL"], Chain).Find(_work["in"], _work["out"]));
    }

    public void Dispose() => _work.Dispose();

    private JobResult Line() => new(_work["in"], _work["out"], JobStatus.Done) { InputHash = _work.Hash("in"), SampleHash = "ss", OutputHash = _work.Hash("out") };

    private ResumeIndex Read(JobResult line) => Read([ReportLine.ToJson(line, Chain)]);

    private ResumeIndex Read(string[] lines)
    {
        File.WriteAllLines(_work["r.jsonl"], lines);
        return ResumeIndex.Read(_work["r.jsonl"], Chain);
    }
}
