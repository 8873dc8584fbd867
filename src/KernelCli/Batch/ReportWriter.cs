using System.Text;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Batch;

/// <summary>
/// Writes a report line by line as pictures finish, so that the report of a killed run lists all of them.
/// </summary>
internal sealed class ReportWriter : IDisposable
{
    private readonly string _path;
    private readonly StreamWriter _writer;
    private readonly string _chain;
    private readonly bool _isCsv;

    private ReportWriter(string path, StreamWriter writer, string chain, bool isCsv) =>
        (_path, _writer, _chain, _isCsv) = (path, writer, chain, isCsv);

    /// <summary>Starts a report, or continues an existing one.</summary>
    /// <exception cref="UsageException">The extension is neither .jsonl nor .csv.</exception>
    public static ReportWriter Create(string path, string chain, bool append)
    {
        bool isCsv = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => true,
            ".jsonl" => false,
            var extension => throw new UsageException($"{BatchOptions.Report.Name} {path}: the name ends with "
                + $"{(extension.Length == 0 ? "no extension" : extension)}; use .jsonl or .csv"),
        };
        return FileException.Guard(path, () =>
        {
            bool endsInside = append && EndsInsideLine(path);
            var writer = new StreamWriter(path, append, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            {
                AutoFlush = true,
                NewLine = "\n"
            };
            if (endsInside)
                writer.WriteLine();
            if (isCsv && !append)
                writer.WriteLine(ReportLine.CsvHeader);
            return new ReportWriter(path, writer, chain, isCsv);
        });
    }

    /// <summary>Writes the line of a picture.</summary>
    public void Write(JobResult result) => WriteLine(_isCsv ? ReportLine.ToCsv(result) : ReportLine.ToJson(result, _chain));

    /// <summary>Writes the totals as the last line; a CSV report has none.</summary>
    public void WriteSummary(BatchTotals totals)
    {
        if (!_isCsv)
            WriteLine(ReportLine.Summary(totals));
    }

    /// <inheritdoc/>
    public void Dispose() => FileException.Guard(_path, () => _writer.Dispose());

    private void WriteLine(string line) => FileException.Guard(_path, () => _writer.WriteLine(line));

    // A run that was killed may have written half a line.
    private static bool EndsInsideLine(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length == 0)
            return false;
        stream.Position = stream.Length - 1;
        return stream.ReadByte() != '\n';
    }
}
