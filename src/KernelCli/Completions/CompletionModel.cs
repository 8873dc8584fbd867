using System.CommandLine;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>What shells are told: commands, their options, and the words that options take.</summary>
internal sealed class CompletionModel
{
    /// <summary>Gathers the words of a command tree.</summary>
    public CompletionModel(RootCommand root)
    {
        Commands = [.. root.Subcommands.Select(command => new CommandWords(
            command.Name, command.Description ?? "", [.. command.Subcommands.Select(sub => sub.Name), .. command.Name == CompletionsCommand.Name ? CompletionsCommand.Shells : []],
            [.. command.Options.Concat(command.Subcommands.SelectMany(sub => sub.Options)).Where(option => !option.Hidden).DistinctBy(option => option.Name).Select(WordsOf)]))];
    }

    public IReadOnlyList<CommandWords> Commands { get; }

    /// <summary>Options that take one of a few words, each with its names.</summary>
    public IEnumerable<OptionWords> Choices => Commands.SelectMany(command => command.Options).Where(option => option.Values.Count > 0).DistinctBy(option => string.Join(' ', option.Names));

    private OptionWords WordsOf(Option option)
    {
        string[] names = [option.Name, .. option.Aliases.Where(alias => alias.StartsWith('-')).Order(StringComparer.Ordinal)];
        bool isFilter = option.Name == ApplyOptions.Filters.Name;
        string[] parts = (option.HelpName ?? "").Split('|');
        bool isChoice = parts.Length > 1 && Array.TrueForAll(parts, part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
        return new OptionWords(names, option.Description ?? "", option.ValueType != typeof(bool), isFilter ? [.. FilterCatalogue.Families.Select(family => family.Name)] : isChoice ? parts : []);
    }

    /// <summary>One command.</summary>
    internal sealed record CommandWords(string Name, string Description, IReadOnlyList<string> Subcommands, IReadOnlyList<OptionWords> Options);

    /// <summary>One option.</summary>
    /// <param name="Names">Its names, the long one first.</param>
    /// <param name="Description">What it does.</param>
    /// <param name="TakesValue">Whether a value follows.</param>
    /// <param name="Values">The words it may be; empty for anything else.</param>
    internal sealed record OptionWords(IReadOnlyList<string> Names, string Description, bool TakesValue, IReadOnlyList<string> Values);
}
