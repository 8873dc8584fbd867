using KernelCli.Cli.Paths;
using Microsoft.Extensions.FileSystemGlobbing;

namespace KernelCli.Cli.Inputs;

/// <summary>Patterns for paths below a folder. They ignore case where the folder does.</summary>
internal sealed class NamePatterns
{
    private readonly Matcher _exact = new(StringComparison.Ordinal);
    private readonly Matcher _anyCase = new(StringComparison.OrdinalIgnoreCase);

    /// <summary>Patterns for whole paths.</summary>
    public NamePatterns(IEnumerable<string> patterns)
    {
        foreach (string pattern in patterns)
        {
            _exact.AddInclude(pattern);
            _anyCase.AddInclude(pattern);
        }
    }

    /// <summary>Patterns of which one without a folder matches file names at any depth.</summary>
    public static NamePatterns Anywhere(IEnumerable<string> patterns) => new(patterns.Select(AtAnyDepth));

    /// <summary>The same; a pattern that matches a folder matches everything in it.</summary>
    public static NamePatterns WithContents(IReadOnlyList<string> patterns) =>
        Anywhere(patterns.Concat(patterns.Select(pattern => AtAnyDepth(PathStyle.Current.TrimEnd(pattern)) + "/**")));

    /// <summary>Whether a path matches one of them.</summary>
    /// <param name="path">The path below the folder, with slashes.</param>
    /// <param name="folder">A folder on the file system that says whether case counts.</param>
    public bool Match(string path, string folder) => (FolderNames.IgnoreCase(folder) ? _anyCase : _exact).Match(path).HasMatches;

    private static string AtAnyDepth(string pattern) => PathStyle.Current.HasSeparator(pattern) ? pattern : "**/" + pattern;
}
