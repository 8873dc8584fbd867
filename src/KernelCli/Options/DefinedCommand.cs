using System.CommandLine;
using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Options;

/// <summary>
/// A command of the parser library that is built from option definitions. Its parse result is passed on as
/// <see cref="ParsedArguments"/>.
/// </summary>
internal sealed class DefinedCommand : Command
{
    private readonly Argument<string[]>? _operands;
    private readonly List<(OptionDefinition Definition, Option Option)> _options = [];

    /// <summary>Makes a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="usage">What follows its name on a command line.</param>
    /// <param name="operand">Its operands; null for a command without any.</param>
    /// <param name="definitions">Its options in the order that help shows below each heading.</param>
    /// <param name="run">Runs what was parsed, and returns the exit code.</param>
    public DefinedCommand(string name, string description, string usage, OperandDefinition? operand, OptionDefinition[] definitions,
        Func<ParsedArguments, int> run)
        : base(name, description)
    {
        (Usage, Operand, Definitions) = (usage, operand, definitions);
        if (operand is not null)
            Arguments.Add(_operands = new Argument<string[]>(operand.Name) { Arity = ArgumentArity.ZeroOrMore });
        foreach (OptionDefinition definition in definitions)
        {
            Option option = definition.IsSwitch
                ? new Option<bool>(definition.Name, definition.Aliases.ToArray())
                : definition.IsRepeated
                    ? new Option<string[]>(definition.Name, definition.Aliases.ToArray())
                    {
                        Arity = ArgumentArity.OneOrMore,
                        AllowMultipleArgumentsPerToken = false
                    }
                    : new Option<string>(definition.Name, definition.Aliases.ToArray());
            Options.Add(option);
            _options.Add((definition, option));
        }
        SetAction(parsed => Run(Checked(Read(parsed)), run));
    }

    /// <summary>What follows its name on a command line.</summary>
    public string Usage { get; }

    /// <summary>Its operands; null for a command without any.</summary>
    public OperandDefinition? Operand { get; }

    /// <summary>The definitions of its options.</summary>
    public OptionDefinition[] Definitions { get; }

    /// <summary>Its name after the names of the commands that it belongs to, as in <c>kernels show</c>.</summary>
    public string Path => PathOf(this);

    /// <summary>The name of a command after those of the commands that it belongs to; empty for the root.</summary>
    public static string PathOf(Command command) => command is RootCommand ? ""
        : command.Parents.OfType<Command>().FirstOrDefault() is { } parent && PathOf(parent) is { Length: > 0 } above
            ? $"{above} {command.Name}" : command.Name;

    /// <summary>
    /// Runs a command and returns its exit code. An exception is reported in one line, with its stack trace if
    /// <c>--debug</c> is given.
    /// </summary>
    public static int Run(ParsedArguments arguments, Func<ParsedArguments, int> run)
    {
        try
        {
            return run(arguments);
        }
        catch (Exception exception)
        {
            return Failures.Report(exception, debug: arguments.IsGiven(CommonOptions.Debug));
        }
    }

    /// <summary>Converts a parse result into inputs and option texts.</summary>
    public ParsedArguments Read(ParseResult parsed)
    {
        var arguments = new ParsedArguments { Words = [.. parsed.Tokens.Select(token => token.Value)] };
        if (_operands is not null)
            arguments.Inputs.AddRange(parsed.GetValue(_operands) ?? []);
        foreach ((OptionDefinition definition, Option option) in _options)
        {
            switch (option)
            {
                case Option<bool> flag when parsed.GetValue(flag):
                    arguments.Add(definition, "");
                    break;
                case Option<string> text when parsed.GetValue(text) is { } value:
                    arguments.Add(definition, value);
                    break;
                case Option<string[]> texts:
                    foreach (string value in parsed.GetValue(texts) ?? [])
                        arguments.Add(definition, value);
                    break;
            }
        }
        return arguments;
    }

    private ParsedArguments Checked(ParsedArguments arguments)
    {
        Operand?.Check(Path, Usage, arguments.Inputs.Count);
        foreach (OptionDefinition definition in Definitions)
            if (definition.IsRequired && !arguments.IsGiven(definition))
                throw new UsageException($"{Path} needs {definition.Name}{(definition.Aliases is [var other, ..] ? $" ({other})" : "")}: "
                    + $"kernelcli {Path} {Usage}");
        return arguments;
    }
}
