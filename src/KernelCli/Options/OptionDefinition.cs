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
/// The definition of one option of a command: its names, values, default, help, completion, effect on the output, and
/// the file that its value names. Help, completions, the manual, both parsers and the fingerprint of a run are all
/// derived from these definitions.
/// </summary>
internal abstract class OptionDefinition(string[] names, string help, OutputEffect effect)
{
    /// <summary>The long name, with dashes.</summary>
    public string Name => names[0];

    /// <summary>Other names.</summary>
    public ReadOnlySpan<string> Aliases => names.AsSpan(1);

    /// <summary>What the value is called in help; null for a switch.</summary>
    public abstract string? ValueName { get; }

    /// <summary>What the option does, with its default in brackets.</summary>
    public string Help => DefaultText is { } text ? $"{help} [{text}]" : help;

    /// <summary>The default as help shows it, if the value's own text would not be clear; otherwise null.</summary>
    public string? DefaultNote { get; init; }

    /// <summary>Its effect on the output.</summary>
    public OutputEffect Effect => effect;

    /// <summary>Whether it is a switch, which takes no value.</summary>
    public virtual bool IsSwitch => false;

    /// <summary>Whether it may be given more than once.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What a shell offers for the value if there are no <see cref="Words"/>.</summary>
    public CompletionKind Kind { get; init; }

    /// <summary>The words that a value may be, or may begin with.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>
    /// Returns the file that a value names and whose content affects the output, or null if the value names none. The
    /// function itself is null for options whose values never name such a file.
    /// </summary>
    public Func<string, string?>? NamesFile { get; init; }

    /// <summary>What help shows as the default; null to show none.</summary>
    protected abstract string? DefaultText { get; }

    /// <summary>Whether an argument is one of its names.</summary>
    public bool IsNamed(ReadOnlySpan<char> argument)
    {
        foreach (string name in names)
            if (argument.SequenceEqual(name))
                return true;
        return false;
    }

    /// <summary>Parses a text as a value of this option.</summary>
    /// <exception cref="UsageException">The text is not a valid value; the message names the option.</exception>
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

// For a fast start-up, constructors only store their arguments, because they are compiled again for each type of value; words and help
// are created on demand.

/// <summary>An option whose values have the type <typeparamref name="T"/>.</summary>
/// <param name="names">The long name, then the others.</param>
/// <param name="help">What the option does.</param>
/// <param name="otherwise">
/// The value if the option is not given; help shows it in brackets unless it is null, empty, a Boolean or a collection.
/// </param>
/// <param name="effect">Its effect on the output.</param>
internal abstract class TypedDefinition<T>(string[] names, string help, T otherwise, OutputEffect effect)
    : OptionDefinition(names, help, effect)
{
    /// <summary>The value where the option is not given.</summary>
    public readonly T Default = otherwise;

    /// <inheritdoc/>
    protected override string? DefaultText => DefaultNote ?? Default switch
    {
        null or "" or bool or System.Collections.ICollection => null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Default.ToString(),
    };

    /// <summary>Parses a value.</summary>
    /// <exception cref="UsageException">
    /// The text is not a valid value; the message says which values are valid.
    /// </exception>
    public abstract T Read(string text);
}

/// <summary>An option whose values are parsed by a function.</summary>
/// <param name="names">The long name, then the others.</param>
/// <param name="valueName">What the value is called in help.</param>
/// <param name="help">What the option does.</param>
/// <param name="read">Reads a value.</param>
/// <param name="otherwise">The value where the option is not given.</param>
/// <param name="effect">Its effect on the output.</param>
internal sealed class OptionDefinition<T>(string[] names, string valueName, string help,
    Func<SpecToken, T> read, T otherwise, OutputEffect effect)
    : TypedDefinition<T>(names, help, otherwise, effect)
{
    /// <summary>The words that values may be, or may begin with.</summary>
    public Func<IReadOnlyList<string>>? BeginsWith { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Words => BeginsWith?.Invoke() ?? [];

    /// <inheritdoc/>
    public override string ValueName => valueName;

    /// <inheritdoc/>
    public override T Read(string text) => Understand(text, read);
}

/// <summary>An option without a value: true if it is given.</summary>
internal sealed class SwitchDefinition(string[] names, string help, OutputEffect effect) : TypedDefinition<bool>(names, help, false, effect)
{
    /// <inheritdoc/>
    public override string? ValueName => null;

    /// <inheritdoc/>
    public override bool IsSwitch => true;

    /// <inheritdoc/>
    public override bool Read(string text) => true;
}

/// <summary>An option whose value is one of a few words.</summary>
/// <param name="names">The long name, then the others.</param>
/// <param name="help">What the option does.</param>
/// <param name="otherwise">The value where the option is not given.</param>
/// <param name="effect">Its effect on the output.</param>
/// <param name="choices">The words in the order that help shows, each with its value.</param>
internal sealed class ChoiceDefinition<T>(string[] names, string help, T otherwise, OutputEffect effect,
    params (string Word, T Value)[] choices)
    : TypedDefinition<T>(names, help, otherwise, effect)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Words => Array.ConvertAll(choices, choice => choice.Word);

    /// <inheritdoc/>
    public override string ValueName => string.Join('|', Words);

    /// <inheritdoc/>
    protected override string? DefaultText =>
        DefaultNote ?? Array.Find(choices, choice => EqualityComparer<T>.Default.Equals(choice.Value, Default)).Word;

    /// <inheritdoc/>
    public override T Read(string text)
    {
        foreach ((string word, T value) in choices)
            if (word == text)
                return value;
        return Understand<T>(text, token => throw token.Refuse($"use {string.Join(", ", Words)}{Spelling.Hint(text, Words)}"));
    }
}
