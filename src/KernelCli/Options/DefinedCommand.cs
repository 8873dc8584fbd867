using System.CommandLine;
using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Options;

/// <summary>
/// A command of the parser library that is built from option definitions. Its parse result is passed on as
/// <see cref="ParsedArguments"/>.
/// </summary>
internal sealed class DefinedCommand : Command
{
    private readonly Argument? _inputs;
    private readonly List<(OptionDefinition Definition, Option Option)> _options = [];

    /// <summary>Makes a command.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="inputs">
    /// The positional argument, which takes one string or several; null for a command without one.
    /// </param>
    /// <param name="definitions">Its options in the order that help shows.</param>
    /// <param name="run">Runs what was parsed, and returns the exit code.</param>
    public DefinedCommand(string name, string description, Argument? inputs, OptionDefinition[] definitions, Func<ParsedArguments, int> run)
        : base(name, description)
    {
        _inputs = inputs;
        if (inputs is not null)
            Arguments.Add(inputs);
        Definitions = definitions;
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
            option.Description = definition.Help;
            option.HelpName = definition.ValueName;
            option.Required = definition.IsRequired;
            Options.Add(option);
            _options.Add((definition, option));
        }
        SetAction(parsed => Run(Read(parsed), run));
    }

    /// <summary>The definitions of its options.</summary>
    public OptionDefinition[] Definitions { get; }

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
        var arguments = new ParsedArguments();
        switch (_inputs)
        {
            case Argument<string[]> several:
                arguments.Inputs.AddRange(parsed.GetValue(several) ?? []);
                break;
            case Argument<string?> one when parsed.GetValue(one) is { } value:
                arguments.Inputs.Add(value);
                break;
        }
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
}
