using System.Text;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Batch;

/// <summary>
/// Writes a report line by line as pictures finish, so that the report of a killed run lists all of them. At the end the file is
/// replaced by one in the order of the inputs, with one line for each.
/// </summary>
internal sealed class ReportWriter : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private readonly string _chain;
    private readonly bool _isCsv;
    private readonly ResumeIndex? _continued;

    // Where the last line of each input is.
    private readonly (long At, int Length)[] _lines;
    private readonly long _start;
    private long _length;
    private int _next;

    private ReportWriter(string path, FileStream stream, string chain, bool isCsv, int inputs, ResumeIndex? continued)
    {
        (_path, _stream, _chain, _isCsv, _continued) = (path, stream, chain, isCsv, continued);
        // A link may lead to a device.
        IsFile = stream.CanSeek && !PathStyle.Current.IsDevice(Path.GetFullPath(path)) && !PathStyle.Current.IsDevice(RealPath.Of(path));
        _start = _length = IsFile ? stream.Length : 0;
        _lines = new (long, int)[IsFile ? inputs : 0];
    }

    /// <summary>Whether the lines may come in any order. Those of a pipe or a device stay where they are.</summary>
    public bool IsFile { get; }

    /// <summary>Starts a report, or continues an existing one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="chain">The fingerprint of the run.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="continued">What the file lists already where the run goes on with it; otherwise null.</param>
    /// <exception cref="UsageException">The extension is neither .jsonl nor .csv.</exception>
    public static ReportWriter Create(string path, string chain, int inputs, ResumeIndex? continued)
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
            bool endsInside = continued is not null && EndsInsideLine(path);
            var stream = new FileStream(path, continued is null ? FileMode.Create : FileMode.Append, FileAccess.Write, FileShare.Read,
                bufferSize: 0);
            var writer = new ReportWriter(path, stream, chain, isCsv, inputs, continued);
            if (endsInside)
                writer.Append("\n");
            return writer;
        });
    }

    /// <summary>Writes the line of a picture.</summary>
    /// <param name="index">Its place among the inputs. A later line takes the place of an earlier one.</param>
    /// <param name="result">What was done with it.</param>
    public void Write(int index, JobResult result)
    {
        string header = _isCsv && _length == 0 ? $"{ReportLine.CsvHeader}\n" : "";
        long at = _length + header.Length;
        Append($"{header}{(_isCsv ? ReportLine.ToCsv(result) : ReportLine.ToJson(result, _chain))}\n");
        if (!IsFile)
            return;
        _next = _next == index && _lines[index].Length == 0 ? index + 1 : -1;
        _lines[index] = (at, (int)(_length - at));
        if (result.Output is { } output)
            _continued?.Supersede(output);
    }

    /// <summary>Writes the totals as the last line, of which a CSV report has none, and puts the lines in order.</summary>
    /// <param name="totals">The totals.</param>
    /// <param name="left">The number of inputs that an interruption left undone.</param>
    public void Finish(BatchTotals totals, int left)
    {
        string summary = _isCsv ? "" : $"{ReportLine.Summary(totals, left)}\n";
        bool isOrdered = !IsFile || (_start == 0 && _next >= 0);
        if (isOrdered)
            Append(summary);
        _stream.Dispose();
        if (!isOrdered)
            AtomicFile.Write(_path, stream => Rewrite(stream, summary));
    }

    /// <summary>Closes the report; one without a line is removed.</summary>
    public void Dispose() => FileException.Guard(_path, () =>
    {
        _stream.Dispose();
        if (IsFile && _length == 0)
            File.Delete(_path);
    });

    private void Append(string text) => FileException.Guard(_path, () =>
    {
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            _stream.Write(bytes);
            _length += bytes.Length;
        }
        catch (IOException) when (IsFile)
        {
            // Half a line is of no use.
            _stream.SetLength(_length);
            throw;
        }
    });

    // What the report listed before and this run did not deal with comes first.
    private void Rewrite(Stream to, string summary)
    {
        foreach (string line in _continued?.Left(_path) ?? [])
            to.Write(Encoding.UTF8.GetBytes($"{line}\n"));
        if (_isCsv)
            to.Write(Encoding.UTF8.GetBytes($"{ReportLine.CsvHeader}\n"));
        using FileStream from = File.OpenRead(_path);
        foreach ((long at, int length) in _lines)
        {
            byte[] line = new byte[length];
            from.Position = at;
            from.ReadExactly(line);
            to.Write(line);
        }
        to.Write(Encoding.UTF8.GetBytes(summary));
    }

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
