using System.Collections.Concurrent;

namespace KernelCli.Cli.Paths;

/// <summary>
/// The exact names of files as folders store them. Whether a folder ignores case is determined for each folder, not for
/// the platform.
/// </summary>
internal static class FolderNames
{
    private static readonly ConcurrentDictionary<string, Names> Lists = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, bool> Answers = new(StringComparer.Ordinal);

    /// <summary>A name in the case in which its folder stores it; the name unchanged if there is no such file.</summary>
    public static string TrueName(string folder, string name) =>
        TrueName(name, other => Path.Exists(Path.Combine(folder, other)), () => Lists.GetOrAdd(folder, static folder => Names.Of(folder)));

    /// <summary>
    /// The same, with functions in place of the folder. The list is not needed if the folder distinguishes case.
    /// </summary>
    internal static string TrueName(string name, Func<string, bool> exists, Func<Names> list)
    {
        string flipped = Flip(name);
        return flipped == name || !exists(flipped) || !exists(name) ? name : list().TrueName(name);
    }

    /// <summary>
    /// Whether a folder ignores the case of names. A folder that does not exist, or has no entry with a letter, is
    /// taken to behave like its nearest parent that has one, or else like the platform by default.
    /// </summary>
    public static bool IgnoreCase(string folder) => Answers.GetOrAdd(Path.GetFullPath(folder), static full =>
    {
        for (string? at = full; at is not null; at = Path.GetDirectoryName(at))
            if (Directory.Exists(at) && Told(at) is { } told)
                return told;
        return OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();
    });

    /// <summary>A name with every ASCII letter in the other case.</summary>
    internal static string Flip(string name) => string.Create(name.Length, name, (to, from) =>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = char.IsAsciiLetter(from[i]) ? (char)(from[i] ^ 0x20) : from[i];
    });

    // Tests the first entry that has a letter in its name; null if there is none.
    private static bool? Told(string folder)
    {
        try
        {
            string? name = Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).OfType<string>()
                .FirstOrDefault(name => Flip(name) != name);
            if (name is null)
                return null;
            // A folder that distinguishes case may contain both names.
            return Path.Exists(Path.Combine(folder, Flip(name))) && !Names.Of(folder).Has(Flip(name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The names in a folder.</summary>
    internal sealed class Names(IEnumerable<string> names)
    {
        private readonly HashSet<string> _exact = new(names, StringComparer.Ordinal);
        private readonly Dictionary<string, string> _anyCase = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

        public static Names Of(string folder)
        {
            try
            {
                return new Names([.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return new Names([]);
            }
        }

        public bool Has(string name) => _exact.Contains(name);

        public string TrueName(string name) => Has(name) ? name : _anyCase.GetValueOrDefault(name, name);
    }
}
