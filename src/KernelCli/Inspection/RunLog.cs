using System.Text;
using System.Text.Json;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Inspection;

/// <summary>
/// Tells what a command wrote, as it is asked to: in words on standard error, as JSON lines on standard output, and as JSON lines in a
/// file.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly bool _isVerbose;
    private readonly bool _writesJson;
    private readonly string? _path;
    private readonly FileStream? _report;

    private RunLog(bool isVerbose, bool writesJson, string? path, FileStream? report) =>
        (_isVerbose, _writesJson, _path, _report) = (isVerbose, writesJson, path, report);

    /// <summary>Reads the options, and starts the report if one is asked for.</summary>
    /// <exception cref="UsageException">The extension of the report is not .jsonl.</exception>
    public static RunLog Create(ParsedArguments arguments)
    {
        string? path = arguments.Get(CommonOptions.LineReport);
        if (path is not null && !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"{CommonOptions.LineReport.Name} {path}: the name of a report of lines ends with .jsonl");
        FileStream? report = path is null ? null : FileException.Guard(path, () =>
            new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        return new RunLog(arguments.Get(CommonOptions.Verbose), arguments.Get(CommonOptions.Json), path, report);
    }

    /// <summary>Tells of one thing that was done.</summary>
    /// <param name="kind">What it is, as JSON says it.</param>
    /// <param name="words">What was done.</param>
    /// <param name="write">Writes what JSON says of it.</param>
    public void Tell(string kind, string words, Action<Utf8JsonWriter> write)
    {
        if (_isVerbose)
            Console.Error.WriteLine(Failures.Printable(words));
        if (!_writesJson && _report is null)
            return;
        string line = JsonLine.Create(json =>
        {
            json.WriteNumber("schema", 1);
            json.WriteString("kind", kind);
            json.WriteString("tool", ToolVersion.Text);
            write(json);
        });
        if (_writesJson)
            Console.Out.WriteLine(line);
        if (_report is not null)
            FileException.Guard(_path!, () => _report.Write(Encoding.UTF8.GetBytes(line + "\n")));
    }

    /// <summary>Closes the report; one without a line is removed.</summary>
    public void Dispose()
    {
        if (_report is null)
            return;
        bool isEmpty = _report is { CanSeek: true, Length: 0 };
        FileException.Guard(_path!, _report.Dispose);
        if (isEmpty)
            File.Delete(_path!);
    }
}
