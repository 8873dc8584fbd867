using KernelCli.Cli.Apply;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli;

/// <summary>The entry: parse, run, turn every outcome into an exit code and at most one line.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        StandardStreams.Secure();
        if (args is [ApplyCommand.Name, ..] && !WantsOneThread(args))
            WarmUp.Start();
        PlainText.Install();
        using var interruption = new Interruption();
        try
        {
            UndecodableNames.CheckWords(args);
            // One picture, plainly asked for: the parser library is not even loaded.
            return args is [ApplyCommand.Name, ..] && ParsedArguments.TryParse(args.AsSpan(1), ApplyOptions.All) is { } words
                ? ApplyCommand.Run(words, interruption.Token)
                : CommandLine.Run(args, interruption.Token);
        }
        catch (Exception exception)
        {
            return Failures.Report(exception, debug: Array.IndexOf(args, ApplyOptions.Debug.Name) >= 0);
        }
    }

    private static bool WantsOneThread(string[] args)
    {
        int at = Array.FindLastIndex(args, word => ApplyOptions.Jobs.IsNamed(word));
        return at >= 0 && at + 1 < args.Length && args[at + 1] == "1";
    }
}
