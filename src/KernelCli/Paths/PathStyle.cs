using System.Diagnostics.CodeAnalysis;

namespace KernelCli.Cli.Paths;

/// <summary>How paths are written; with drives, as on Windows, or without.</summary>
internal readonly record struct PathStyle(bool HasDrives)
{
    public static readonly PathStyle Current = new(OperatingSystem.IsWindows());

    /// <summary>A path below a folder.</summary>
    public string Join(string folder, string below) => HasDrives && IsRaw(folder)
        ? $"{folder.TrimEnd('\\')}\\{below.Replace('/', '\\')}"
        : folder.Length == 0 || IsSeparator(folder[^1]) || IsDrive(folder) ? folder + below : $"{folder}/{below}";

    /// <summary>
    /// A path as reports show it: with slashes, unless it starts with <c>\\?\</c> or <c>\\.\</c>; null stays null.
    /// </summary>
    [return: NotNullIfNotNull(nameof(path))]
    public string? Shown(string? path) => HasDrives && path is not null && !IsRaw(path) ? path.Replace('\\', '/') : path;

    /// <summary>A path as a shell takes it: in quotes where it has more than letters, digits and a few marks.</summary>
    public string Quoted(string path)
    {
        bool hasDrives = HasDrives;
        string named = path.StartsWith('-') ? Join(".", path) : path;
        return named.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '+' or ',' or ':' or '=' or '@' or '%'
            || (hasDrives && c == '\\'))
            ? named
            : hasDrives ? $"\"{named}\"" : $"'{named.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    /// <summary>The folder before the first part with a star, as it was typed, and the rest with slashes.</summary>
    public (string Folder, string Below) SplitPattern(string pattern)
    {
        int end = pattern.IndexOf('*', StringComparison.Ordinal);
        while (end > 0 && !IsSeparator(pattern[end - 1]) && !(end == 2 && IsDrive(pattern[..2])))
            end--;
        string folder = pattern[..end], rest = HasDrives ? pattern[end..].Replace('\\', '/') : pattern[end..], trimmed = folder;
        while (trimmed.Length > 0 && IsSeparator(trimmed[^1]))
            trimmed = trimmed[..^1];
        return (trimmed.Length == 0 || (HasDrives && trimmed[^1] == ':') ? folder : trimmed, rest);
    }

    /// <summary>
    /// Whether a full path is that of a device or, on Windows, a pipe. Windows expands the name NUL to the full path
    /// <c>\\.\NUL</c>.
    /// </summary>
    public bool IsDevice(string full) => HasDrives
        ? full.StartsWith(@"\\.\", StringComparison.Ordinal) || full.StartsWith(@"\\?\pipe\", StringComparison.OrdinalIgnoreCase)
        : full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);

    /// <summary>
    /// Whether files may be written to a Windows device: NUL, ports and pipes, but not the console or a disk.
    /// </summary>
    public static bool IsWritableDevice(string full) =>
        full.StartsWith(@"\\.\pipe\", StringComparison.OrdinalIgnoreCase)
        || full.StartsWith(@"\\?\pipe\", StringComparison.OrdinalIgnoreCase)
        || full.Equals(@"\\.\NUL", StringComparison.OrdinalIgnoreCase) || full.Equals(@"\\.\PRN", StringComparison.OrdinalIgnoreCase)
            || full.Equals(@"\\.\AUX", StringComparison.OrdinalIgnoreCase)
        || full.StartsWith(@"\\.\COM", StringComparison.OrdinalIgnoreCase)
            || full.StartsWith(@"\\.\LPT", StringComparison.OrdinalIgnoreCase);

    /// <summary>A full path without the prefix <c>\\?\</c>, which makes Windows take a path literally.</summary>
    public string Unmarked(string full) => !HasDrives ? full
        : full.StartsWith(@"\\?\UNC\", StringComparison.OrdinalIgnoreCase) ? @"\\" + full[8..]
        : full.StartsWith(@"\\?\", StringComparison.Ordinal) && full.Length > 6 && full[5] == ':' ? full[4..] : full;

    /// <summary>Whether a path contains a separator.</summary>
    public bool HasSeparator(string path) => path.AsSpan().ContainsAny(HasDrives ? "/\\" : "/");

    /// <summary>A path without separators at its end.</summary>
    public string TrimEnd(string path) => HasDrives ? path.TrimEnd('/', '\\') : path.TrimEnd('/');

    public bool IsSeparator(char c) => c == '/' || (HasDrives && c == '\\');

    private bool IsDrive(string path) => HasDrives && path is [var letter, ':'] && char.IsAsciiLetter(letter);

    private static bool IsRaw(string path) =>
        path.StartsWith(@"\\?\", StringComparison.Ordinal) || path.StartsWith(@"\\.\", StringComparison.Ordinal);
}
