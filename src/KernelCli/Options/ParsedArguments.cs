using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Options;

/// <summary>A command line, sorted: inputs, and the texts of each option.</summary>
internal sealed class ParsedArguments
{
    private readonly Dictionary<OptionDefinition, List<string>> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The arguments that belong to no option.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>An option's value: of the last time it was given, or its default.</summary>
    /// <exception cref="UsageException">The text is none of the option's values.</exception>
    public T Get<T>(TypedDefinition<T> option) => LastOf(option) is { } text ? option.Read(text) : option.Default;

    /// <summary>All values of an option that may be repeated, in the order in which they were given.</summary>
    /// <exception cref="UsageException">One is none of the option's values.</exception>
    public T[] GetAll<T>(TypedDefinition<T> option) =>
        _texts.TryGetValue(option, out List<string>? texts) ? [.. texts.ConvertAll(option.Read)] : [];

    /// <summary>Whether an option was given.</summary>
    public bool IsGiven(OptionDefinition option) => _texts.ContainsKey(option);

    /// <summary>What was typed for an option, each time it was given.</summary>
    public IReadOnlyList<string> TextsOf(OptionDefinition option) => _texts.TryGetValue(option, out List<string>? texts) ? texts : [];

    /// <summary>Records that an option was given.</summary>
    public void Add(OptionDefinition option, string text)
    {
        if (!_texts.TryGetValue(option, out List<string>? texts))
            _texts.Add(option, texts = []);
        texts.Add(text);
    }

    private string? LastOf(OptionDefinition option) => _texts.TryGetValue(option, out List<string>? texts) ? texts[^1] : null;
}
