using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Codecs.Registry;

namespace KernelCli.Cli.Inputs;

/// <summary>
/// Finds the inputs of a run, also where the shell has not expanded patterns: a word with a star is a pattern unless a
/// file has exactly that name.
/// </summary>
internal static class InputFinder
{
    /// <summary>Whether a word is a pattern and not a name.</summary>
    public static bool IsPattern(string word) => word.Contains('*', StringComparison.Ordinal) && !File.Exists(word);

    /// <summary>
    /// All inputs without duplicate paths, in ordinal order of their paths below the folders they were found in.
    /// </summary>
    /// <exception cref="UsageException">
    /// There are no inputs, a folder was named without <c>-r</c> or <c>--glob</c>, or standard input is one of several
    /// inputs.
    /// </exception>
    public static List<BatchInput> Find(InputOptions options)
    {
        var inputs = new List<BatchInput>();
        foreach (string word in options.Named)
            inputs.AddRange(Expand(word, options));
        if (options.List is not null)
            inputs.AddRange(FileList.Read(options.List));
        int found = inputs.Count;
        if (options.Exclusions.Count > 0)
        {
            var excluded = NamePatterns.WithContents(options.Exclusions);
            inputs.RemoveAll(input => excluded.Match(input.Relative, Path.GetDirectoryName(Path.GetFullPath(input.Path)) ?? "."));
        }
        if (inputs.Count == 0)
            throw new UsageException(found > 0
                ? $"{(found == 1 ? "the input is" : $"all {found} inputs are")} left out by "
                    + string.Join(' ', options.Exclusions.Select(exclusion => $"--exclude {exclusion}"))
                : WhyNothing(options));
        if (!options.IsOneFile && inputs.Exists(input => input.Path == StandardStreams.Name))
            throw new UsageException("standard input can only be the one input; a list of names comes in with --files-from -");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. inputs.Where(input => seen.Add(RealPath.Named(input.Path))).OrderBy(input => input.Relative, StringComparer.Ordinal)];
    }

    private static string WhyNothing(InputOptions options)
    {
        var reasons = new List<string>();
        string patterns = string.Join(" or ", options.Patterns.Select(pattern => $"'{pattern}'"));
        foreach (string word in options.Named)
            reasons.Add(IsPattern(word) ? $"nothing matches '{word}'"
                : patterns.Length > 0 ? $"nothing in {word} matches {patterns}"
                : $"{word} has no picture of a known format");
        if (options.List is { } list)
            reasons.Add(list == StandardStreams.Name ? "the list on standard input is empty" : $"the list {list} is empty");
        return reasons.Count > 0 ? string.Join("; ", reasons)
            : "no input was named: name files, folders (with -r), patterns, or a list with --files-from";
    }

    private static IEnumerable<BatchInput> Expand(string word, InputOptions options)
    {
        if (IsPattern(word))
            return Matching(word, options);
        if (!Directory.Exists(word))
            return [BatchInput.Named(word)];
        if (!options.IsRecursive && options.Patterns.Count == 0)
            throw new UsageException($"{word} is a folder: add -r to go through it, or --glob '*.png' to take some of its files");
        return Below(word, options);
    }

    // The folders before the first part with a star are fixed; all files below them are matched against the rest.
    private static IEnumerable<BatchInput> Matching(string pattern, InputOptions options)
    {
        (string folder, string rest) = PathStyle.Current.SplitPattern(pattern);
        if (folder.Length == 0)
            folder = ".";
        if (!Directory.Exists(folder))
            return [];
        int depth = rest.Contains("**", StringComparison.Ordinal) ? int.MaxValue : rest.Count(c => c == '/') + 1;
        var patterns = new NamePatterns([rest]);
        bool namesHidden = rest.Split('/').Any(part => part.StartsWith('.'));
        return Walk(folder, depth, options with { TakesHidden = options.TakesHidden || namesHidden })
            .Where(path => path.EndsWith('/') || patterns.Match(path, folder))
            .Select(path => new BatchInput(Join(folder, path), path));
    }

    private static IEnumerable<BatchInput> Below(string folder, InputOptions options)
    {
        var patterns = NamePatterns.Anywhere(options.Patterns);
        return Walk(folder, options.IsRecursive ? int.MaxValue : 1, options)
            .Where(path => path.EndsWith('/')
                || (options.Patterns.Count == 0 ? ImageCodecs.ByExtension(path) is { StoresArrays: false } : patterns.Match(path, folder)))
            .Select(path => new BatchInput(Join(folder, path), path));
    }

    private static string Join(string folder, string path) =>
        folder == "." && path != StandardStreams.Name ? path : PathStyle.Current.Join(folder, path);

    // Temporary files that a killed run left are not pictures.
    private static IEnumerable<string> Walk(string folder, int depth, InputOptions options)
    {
        var walk = new FolderWalk(options.TakesHidden, options.OutputFolder);
        return FileException.Guard(folder, () => walk.Files(folder, depth)).Where(path => !AtomicFile.IsTemporary(path));
    }
}

/// <summary>The arguments that select the inputs.</summary>
/// <param name="Named">Files, folders and patterns.</param>
/// <param name="IsRecursive">Whether folders are searched recursively.</param>
/// <param name="Patterns">
/// Patterns for files in folders; without any, all files with the extension of a known format are used, except arrays.
/// </param>
/// <param name="Exclusions">Patterns for files that are left out.</param>
/// <param name="List">A file with a list of names, - for standard input, or null.</param>
internal sealed record InputOptions(IReadOnlyList<string> Named, bool IsRecursive, IReadOnlyList<string> Patterns,
    IReadOnlyList<string> Exclusions, string? List)
{
    /// <summary>Whether hidden files and folders are taken where a folder or a pattern is searched.</summary>
    public bool TakesHidden { get; init; }

    /// <summary>The folder that results go to, which is left out of a search that begins above it; or null.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>Whether one file, or standard input, was named and nothing else.</summary>
    public bool IsOneFile => List is null && !IsRecursive && Patterns.Count == 0 && Exclusions.Count == 0
        && Named is [var name] && !Directory.Exists(name) && !InputFinder.IsPattern(name);
}

/// <summary>One input of a run.</summary>
/// <param name="Path">Its path, as the user named it or as it was found.</param>
/// <param name="Relative">
/// Its path below the folder it was found in, with slashes; for a file named on the command line, only the file name.
/// </param>
internal sealed record BatchInput(string Path, string Relative)
{
    /// <summary>A file that was named on the command line.</summary>
    public static BatchInput Named(string path) => new(path, System.IO.Path.GetFileName(path));
}
