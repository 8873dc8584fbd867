using System.CommandLine;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>The data of the completion scripts: commands, their options, and the values that options take.</summary>
internal sealed class CompletionModel
{
    /// <summary>Gathers the commands of a tree, with the definitions of their options.</summary>
    public CompletionModel(RootCommand root) => Commands = [.. root.Subcommands.Select(command => new CommandModel(
        command.Name,
        command.Description ?? "",
        [.. command.Subcommands.Select(sub => sub.Name), .. command.Name == CompletionScripts.CommandName
            ? (IEnumerable<string>)CompletionScripts.ByShell.Keys
            : []],
        [.. command.Subcommands.Prepend(command).OfType<DefinedCommand>().SelectMany(defined => defined.Definitions)
            .DistinctBy(option => option.Name).Select(Option)]))];

    public IReadOnlyList<CommandModel> Commands { get; }

    /// <summary>
    /// Options with values, without duplicates: of options that have the same names in several commands, only the first
    /// is kept.
    /// </summary>
    public IEnumerable<OptionModel> WithValues => Commands.SelectMany(command => command.Options)
        .Where(option => option.TakesValue).DistinctBy(option => string.Join(' ', option.Names));

    private static OptionModel Option(OptionDefinition option) => new(
        [option.Name, .. option.Aliases.ToArray().Order(StringComparer.Ordinal)], option.Help, !option.IsSwitch, option.Words, option.Kind);

    /// <summary>One command.</summary>
    internal sealed record CommandModel(string Name, string Description, IReadOnlyList<string> Subcommands,
        IReadOnlyList<OptionModel> Options);

    /// <summary>One option.</summary>
    /// <param name="Names">Its names, the long one first.</param>
    /// <param name="Description">What it does.</param>
    /// <param name="TakesValue">Whether a value follows.</param>
    /// <param name="Values">The words that its value may be or begin with; empty if there are none.</param>
    /// <param name="Kind">What a shell offers for the value if there are no such words.</param>
    internal sealed record OptionModel(IReadOnlyList<string> Names, string Description, bool TakesValue,
        IReadOnlyList<string> Values, CompletionKind Kind);
}
