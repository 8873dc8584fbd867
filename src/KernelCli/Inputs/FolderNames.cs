using System.Collections.Concurrent;

namespace KernelCli.Cli.Inputs;

/// <summary>Names as folders hold them. Whether case tells names apart is asked of each folder, not of the platform.</summary>
internal static class FolderNames
{
    private static readonly ConcurrentDictionary<string, HashSet<string>> Lists = new(StringComparer.Ordinal);

    /// <summary>A name as its folder holds it.</summary>
    public static string TrueName(string folder, string name) => TrueName(name, other => Path.Exists(Path.Combine(folder, other)), () => ListOf(folder));

    /// <inheritdoc cref="TrueName(string, string)"/>
    internal static string TrueName(string name, Func<string, bool> exists, Func<HashSet<string>> list)
    {
        string flipped = Flip(name);
        if (flipped == name || !exists(flipped) || !exists(name))
            return name;
        HashSet<string> names = list();
        return names.Contains(name) ? name : names.FirstOrDefault(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
    }

    /// <summary>Whether a folder takes names that differ in case alone for one.</summary>
    public static bool IgnoreCase(string folder)
    {
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
            if (Directory.Exists(at) && Told(at) is { } told)
                return told;
        return OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

        static bool? Told(string at)
        {
            HashSet<string> names = ListOf(at);
            return names.FirstOrDefault(name => Flip(name) != name) is { } name ? Path.Exists(Path.Combine(at, Flip(name))) && !names.Contains(Flip(name)) : null;
        }
    }

    internal static string Flip(string name) => string.Create(name.Length, name, (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = char.IsAsciiLetter(from[i]) ? (char)(from[i] ^ 0x20) : from[i];
    });

    private static HashSet<string> ListOf(string folder) => Lists.GetOrAdd(folder, static folder =>
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    });
}
