using KernelCli.Cli.Errors;

namespace KernelCli.Cli.Options;

/// <summary>A parsed command line: the inputs, and the texts given for each option.</summary>
internal sealed class ParsedArguments
{
    private readonly Dictionary<OptionDefinition, List<string>> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The arguments that belong to no option.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>All words in the order in which they were typed.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The last value given for an option, or its default.</summary>
    /// <exception cref="UsageException">The text is not a valid value of the option.</exception>
    public T Get<T>(TypedDefinition<T> option) => LastOf(option) is { } text ? option.Read(text) : option.Default;

    /// <summary>All values given for an option, in their order; empty if there are none.</summary>
    /// <exception cref="UsageException">A text is not a valid value of the option.</exception>
    public T[] GetAll<T>(TypedDefinition<T> option) =>
        _texts.TryGetValue(option, out List<string>? texts) ? [.. texts.ConvertAll(option.Read)] : [];

    /// <summary>Whether an option was given.</summary>
    public bool IsGiven(OptionDefinition option) => _texts.ContainsKey(option);

    /// <summary>The texts given for an option, in their order; empty if there are none.</summary>
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
