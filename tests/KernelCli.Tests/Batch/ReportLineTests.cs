using KernelCli.Cli.Apply;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Output;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Tests.Batch;

/// <summary>The lines of a report, letter for letter.</summary>
public sealed class ReportLineTests
{
    private static readonly ImageInfo Source = new(30, 20, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)), Written = new(15, 10, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));

    private static readonly JobResult Whole = new("in/a.png", "out/a.png", JobStatus.Done)
    {
        Source = Source,
        Result = Written,
        InputBytes = 1234,
        OutputBytes = 567,
        InputHash = "aa",
        SampleHash = "bb",
        OutputHash = "cc",
        Touched = 150,
        Time = TimeSpan.FromMilliseconds(12.34),
        Statistics = Measured(),
    };

    [Fact]
    public void A_picture_has_all_that_is_known_of_it()
    {
        string head = $"{{\"schema\":1,\"kind\":\"picture\",\"tool\":\"{ToolVersion.Text}\",\"chain\":\"c0\",\"input\":\"in/a.png\",";
        Assert.Equal(head + """
            "output":"out/a.png","status":"done","error":null,"input_width":30,"input_height":20,"width":15,"height":10,"input_bytes":1234,"output_bytes":567,
            """ + """
            "input_sha256":"aa","samples_sha256":"bb","output_sha256":"cc","touched":150,"milliseconds":12.3,"clipped_low":1,"clipped_high":2,"minimum":-5,"maximum":400}
            """, ReportLine.ToJson(Whole, "c0"));
        Assert.Equal(head + """
            "output":null,"status":"failed","error":"no","input_sha256":null,"samples_sha256":null,"output_sha256":null,"milliseconds":0}
            """, ReportLine.ToJson(new JobResult("in/a.png", null, JobStatus.Failed) { Error = "no", Source = Source, Statistics = new ClippingStatistics() }, "c0"));
    }

    [Fact]
    public void The_value_of_no_data_and_the_files_of_frames_are_there()
    {
        JobResult result = Whole with
        {
            Result = Written with { Metadata = new ImageMetadata { NoData = "-9999" } },
            Files = [new FrameFile("out/a-1.png", "s1", "o1", 11), new FrameFile("out/a-2.png", null, null, 12)],
        };
        string line = ReportLine.ToJson(result, "c0");
        Assert.Contains("\"height\":10,\"nodata\":\"-9999\",\"input_bytes\"", line, StringComparison.Ordinal);
        Assert.Contains("\"output_sha256\":\"cc\",\"files\":[{\"output\":\"out/a-1.png\",\"output_bytes\":11,\"samples_sha256\":\"s1\",\"output_sha256\":\"o1\"},"
            + "{\"output\":\"out/a-2.png\",\"output_bytes\":12,\"samples_sha256\":null,\"output_sha256\":null}],\"touched\"", line, StringComparison.Ordinal);
        Assert.Equal(["in/a.png,out/a-1.png,done,,30,20,15,10,1234,11,aa,s1,o1,12.3,1,2,-5,400", "in/a.png,out/a-2.png,done,,30,20,15,10,1234,12,aa,,,12.3,1,2,-5,400"],
            ReportLine.ToCsv(result).Split('\n'));
    }

    [Fact]
    public void A_row_has_a_cell_for_each_column_and_quotes_where_they_are_needed()
    {
        Assert.Equal("in/a.png,out/a.png,done,,30,20,15,10,1234,567,aa,bb,cc,12.3,1,2,-5,400", ReportLine.ToCsv(Whole));
        Assert.Equal(ReportLine.CsvHeader.Split(',').Length, ReportLine.ToCsv(Whole).Split(',').Length);
        JobResult failed = new("in/a,\"b\".png", null, JobStatus.Failed) { Error = "one\ntwo", Statistics = new ClippingStatistics() };
        Assert.Equal("\"in/a,\"\"b\"\".png\",,failed,\"one\ntwo\",,,,,0,0,,,,0,,,,", ReportLine.ToCsv(failed));
        Assert.Equal("\"a\rb\",,skipped,\"\"\"\",,,,,0,0,,,,0,,,,", ReportLine.ToCsv(new JobResult("a\rb", null, JobStatus.Skipped) { Error = "\"" }));
    }

    [Fact]
    public void The_last_line_counts_the_pictures_by_status()
    {
        var totals = new BatchTotals();
        JobStatus[] all = [JobStatus.Done, JobStatus.Done, JobStatus.Done, JobStatus.Skipped, JobStatus.Kept, JobStatus.Kept, JobStatus.Different, JobStatus.Failed];
        foreach (JobStatus status in all)
            totals.Add(new JobResult("a", null, status));
        Assert.Equal($"{{\"schema\":1,\"kind\":\"summary\",\"tool\":\"{ToolVersion.Text}\",\"pictures\":8,\"done\":3,\"skipped\":1,\"kept\":2,\"different\":1,\"failed\":1,\"not_done\":7}}",
            ReportLine.Summary(totals, 7));
        Assert.Equal("3 done, 1 skipped, 2 kept, 1 different, 1 failed", totals.ToString());
        Assert.Equal((8, 1, 1), (totals.Count, totals.Failed, totals.Different));
    }

    private static ClippingStatistics Measured()
    {
        var statistics = new ClippingStatistics();
        statistics.Add([-5, 0, 7, 255, 300, 400], 1, 1, 1, 255);
        return statistics;
    }
}
