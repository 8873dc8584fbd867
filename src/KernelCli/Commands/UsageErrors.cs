using System.CommandLine;
using System.CommandLine.Parsing;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;
using KernelCli.Text;

namespace KernelCli.Cli.Commands;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>The first error of a command line, or null where there is none.</summary>
    public static string? Find(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string words = CommandModel.Of(command).Words, help = $"'{words} --help' shows all";
        bool hasHelp = parsed.Action is { ClearsParseErrors: true };
        if (command.Subcommands.Count > 0 && !hasHelp)
            return MissingCommand(parsed, command, words, help);
        foreach (string token in parsed.UnmatchedTokens.Concat(MistakenArguments(parsed)))
            if (IsOption(token))
                return $"unknown option '{token}'{Spelling.Hint(token, Names(command))} ({help}; names that start with a dash go after --)";
        if (hasHelp)
            return null;
        if (OptionWithoutValue(parsed, command) is { } incomplete)
            return $"{incomplete} ('{words} --help' shows how)";
        if (parsed.Errors.Count == 0)
            return null;
        string message = parsed.Errors[0].Message.TrimEnd('.');
        return $"{char.ToLowerInvariant(message[0])}{message[1..]} ('{words} --help' shows how)";
    }

    // What stands where the name of a command should: nothing, a misspelling, or what belongs behind one.
    private static string? MissingCommand(ParseResult parsed, Command command, string words, string help)
    {
        if (parsed.UnmatchedTokens is not [var word, ..])
            return parsed.Errors.Count == 0 ? null : $"which command? {help}";
        if (Spelling.Nearest(word, command.Subcommands.Select(sub => sub.Name)) is { } near && !IsOption(word))
            return $"unknown command '{word}'; did you mean '{near}'? ({help})";
        string[] meant = [.. command.Subcommands.OfType<DefinedCommand>().Where(sub => CanBegin(sub, word)).Select(sub => sub.Name)];
        string hint = meant.Length > 0 ? $"; did you mean '{words} {meant[0]} {word} ...'?" : "";
        return IsOption(word) ? $"unknown option '{word}'{hint} ({help})" : $"'{word}' is no command{hint} ({help})";
    }

    // Whether a word could be the first one behind a command: one of its options, a file or folder, or a filter.
    private static bool CanBegin(DefinedCommand command, string word) => command.Operand?.Kind switch
    {
        _ when IsOption(word) => Names(command).Contains(word) || (word.Length == 2 && OptionNames(command).Contains(word)),
        CompletionKind.File => Path.Exists(word) || word == "-" || word.AsSpan().ContainsAny('.', '/', '*'),
        CompletionKind.Filter => Chains.Parsing.FilterCatalogue.Find(word.Split(':', '=')[0]) is not null,
        _ => false,
    };

    private static string? OptionWithoutValue(ParseResult parsed, Command command)
    {
        foreach (OptionResult result in parsed.CommandResult.Children.OfType<OptionResult>())
            if (command is DefinedCommand defined
                && defined.Definitions.FirstOrDefault(option => option.Name == result.Option.Name) is { IsSwitch: false } option
                && (result.IdentifierTokenCount > result.Tokens.Count
                    || result.Tokens.Any(token => OptionNames(command).Contains(token.Value))))
                return result.IdentifierToken!.Value is var name && option.Kind is CompletionKind.Filter
                    ? $"{name} needs a filter, as in {name} box:3" : $"{name} needs a value: {option.ValueName}";
        return null;
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

    private static bool IsOption(string token) => token.StartsWith('-') && token.Length > 1;

    private static IEnumerable<string> Names(Command command) => OptionNames(command).Where(name => name.Length > 2);

    private static IEnumerable<string> OptionNames(Command command) =>
        command.Options.SelectMany(option => option.Aliases.Append(option.Name));
}
