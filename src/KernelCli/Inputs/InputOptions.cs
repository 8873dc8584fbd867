namespace KernelCli.Cli.Inputs;

/// <summary>What was typed about inputs.</summary>
/// <param name="Named">Files, folders and patterns.</param>
/// <param name="IsRecursive">Whether folders are gone through.</param>
/// <param name="Patterns">What is taken of folders; every file of a known format where there are none.</param>
/// <param name="Exclusions">What is left out.</param>
/// <param name="List">A file of names, - for standard input, or null.</param>
internal sealed record InputOptions(IReadOnlyList<string> Named, bool IsRecursive, IReadOnlyList<string> Patterns, IReadOnlyList<string> Exclusions, string? List)
{
    /// <summary>Whether one file, or standard input, was named and nothing else.</summary>
    public bool IsOneFile => List is null && !IsRecursive && Patterns.Count == 0 && Exclusions.Count == 0
        && Named is [var name] && !Directory.Exists(name) && !InputFinder.IsPattern(name);
}

/// <summary>One input of a run.</summary>
/// <param name="Path">Where it is, as the user named it or as it was found.</param>
/// <param name="Relative">Its path below the folder it was found in, with slashes; a file that was named itself has only its name.</param>
internal sealed record BatchInput(string Path, string Relative)
{
    /// <summary>A file that was named itself.</summary>
    public static BatchInput Named(string path) => new(path, System.IO.Path.GetFileName(path));
}
