using KernelCli.Primitives;

namespace KernelCli.Cli.Errors;

/// <summary>Turns whatever stopped the program into one line on standard error and an exit code.</summary>
internal static class Failures
{
    // ENOSPC; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL as HRESULTs.
    private const int DiskFull = 28;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullOnWindows = unchecked((int)0x80070027);

    /// <summary>Reports a failure and returns its exit code. A closed pipe is not reported.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="debug">Whether the stack trace is shown too.</param>
    public static int Report(Exception exception, bool debug)
    {
        if (exception is ClosedPipeException)
            return ExitCode.Done;
        if (exception is OperationCanceledException)
        {
            LastWords.Tell();
            return ExitCode.Interrupted;
        }
        string line = Describe(exception);
        WriteLine(line);
        if (exception is FileException file)
            GitHubAnnotation.Write(file.Path, line);
        if (debug)
            Console.Error.WriteLine(Stack(exception));
        return (exception as FileException)?.InnerException is ImageLimitException || exception is ImageLimitException
            ? ExitCode.Limit
            : ExitCode.Failed;
    }

    /// <summary>An exception with its stack trace, in lines that end with LF.</summary>
    public static string Stack(Exception exception) => exception.ToString().ReplaceLineEndings("\n");

    /// <summary>The line for a failure, without the program's name.</summary>
    public static string Describe(Exception exception)
    {
        string line = exception is FileException { InnerException: { } cause } file
            ? $"{file.Path}: {Cause(cause, file.Path)}"
            : Cause(exception, null);
        return Printable(line);
    }

    // Names and headers are untrusted input: control characters, which could move a terminal's cursor, become spaces.
    internal static string Printable(string line) => string.Create(line.Length, line, (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = char.IsControl(from[i]) ? ' ' : from[i];
    });

    /// <summary>Writes a warning.</summary>
    public static void WriteWarning(string line) => WriteLine($"warning: {Printable(line)}");

    /// <summary>Writes a note about a result.</summary>
    public static void WriteNote(string line) => WriteLine($"note: {Printable(line)}");

    /// <summary>Writes a line to standard error, after the program's name.</summary>
    public static void WriteLine(string line) => Console.Error.WriteLine($"kernelcli: {line}");

    private static string Cause(Exception exception, string? path) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException when path is not null => new FileInfo(path).LinkTarget is { } target
            ? $"is a link to {target}, which does not exist" : "no such file or folder",
        UnauthorizedAccessException when path is not null && Directory.Exists(path)
            && !Path.EndsInDirectorySeparator(path) => "is a folder: name a file",
        UnauthorizedAccessException => "permission denied",
        _ when path is not null && Path.EndsInDirectorySeparator(path) && Directory.Exists(path) => "the folder cannot be read",
        IOException { HResult: DiskFull or DiskFullOnWindows or HandleDiskFullOnWindows } => "no space is left on the disk: free some, "
            + "or write elsewhere",
        OutOfMemoryException => "not enough memory for this picture; lower --max-memory to refuse it before",
        _ => Advice.Message(exception),
    };
}
