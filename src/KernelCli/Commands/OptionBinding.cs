using System.CommandLine;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Commands;

/// <summary>Puts option specs into a command of the parser library, and what it parsed back into words.</summary>
internal sealed class OptionBinding
{
    private readonly Argument<string[]> _arguments;
    private readonly List<(OptionSpec Spec, Option Option)> _options = [];

    public OptionBinding(Command command, Argument<string[]> arguments, IEnumerable<OptionSpec> specs)
    {
        _arguments = arguments;
        command.Arguments.Add(arguments);
        foreach (OptionSpec spec in specs)
        {
            Option option = spec.IsSwitch
                ? new Option<bool>(spec.Name, spec.Aliases)
                : spec.IsRepeated
                    ? new Option<string[]>(spec.Name, spec.Aliases) { Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false }
                    : new Option<string>(spec.Name, spec.Aliases);
            option.Description = spec.Description;
            option.HelpName = spec.Value;
            option.Required = spec.IsRequired;
            command.Options.Add(option);
            _options.Add((spec, option));
        }
    }

    /// <summary>What was typed.</summary>
    public ParsedArguments Read(ParseResult parsed)
    {
        var words = new ParsedArguments();
        words.Arguments.AddRange(parsed.GetValue(_arguments) ?? []);
        foreach ((OptionSpec spec, Option option) in _options)
        {
            switch (option)
            {
                case Option<bool> flag when parsed.GetValue(flag):
                    words.Add(spec, "");
                    break;
                case Option<string> text when parsed.GetValue(text) is { } value:
                    words.Add(spec, value);
                    break;
                case Option<string[]> texts:
                    foreach (string value in parsed.GetValue(texts) ?? [])
                        words.Add(spec, value);
                    break;
            }
        }
        return words;
    }
}
