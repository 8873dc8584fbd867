using System.CommandLine;
using KernelCli.Cli.Completions;
using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Commands;

/// <summary>Runs command lines by means of the parser library.</summary>
internal static class CommandLine
{
    /// <summary>Parses a command line, runs its command and returns the exit code.</summary>
    /// <exception cref="UsageException">The command line is invalid.</exception>
    public static int Run(string[] args, CancellationToken cancellation)
    {
        // A word that starts with @ is a name like any other.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        ParseResult parsed = RootCommandFactory.Create(cancellation).Parse(args, configuration);
        if (UsageErrors.Find(parsed) is { } error)
            throw new UsageException(error);
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}

/// <summary>The tree of commands.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(CancellationToken cancellation)
    {
        var root = new RootCommand("Applies convolution kernels to pictures: exact, fast, in flat memory.")
        {
            ApplyCommand.Create(cancellation),
            CompareCommand.Create(cancellation),
            InfoCommand.Create(cancellation),
            KernelsCommand.Create(),
            LayerCommand.Create(cancellation),
            VolumeCommand.Create(cancellation),
        };
        root.Subcommands.Add(CompletionsCommand.Create(root));
        HelpExamples.AddTo(root);
        return root;
    }
}
