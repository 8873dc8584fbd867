using System.CommandLine;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Output;

namespace KernelCli.Cli;

/// <summary>The entry: parse, run, turn every outcome into an exit code and at most one line.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        // Written to by every part; a closed pipe on the other end is the reader's choice, not an error.
        using var interruption = new Interruption();
        bool debug = Array.IndexOf(args, "--debug") >= 0;
        try
        {
            ParseResult parsed = RootCommandFactory.Create(interruption.Token).Parse(args);
            if (UsageErrors.Find(parsed) is { } error)
                throw new UsageException(error);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception exception)
        {
            return Failures.Report(exception, debug);
        }
    }
}
