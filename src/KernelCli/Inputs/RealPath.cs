namespace KernelCli.Cli.Inputs;

/// <summary>Paths without links.</summary>
internal static class RealPath
{
    // Links that lead to links, as most systems limit them.
    private const int MostLinks = 40;

    /// <summary>The path with every link on the way followed, as far as it exists.</summary>
    public static string Of(string path) => Follow(Path.GetFullPath(path), MostLinks);

    /// <summary>Whether a path is a folder, or lies in it, once all links are followed.</summary>
    public static bool IsInside(string path, string folder)
    {
        string real = Of(path), top = Of(folder);
        return real == top || real.StartsWith(Path.TrimEndingDirectorySeparator(top) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static string Follow(string path, int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
            return path;
        string here = Path.Combine(Follow(parent, links), Path.GetFileName(path));
        FileSystemInfo entry = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        if (entry.LinkTarget is not { } target || links == 0)
            return here;
        return Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!), links - 1);
    }
}
