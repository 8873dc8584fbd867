using System.Text.Json;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Errors;
using KernelCli.Tests.Support;

namespace KernelCli.Tests.Batch;

/// <summary>The file of a report: line by line while the run goes on, in the order of the inputs in the end.</summary>
public sealed class ReportWriterTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData(new[] { 0, 1, 2 })]
    [InlineData(new[] { 2, 0, 1 })]
    [InlineData(new[] { 0, 2, 1 })]
    [InlineData(new[] { 1, 2, 0 })]
    public void Lines_are_there_at_once_and_ordered_in_the_end(int[] order)
    {
        using (ReportWriter report = Open("r.jsonl", 3))
        {
            foreach (int index in order)
            {
                report.Write(index, Done(index));
                Assert.Equal($"in/{index}.png", Inputs(_work.Shared("r.jsonl"))[^1]);
            }
            Assert.True(report.IsFile);
            report.Finish(Totals(3), left: 2);
        }
        string[] lines = File.ReadAllLines(_work["r.jsonl"]);
        Assert.Equal([ReportLine.ToJson(Done(0), "c0"), ReportLine.ToJson(Done(1), "c0"), ReportLine.ToJson(Done(2), "c0"), ReportLine.Summary(Totals(3), 2)], lines);
        Assert.Equal(["r.jsonl"], Directory.EnumerateFileSystemEntries(_work.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_later_line_of_an_input_takes_the_place_of_the_earlier_one()
    {
        using (ReportWriter report = Open("r.jsonl", 2))
        {
            report.Write(0, Done(0) with { Status = JobStatus.Writing });
            report.Write(0, Done(0));
            report.Write(1, Done(1));
            report.Finish(Totals(2), 0);
        }
        Assert.Equal([ReportLine.ToJson(Done(0), "c0"), ReportLine.ToJson(Done(1), "c0"), ReportLine.Summary(Totals(2), 0)], File.ReadAllLines(_work["r.jsonl"]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_table_has_one_header_and_no_totals(int first, int second)
    {
        using (ReportWriter report = Open("r.CSV", 2))
        {
            report.Write(first, Done(first));
            report.Write(second, Done(second));
            report.Finish(Totals(2), 0);
        }
        Assert.Equal($"{ReportLine.CsvHeader}\n{ReportLine.ToCsv(Done(0))}\n{ReportLine.ToCsv(Done(1))}\n", File.ReadAllText(_work["r.CSV"]));
    }

    [Fact]
    public void An_input_without_a_result_has_no_line()
    {
        using (ReportWriter report = Open("r.jsonl", 4))
        {
            report.Write(3, Done(3));
            report.Write(1, Done(1));
            report.Finish(Totals(2), 2);
        }
        Assert.Equal(["in/1.png", "in/3.png", ""], Inputs(File.ReadAllText(_work["r.jsonl"])));
    }

    [Fact]
    public void A_resumed_report_keeps_what_it_listed_of_other_inputs()
    {
        using (ReportWriter report = Open("r.jsonl", 3))
        {
            for (int i = 0; i < 3; i++)
                report.Write(i, Done(i));
            report.Finish(Totals(3), 0);
        }
        // Half a line of a run that was killed.
        File.AppendAllText(_work["r.jsonl"], "{\"kind\":\"pict");
        using (ReportWriter report = Open("r.jsonl", 2, ResumeIndex.Read(_work["r.jsonl"], "c0")))
        {
            report.Write(0, Done(1));
            Assert.Equal(ReportLine.ToJson(Done(1), "c0"), _work.Shared("r.jsonl").Split('\n')[^2]);
            report.Write(1, Done(4));
            report.Finish(Totals(2), 0);
        }
        Assert.Equal(["in/0.png", "in/2.png", "in/1.png", "in/4.png", ""], Inputs(File.ReadAllText(_work["r.jsonl"])));
    }

    [Fact]
    public void A_whole_last_line_is_followed_by_no_empty_one()
    {
        File.WriteAllText(_work["r.jsonl"], "nonsense\n");
        using (ReportWriter report = Open("r.jsonl", 1, ResumeIndex.Read(_work["r.jsonl"], "c0")))
            report.Write(0, Done(0));
        Assert.Equal($"nonsense\n{ReportLine.ToJson(Done(0), "c0")}\n", File.ReadAllText(_work["r.jsonl"]));
        File.WriteAllText(_work["r.jsonl"], "");
        using (ReportWriter report = Open("r.jsonl", 1, ResumeIndex.Read(_work["r.jsonl"], "c0")))
            report.Write(0, Done(0));
        Assert.Equal($"{ReportLine.ToJson(Done(0), "c0")}\n", File.ReadAllText(_work["r.jsonl"]));
    }

    [Fact]
    public void A_new_report_begins_anew_and_one_without_a_line_is_removed()
    {
        File.WriteAllText(_work["r.jsonl"], "old\n");
        using (Open("r.jsonl", 1))
            Assert.Equal("", _work.Shared("r.jsonl"));
        Assert.False(File.Exists(_work["r.jsonl"]));
        using (ReportWriter report = Open("r.jsonl", 1))
            report.Write(0, Done(0));
        Assert.Equal(["in/0.png"], Inputs(File.ReadAllText(_work["r.jsonl"])));
    }

    [Fact]
    public void A_device_takes_lines_as_they_come()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no /dev/null.");
        File.CreateSymbolicLink(_work["r.csv"], "/dev/null");
        using ReportWriter report = Open("r.csv", 2);
        Assert.False(report.IsFile);
        report.Write(1, Done(1));
        report.Write(0, Done(0));
        report.Finish(Totals(2), 0);
        Assert.Equal("/dev/null", new FileInfo(_work["r.csv"]).LinkTarget);
    }

    [Theory]
    [InlineData("r.txt", "the name ends with .txt; use .jsonl or .csv")]
    [InlineData("r", "the name ends with no extension; use .jsonl or .csv")]
    public void Another_kind_of_file_is_refused(string name, string why)
    {
        Assert.Equal($"--report {_work[name]}: {why}", Assert.Throws<UsageException>(() => Open(name, 1)).Message);
        Assert.False(File.Exists(_work[name]));
    }

    public void Dispose() => _work.Dispose();

    private ReportWriter Open(string name, int inputs, ResumeIndex? continued = null) => ReportWriter.Create(_work[name], "c0", inputs, continued);

    private static JobResult Done(int index) => new($"in/{index}.png", $"out/{index}.png", JobStatus.Done) { InputHash = "aa", OutputHash = "bb" };

    private static BatchTotals Totals(int done)
    {
        var totals = new BatchTotals();
        for (int i = 0; i < done; i++)
            totals.Add(Done(i));
        return totals;
    }

    private static string[] Inputs(string text) =>
        [.. text.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement.TryGetProperty("input", out JsonElement input) ? input.GetString()! : "")];
}
