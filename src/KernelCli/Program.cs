using KernelCli.Cli.Apply;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli;

/// <summary>
/// The entry point. It parses the arguments, runs the command and turns a failure into an exit code and at most one line.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        StandardStreams.Secure();
        // The warm-up starts before anything is parsed. Only an argument that may be -j, --jobs or a bundle with -j is read
        // first, because -j 1 allows no second thread.
        bool isWarm = args is [ApplyCommand.Name, ..]
            && !Array.Exists(args, arg => arg.StartsWith('-') && arg.Contains('j', StringComparison.Ordinal));
        if (isWarm)
            WarmUp.Start();
        PlainText.Install();
        using var interruption = new Interruption();
        try
        {
            if (UndecodableNames.ProblemIn(args) is { } problem)
                throw new UsageException(problem);

            // A plain command line does not even load the parser library.
            if (args is [ApplyCommand.Name, ..] && ArgumentParser.TryParse(args.AsSpan(1), ApplyOptions.All) is { } plain)
            {
                if (!isWarm && plain.Get(CommonOptions.Jobs) != 1)
                    WarmUp.Start();
                return DefinedCommand.Run(plain, arguments => ApplyCommand.Run(arguments, interruption.Token));
            }
            return CommandLine.Run(args, interruption.Token);
        }
        catch (Exception exception)
        {
            return Failures.Report(exception, debug: false);
        }
    }
}
