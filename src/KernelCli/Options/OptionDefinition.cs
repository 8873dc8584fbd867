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

/// <summary>The headings that options stand under in help and in the manual, in this order.</summary>
internal enum Heading
{
    Input,
    Output,
    Picture,
    Comparison,
    Batch,
    Limits,
    Messages,
}

/// <summary>What a shell offers for an option's value or for an operand.</summary>
internal enum CompletionKind
{
    /// <summary>Nothing but the words, if there are any.</summary>
    Other,

    /// <summary>Names of files.</summary>
    File,

    /// <summary>Names of folders.</summary>
    Folder,

    /// <summary>Names of filters, and the keys of each.</summary>
    Filter,
}

/// <summary>
/// The definition of one option of a command: its names, values, default, help, completion, effect on the output, and
/// the file that its value names. Help, completions, the manual, both parsers and the fingerprint of a run are all
/// derived from these definitions.
/// </summary>
internal abstract class OptionDefinition(string[] names, Heading heading, string help, OutputEffect effect)
{
    /// <summary>The long name, with dashes.</summary>
    public string Name => names[0];

    /// <summary>Other names.</summary>
    public ReadOnlySpan<string> Aliases => names.AsSpan(1);

    /// <summary>The heading that it stands under.</summary>
    public Heading Heading => heading;

    /// <summary>
    /// The forms of the value with <c>|</c> between them; null for a switch. Lower case is typed as it stands, upper
    /// case stands for something else, and brackets hold what may be left out: <c>wrap|constant[=V]|N</c>.
    /// </summary>
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

    /// <summary>The names of the output formats for which it matters; empty if it does not depend on the format.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Whether the short help shows it.</summary>
    public bool IsMain { get; init; }

    /// <summary>What a shell offers for the value if there are no <see cref="Words"/>.</summary>
    public CompletionKind Kind { get; init; }

    /// <summary>
    /// The words that a value may be; one that ends with <c>=</c> or <c>:</c> is followed by something else.
    /// </summary>
    public abstract IReadOnlyList<string> Words { get; }

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
/// <param name="heading">The heading that it stands under in help.</param>
/// <param name="help">What the option does.</param>
/// <param name="otherwise">
/// The value if the option is not given; help shows it in brackets unless it is null, empty, a Boolean or a collection.
/// </param>
/// <param name="effect">Its effect on the output.</param>
internal abstract class TypedDefinition<T>(string[] names, Heading heading, string help, T otherwise, OutputEffect effect)
    : OptionDefinition(names, heading, help, effect)
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
/// <param name="heading">The heading that it stands under in help.</param>
/// <param name="valueName">The forms of the value, as <see cref="OptionDefinition.ValueName"/> says.</param>
/// <param name="help">What the option does.</param>
/// <param name="read">Reads a value.</param>
/// <param name="otherwise">The value where the option is not given.</param>
/// <param name="effect">Its effect on the output.</param>
internal sealed class OptionDefinition<T>(string[] names, Heading heading, string valueName, string help,
    Func<SpecToken, T> read, T otherwise, OutputEffect effect)
    : TypedDefinition<T>(names, heading, help, otherwise, effect)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Words => ValueForms.Words(valueName);

    /// <inheritdoc/>
    public override string ValueName => valueName;

    /// <inheritdoc/>
    public override T Read(string text) => Understand(text, read);
}

/// <summary>An option without a value: true if it is given.</summary>
internal sealed class SwitchDefinition(string[] names, Heading heading, string help, OutputEffect effect)
    : TypedDefinition<bool>(names, heading, help, false, effect)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Words => [];

    /// <inheritdoc/>
    public override string? ValueName => null;

    /// <inheritdoc/>
    public override bool IsSwitch => true;

    /// <inheritdoc/>
    public override bool Read(string text) => true;
}

/// <summary>An option whose value is one of a few words.</summary>
/// <param name="names">The long name, then the others.</param>
/// <param name="heading">The heading that it stands under in help.</param>
/// <param name="help">What the option does.</param>
/// <param name="otherwise">The value where the option is not given.</param>
/// <param name="effect">Its effect on the output.</param>
/// <param name="choices">The words in the order that help shows, each with its value.</param>
internal sealed class ChoiceDefinition<T>(string[] names, Heading heading, string help, T otherwise, OutputEffect effect,
    params (string Word, T Value)[] choices)
    : TypedDefinition<T>(names, heading, help, otherwise, effect)
{
    /// <summary>The value of a word that is another name of a choice, or null if it is none.</summary>
    public Func<string, T?>? OtherName { get; init; }

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
        if (OtherName is not null && OtherName(text) is { } other)
            return other;
        return Understand<T>(text, token => throw token.Refuse($"use {string.Join(", ", Words)}{Spelling.Hint(text, Words)}"));
    }
}
