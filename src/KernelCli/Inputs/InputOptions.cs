using KernelCli.Cli.Options;

namespace KernelCli.Cli.Inputs;

/// <summary>What was typed about inputs.</summary>
/// <param name="Named">Files, folders and patterns.</param>
/// <param name="IsRecursive">Whether folders are gone through.</param>
/// <param name="Patterns">What is taken of folders; every file of a known format where there are none.</param>
/// <param name="Exclusions">What is left out.</param>
/// <param name="List">A file of names, - for standard input, or null.</param>
internal sealed record InputOptions(IReadOnlyList<string> Named, bool IsRecursive, IReadOnlyList<string> Patterns, IReadOnlyList<string> Exclusions, string? List)
{
    /// <summary>Reads the options.</summary>
    public static InputOptions Create(ParsedArguments words) => new(
        words.Arguments, words.Has(BatchOptions.Recursive), words.Texts(BatchOptions.Glob), words.Texts(BatchOptions.Exclude), words.Text(BatchOptions.FilesFrom));

    /// <summary>Whether one file, or standard input, was named and nothing else.</summary>
    public bool IsOneFile => List is null && !IsRecursive && Patterns.Count == 0 && Exclusions.Count == 0
        && Named is [var name] && !Directory.Exists(name) && !InputFinder.IsPattern(name);
}
