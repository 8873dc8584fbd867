using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Commands;

/// <summary>Runs command lines by means of the parser library.</summary>
internal static class CommandLine
{
    private const string VersionCommand = "version";

    /// <summary>Parses a command line, runs its command and returns the exit code.</summary>
    /// <exception cref="UsageException">The command line is invalid.</exception>
    public static int Run(string[] args, CancellationToken cancellation)
    {
        // A word that starts with @ is a name like any other.
        var configuration = new ParserConfiguration { ResponseFileTokenReplacer = null };
        string[] words = args is [VersionCommand] ? [CommonOptions.Version.Name] : args;
        ParseResult parsed = RootCommandFactory.Create(cancellation).Parse(words, configuration);
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
            VerifyCommand.Create(cancellation),
        };
        root.Subcommands.Add(CompletionsCommand.Create(root));
        root.Subcommands.Add(HelpCommand.Create(root));
        for (int i = root.Options.Count - 1; i >= 0; i--)
            if (root.Options[i] is HelpOption or VersionOption)
                root.Options.RemoveAt(i);
        root.Options.Add(new HelpOption(CommonOptions.Help.Name, [.. CommonOptions.Help.Aliases, "-?"]) { Action = new ShowHelp() });
        root.Options.Add(new VersionOption(CommonOptions.Version.Name, CommonOptions.Version.Aliases.ToArray()));
        return root;
    }

    private sealed class ShowHelp : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            bool isLong = parseResult.Tokens.Any(token => token.Value == CommonOptions.Help.Name);
            HelpCommand.Show(parseResult.CommandResult.Command, isShort: !isLong);
            return ExitCode.Done;
        }
    }
}
