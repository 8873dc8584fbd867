namespace KernelCli.Cli.Options;

/// <summary>Reads plain command lines without the parser library, whose start costs as much as filtering a small picture.</summary>
internal static class ArgumentParser
{
    /// <summary>
    /// Parses a command line. Null for anything that is not plain, such as help, bundles, missing inputs, and unknown,
    /// repeated or incomplete options: the parser library then decides.
    /// </summary>
    public static ParsedArguments? TryParse(ReadOnlySpan<string> args, IReadOnlyList<OptionDefinition> options)
    {
        var parsed = new ParsedArguments { Words = args.ToArray() };
        for (int i = 0; i < args.Length; i++)
        {
            string arg = args[i];
            if (arg == "--")
            {
                parsed.Inputs.AddRange(args[(i + 1)..]);
                break;
            }
            if (arg is "-" || !arg.StartsWith('-'))
            {
                parsed.Inputs.Add(arg);
                continue;
            }
            int equals = arg.StartsWith("--", StringComparison.Ordinal) ? arg.IndexOf('=', StringComparison.Ordinal) : -1;
            if (Find(options, equals < 0 ? arg : arg.AsSpan(0, equals)) is not { } option)
                return null;
            string? value = equals >= 0 ? arg[(equals + 1)..] : option.IsSwitch ? "" : ++i < args.Length ? args[i] : null;
            bool isPlain = value is not null && !(option.IsSwitch && equals >= 0)
                && !(equals < 0 && value.StartsWith('-') && value.Length > 1)
                && (option.IsRepeated || !parsed.IsGiven(option));
            if (!isPlain)
                return null;
            parsed.Add(option, value!);
        }
        if (parsed.Inputs.Count == 0)
            return null;
        foreach (OptionDefinition option in options)
            if (option.IsRequired && !parsed.IsGiven(option))
                return null;
        return parsed;
    }

    private static OptionDefinition? Find(IReadOnlyList<OptionDefinition> options, ReadOnlySpan<char> name)
    {
        for (int i = 0; i < options.Count; i++)
            if (options[i].IsNamed(name))
                return options[i];
        return null;
    }
}
