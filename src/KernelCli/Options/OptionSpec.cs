namespace KernelCli.Cli.Options;

/// <summary>One option as it is documented and typed.</summary>
/// <param name="Name">Its long name, with dashes.</param>
/// <param name="Value">What its value is called in help, or null for a switch.</param>
/// <param name="Description">What it does; a default stands in brackets.</param>
/// <param name="Aliases">Other names.</param>
internal sealed record OptionSpec(string Name, string? Value, string Description, params string[] Aliases)
{
    /// <summary>Whether it is there or not, without a value.</summary>
    public bool IsSwitch => Value is null;

    /// <summary>Whether it may be given again.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether a word is one of its names.</summary>
    public bool IsNamed(ReadOnlySpan<char> word)
    {
        if (word.SequenceEqual(Name))
            return true;
        foreach (string alias in Aliases)
            if (word.SequenceEqual(alias))
                return true;
        return false;
    }
}
