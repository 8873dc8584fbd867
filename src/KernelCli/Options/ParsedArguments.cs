namespace KernelCli.Cli.Options;

/// <summary>The words of a command line, sorted: inputs, and values by option.</summary>
internal sealed class ParsedArguments
{
    private readonly Dictionary<OptionSpec, List<string>> _values = new(ReferenceEqualityComparer.Instance);

    /// <summary>The words that belong to no option.</summary>
    public List<string> Arguments { get; } = [];

    /// <summary>
    /// Sorts a plain command line without the parser library, whose start costs as much as filtering a small picture. Null for whatever
    /// is not plain: unknown or incomplete options, bundles, help. The library then has its turn, and the last word.
    /// </summary>
    public static ParsedArguments? TryParse(ReadOnlySpan<string> words, IReadOnlyList<OptionSpec> options)
    {
        var parsed = new ParsedArguments();
        for (int i = 0; i < words.Length; i++)
        {
            string word = words[i];
            if (word == "--")
            {
                parsed.Arguments.AddRange(words[(i + 1)..]);
                break;
            }
            if (word is "-" || !word.StartsWith('-'))
            {
                parsed.Arguments.Add(word);
                continue;
            }
            int equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
            if (Find(options, equals < 0 ? word : word.AsSpan(0, equals)) is not { } option)
                return null;
            string? value = equals >= 0 ? word[(equals + 1)..] : option.IsSwitch ? "" : ++i < words.Length ? words[i] : null;
            bool plain = value is not null && !(option.IsSwitch && equals >= 0) && !(equals < 0 && value.StartsWith('-') && value.Length > 1)
                && (option.IsRepeated || !parsed.Has(option));
            if (!plain)
                return null;
            parsed.Add(option, value!);
        }
        if (parsed.Arguments.Count == 0)
            return null;
        foreach (OptionSpec option in options)
            if (option.IsRequired && !parsed.Has(option))
                return null;
        return parsed;
    }

    /// <summary>Whether an option was given.</summary>
    public bool Has(OptionSpec option) => _values.ContainsKey(option);

    /// <summary>An option's value, or null.</summary>
    public string? Text(OptionSpec option) => _values.TryGetValue(option, out List<string>? values) ? values[^1] : null;

    /// <summary>All values of an option.</summary>
    public IReadOnlyList<string> Texts(OptionSpec option) => _values.TryGetValue(option, out List<string>? values) ? values : [];

    /// <summary>Notes a value.</summary>
    public void Add(OptionSpec option, string value)
    {
        if (!_values.TryGetValue(option, out List<string>? values))
            _values.Add(option, values = []);
        values.Add(value);
    }

    private static OptionSpec? Find(IReadOnlyList<OptionSpec> options, ReadOnlySpan<char> word)
    {
        for (int i = 0; i < options.Count; i++)
            if (options[i].IsNamed(word))
                return options[i];
        return null;
    }
}
