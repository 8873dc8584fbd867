namespace KernelCli.Cli.Paths;

/// <summary>
/// Resolves the links in paths as the operating system does. On Unix, a link is followed before a later <c>..</c> is
/// applied.
/// </summary>
internal static class RealPath
{
    // The maximum number of links that are followed in one path, as on Linux.
    private const int MaxLinks = 40;

    /// <summary>The full path with all links followed; parts that do not exist are kept.</summary>
    public static string Of(string path) => Of(path, followsLinks: true);

    /// <summary>The full path with every name as its folder stores it; links are not followed.</summary>
    public static string Named(string path) => Of(Path.GetFullPath(path), followsLinks: false);

    private static string Of(string path, bool followsLinks)
    {
        // Windows resolves ".." before it follows links.
        string rooted = OperatingSystem.IsWindows()
            ? PathStyle.Current.Unmarked(Path.GetFullPath(path))
            : Path.Combine(Environment.CurrentDirectory, path);
        string root = Path.GetPathRoot(rooted)!, current = OperatingSystem.IsWindows() ? root.ToUpperInvariant() : root;
        var parts = new Stack<string>();
        Push(parts, rooted[root.Length..]);
        for (int links = 0; parts.TryPop(out string? part);)
        {
            if (part == "..")
            {
                current = Path.GetDirectoryName(current) ?? current;
                continue;
            }
            string next = Path.Combine(current, FolderNames.TrueName(current, part));
            FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (!followsLinks || entry.LinkTarget is not { } target || links++ == MaxLinks)
            {
                current = next;
                continue;
            }
            if (Path.IsPathRooted(target))
            {
                current = Path.GetPathRoot(target)!;
                target = target[current.Length..];
            }
            Push(parts, target);
        }
        return current;
    }

    /// <summary>Whether a path is the given folder or a path below it, once all links are followed.</summary>
    public static bool IsInside(string path, string folder)
    {
        string real = Of(path), top = Of(folder);
        return real == top || real.StartsWith(Path.EndsInDirectorySeparator(top) ? top : top + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);
    }

    private static void Push(Stack<string> parts, string path)
    {
        string[] found = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
        for (int i = found.Length - 1; i >= 0; i--)
            if (found[i] != ".")
                parts.Push(found[i]);
    }
}
