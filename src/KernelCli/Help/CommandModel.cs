using System.CommandLine;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Help;

/// <summary>What help, the manual and completions say of a command.</summary>
/// <param name="Path">Its name after those of the commands that it belongs to; empty for the program itself.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Usage">What follows its name on a command line.</param>
/// <param name="Operand">Its operands, or null.</param>
/// <param name="Options">Its options.</param>
/// <param name="Commands">The commands that belong to it.</param>
internal sealed record CommandModel(string Path, string Description, string Usage, OperandDefinition? Operand,
    IReadOnlyList<OptionDefinition> Options, IReadOnlyList<CommandModel> Commands)
{
    /// <summary>The name of the program.</summary>
    public const string Tool = "kernelcli";

    /// <summary>The last word of <see cref="Path"/>.</summary>
    public string Name => Path[(Path.LastIndexOf(' ') + 1)..];

    /// <summary>The program's name and the path.</summary>
    public string Words => Path.Length == 0 ? Tool : $"{Tool} {Path}";

    /// <summary>The command and all that belong to it, each before its own.</summary>
    public IEnumerable<CommandModel> All => [this, .. Commands.SelectMany(command => command.All)];

    /// <summary>The options by heading.</summary>
    public IEnumerable<IGrouping<Heading, OptionDefinition>> Sections =>
        Options.GroupBy(option => option.Heading).OrderBy(section => section.Key);

    /// <summary>Describes a command of the parser library, and those that belong to it.</summary>
    public static CommandModel Of(Command command)
    {
        (string path, string description) = (DefinedCommand.PathOf(command), command.Description ?? "");
        return command is DefinedCommand defined
            ? new CommandModel(path, description, defined.Usage, defined.Operand, [.. defined.Definitions, CommonOptions.Help], [])
            : new CommandModel(path, description, "COMMAND [options]", null,
                command is RootCommand ? [CommonOptions.Help, CommonOptions.Version] : [CommonOptions.Help],
                [.. command.Subcommands.Select(Of)]);
    }

    /// <summary>The names of an option as help shows them, short ones first, and its value.</summary>
    public static string TermOf(OptionDefinition option)
    {
        string[] names = [.. NamesOf(option).OrderBy(name => name.StartsWith("--", StringComparison.Ordinal))];
        return $"{(names[0].Length == 2 ? "" : "    ")}{string.Join(", ", names)}{(option.IsSwitch ? "" : $" <{option.ValueName}>")}";
    }

    /// <summary>All names of an option, the longest one first.</summary>
    public static IEnumerable<string> NamesOf(OptionDefinition option) =>
        [option.Name, .. option.Aliases.ToArray().Order(StringComparer.Ordinal)];
}
