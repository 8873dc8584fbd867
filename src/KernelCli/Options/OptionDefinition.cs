using System.Globalization;
using KernelCli.Cli.Errors;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Cli.Options;

/// <summary>Whether an option decides what is written for a given input.</summary>
internal enum OutputEffect
{
    /// <summary>The bytes that are written are the same with it and without.</summary>
    LeavesOutput,

    /// <summary>It decides what is written: an earlier result is only valid where it was the same.</summary>
    ChangesOutput,
}

/// <summary>What a shell offers for an option's value.</summary>
internal enum CompletionKind
{
    /// <summary>Nothing but the option's words, if it has any.</summary>
    Other,

    /// <summary>Names of files.</summary>
    File,

    /// <summary>Names of folders.</summary>
    Folder,
}

/// <summary>
/// One row of a command's options, the only place that says anything about it: names, values, default, help, completion, its effect on the output, and
/// which file its value names. Help, completions, the manual, both parsers and the fingerprint of a run follow from the rows.
/// </summary>
internal abstract class OptionDefinition(string[] names, string? valueName, string help, OutputEffect effect)
{
    /// <summary>The long name, with dashes.</summary>
    public string Name => names[0];

    /// <summary>Other names.</summary>
    public ReadOnlySpan<string> Aliases => names.AsSpan(1);

    /// <summary>What the value is called in help; null for a switch.</summary>
    public string? ValueName => valueName;

    /// <summary>What the option does, with its default in brackets.</summary>
    public string Help => DefaultText is { } text ? $"{help} [{text}]" : help;

    /// <summary>Its effect on the output.</summary>
    public OutputEffect Effect => effect;

    /// <summary>Whether it is given or not, without a value.</summary>
    public bool IsSwitch => valueName is null;

    /// <summary>Whether it may be given more than once.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What a shell offers for the value beside <see cref="Words"/>.</summary>
    public CompletionKind Kind { get; init; }

    /// <summary>The words that a value may be, or may begin with.</summary>
    public virtual IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>
    /// The file that a value names and whose content decides what is written, or null where it names none; the whole is null for options whose values never do.
    /// </summary>
    public Func<string, string?>? NamesFile { get; init; }

    /// <summary>What help shows as the default; null to show none.</summary>
    protected abstract string? DefaultText { get; }

    /// <summary>Whether a word is one of its names.</summary>
    public bool IsNamed(ReadOnlySpan<char> word)
    {
        foreach (string name in names)
            if (word.SequenceEqual(name))
                return true;
        return false;
    }

    /// <summary>Reads a text as a value of this option.</summary>
    /// <exception cref="UsageException">It is none; the message names the option.</exception>
    public TValue Understand<TValue>(string text, Func<SpecToken, TValue> read)
    {
        try
        {
            return read(new SpecToken(text));
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException($"{Name} {(exception.Column > 0 ? exception.Message : $"{exception.Text}: {exception.Problem}")}");
        }
    }
}

/// <summary>A row whose values are read as <typeparamref name="T"/>.</summary>
/// <param name="names">The long name, then the others.</param>
/// <param name="valueName">What the value is called in help; null for a switch.</param>
/// <param name="help">What the option does.</param>
/// <param name="read">Reads a value.</param>
/// <param name="otherwise">The value where the option is not given; help shows it in brackets unless it is null or false.</param>
/// <param name="effect">Its effect on the output.</param>
internal class OptionDefinition<T>(string[] names, string? valueName, string help, Func<SpecToken, T> read, T otherwise, OutputEffect effect)
    : OptionDefinition(names, valueName, help, effect)
{
    /// <summary>The value where the option is not given.</summary>
    public T Default => otherwise;

    /// <summary>The default as help shows it, where its value does not say it.</summary>
    public string? DefaultNote { get; init; }

    /// <inheritdoc/>
    protected override string? DefaultText => DefaultNote ?? otherwise switch
    {
        null or "" or bool or System.Collections.ICollection => null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => otherwise.ToString(),
    };

    /// <summary>Reads a value.</summary>
    /// <exception cref="UsageException">It is none of the option's values; the message says which are.</exception>
    public T Read(string text) => Understand(text, read);
}

/// <summary>A row that is given or not, without a value.</summary>
internal sealed class SwitchDefinition(string[] names, string help, OutputEffect effect) : OptionDefinition<bool>(names, null, help, _ => true, false, effect);

/// <summary>A row whose value is one of a few words.</summary>
/// <param name="names">The long name, then the others.</param>
/// <param name="help">What the option does.</param>
/// <param name="otherwise">The value where the option is not given.</param>
/// <param name="effect">Its effect on the output.</param>
/// <param name="choices">The words in the order that help shows, each with its value.</param>
internal sealed class ChoiceDefinition<T>(string[] names, string help, T otherwise, OutputEffect effect, params (string Word, T Value)[] choices)
    : OptionDefinition<T>(names, string.Join('|', WordsOf(choices)), help, token => Pick(token, choices), otherwise, effect)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Words => WordsOf(choices);

    /// <inheritdoc/>
    protected override string? DefaultText => DefaultNote ?? Array.Find(choices, choice => EqualityComparer<T>.Default.Equals(choice.Value, Default)).Word;

    private static string[] WordsOf((string Word, T Value)[] choices) => Array.ConvertAll(choices, choice => choice.Word);

    private static T Pick(SpecToken token, (string Word, T Value)[] choices)
    {
        foreach ((string word, T value) in choices)
            if (word == token.Text)
                return value;
        string[] words = WordsOf(choices);
        throw token.Refuse($"use {string.Join(", ", words)}{Spelling.Hint(token.Text, words)}");
    }
}
