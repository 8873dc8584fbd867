using System.Globalization;
using System.Text.Json;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Batch;

/// <summary>Formats the lines of a report, schema version 1, as JSON or CSV.</summary>
internal static class ReportLine
{
    private const int Schema = 1;

    /// <summary>The names of the columns.</summary>
    public const string CsvHeader =
        "input,output,status,error,input_width,input_height,width,height,input_bytes,output_bytes,"
            + "input_sha256,samples_sha256,output_sha256,milliseconds,clipped_low,clipped_high,minimum,maximum";

    /// <summary>A picture's line.</summary>
    public static string ToJson(JobResult result, string chain) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("kind", "picture");
        json.WriteString("tool", ToolVersion.Text);
        json.WriteString("chain", chain);
        json.WriteString("input", PathStyle.Current.Shown(result.Input));
        json.WriteString("output", PathStyle.Current.Shown(result.Output));
        json.WriteString("status", NameOf(result.Status));
        json.WriteString("error", result.Error);
        if (result is { Source: { } source, Result: { } written })
        {
            json.WriteNumber("input_width", source.Width);
            json.WriteNumber("input_height", source.Height);
            json.WriteNumber("width", written.Width);
            json.WriteNumber("height", written.Height);
            if (written.Metadata.NoData is { } noData)
                json.WriteString("nodata", noData);
            json.WriteNumber("input_bytes", result.InputBytes);
            json.WriteNumber("output_bytes", result.OutputBytes);
        }
        json.WriteString("input_sha256", result.InputHash);
        json.WriteString("samples_sha256", result.SampleHash);
        json.WriteString("output_sha256", result.OutputHash);
        if (result.Files is { } files)
            WriteFiles(json, files);
        if (result.Touched is { } touched)
            json.WriteNumber("touched", touched);
        json.WriteNumber("milliseconds", Math.Round(result.Time.TotalMilliseconds, 1));
        if (result.Statistics is { Samples: > 0 } statistics)
        {
            json.WriteNumber("clipped_low", statistics.Low);
            json.WriteNumber("clipped_high", statistics.High);
            json.WriteFinite("minimum", statistics.Minimum);
            json.WriteFinite("maximum", statistics.Maximum);
        }
    });

    /// <summary>The last JSON line of a report: the number of pictures, in total and by status.</summary>
    /// <param name="totals">The numbers.</param>
    /// <param name="left">The number of pictures that an interruption left undone.</param>
    public static string Summary(BatchTotals totals, int left) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("kind", "summary");
        json.WriteString("tool", ToolVersion.Text);
        json.WriteNumber("pictures", totals.Count);
        foreach (JobStatus status in Enum.GetValues<JobStatus>().Where(status => status is not JobStatus.Writing))
            json.WriteNumber(NameOf(status), totals.Of(status));
        json.WriteNumber("not_done", left);
    });

    /// <summary>A picture's row; where each frame has a file of its own, a row for each.</summary>
    public static string ToCsv(JobResult result) => result.Files is null ? RowOf(result)
        : string.Join('\n', result.Files.Select(file => RowOf(result with
        {
            Output = file.Output,
            SampleHash = file.SampleHash,
            OutputHash = file.OutputHash,
            OutputBytes = file.OutputBytes,
        })));

    private static string RowOf(JobResult result)
    {
        bool isMeasured = result.Statistics is { Samples: > 0 };
        object?[] cells =
        [
            PathStyle.Current.Shown(result.Input), PathStyle.Current.Shown(result.Output), NameOf(result.Status), result.Error,
                result.Source?.Width, result.Source?.Height, result.Result?.Width, result.Result?.Height,
            result.InputBytes, result.OutputBytes, result.InputHash, result.SampleHash, result.OutputHash,
                Math.Round(result.Time.TotalMilliseconds, 1),
            isMeasured ? result.Statistics!.Low : null, isMeasured ? result.Statistics!.High : null, isMeasured
                ? result.Statistics!.Minimum : null, isMeasured ? result.Statistics!.Maximum : null,
        ];
        return string.Join(',', cells.Select(cell => Quoted(Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "")));
    }

    /// <summary>The name of a status.</summary>
    public static string NameOf(JobStatus status) => status.ToString().ToLowerInvariant();

    private static void WriteFiles(Utf8JsonWriter json, IReadOnlyList<FrameFile> files)
    {
        json.WriteStartArray("files");
        foreach (FrameFile file in files)
        {
            json.WriteStartObject();
            json.WriteString("output", PathStyle.Current.Shown(file.Output));
            json.WriteNumber("output_bytes", file.OutputBytes);
            json.WriteString("samples_sha256", file.SampleHash);
            json.WriteString("output_sha256", file.OutputHash);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
