using System.CommandLine;
using System.CommandLine.Parsing;
using KernelCli.Text;

namespace KernelCli.Cli.Commands;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>The first error of a command line, or null where there is none.</summary>
    public static string? Find(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        foreach (string token in parsed.UnmatchedTokens.Concat(MistakenArguments(parsed)))
            if (token.StartsWith('-') && token.Length > 1)
                return $"unknown option '{token}'{Spelling.Hint(token, Names(command))} ('kernelcli {Path(parsed)}--help' shows all; "
                    + "names that start with a dash go after --)";
        if (parsed.Errors.Count == 0)
            return null;
        if (command.Subcommands.Count > 0 && parsed.UnmatchedTokens is [var word, ..])
            return $"unknown command '{word}'{Spelling.Hint(word, command.Subcommands.Select(c => c.Name))} ('kernelcli "
                + $"{Path(parsed)}--help' shows all)";
        string message = parsed.Errors[0].Message.TrimEnd('.');
        return $"{char.ToLowerInvariant(message[0])}{message[1..]} ('kernelcli {Path(parsed)}--help' shows how)";
    }

    // Arguments before a double dash that the parser took for inputs.
    private static IEnumerable<string> MistakenArguments(ParseResult parsed)
    {
        var named = new HashSet<Token>(ReferenceEqualityComparer.Instance);
        foreach (Token token in parsed.Tokens.TakeWhile(token => token.Type is not TokenType.DoubleDash))
            named.Add(token);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens).Where(named.Contains)
            .Select(token => token.Value);
    }

    private static IEnumerable<string> Names(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.Length > 2);

    private static string Path(ParseResult parsed)
    {
        string path = "";
        for (CommandResult? result = parsed.CommandResult; result?.Parent is CommandResult parent; result = parent)
            path = $"{result.Command.Name} {path}";
        return path;
    }
}
