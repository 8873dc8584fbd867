using System.Text;
using System.Text.Unicode;

namespace KernelCli.Cli.Paths;

/// <summary>
/// File names that are not valid UTF-8. The runtime decodes every name as UTF-8 and replaces invalid bytes by U+FFFD.
/// Different names can become the same string, which may be the name of another file or of none. Each such name is
/// refused with a separate message, before another file is used by mistake.
/// </summary>
internal static class UndecodableNames
{
    /// <summary>What is wrong with such a name, and what to do.</summary>
    public const string Problem = "the name is not UTF-8: rename the file, or reach it through a link with another name";

    private const char Replacement = '\uFFFD';
    private const string RawArguments = "/proc/self/cmdline";
    private static readonly HashSet<string> Known = new(StringComparer.Ordinal);

    /// <summary>Whether a name contains U+FFFD, and so may come from bytes that are not UTF-8.</summary>
    public static bool IsSuspect(string name) => name.Contains(Replacement, StringComparison.Ordinal);

    /// <summary>Whether a path with U+FFFD is known to come from invalid bytes, or does not exist.</summary>
    public static bool Contains(string path) => IsSuspect(path) && (IsKnown(path) || !Path.Exists(path));

    /// <summary>
    /// The error for an option or option value on the command line that is not UTF-8, or null. Inputs with such names
    /// are only recorded here, and refused when they are opened.
    /// </summary>
    public static string? ProblemIn(string[] args) =>
        Array.Exists(args, IsSuspect) && File.Exists(RawArguments) ? ProblemIn(args, File.ReadAllBytes(RawArguments)) : null;

    /// <summary>
    /// The same for a given raw command line of the process: words ended by zero bytes, with those of the program
    /// first.
    /// </summary>
    internal static string? ProblemIn(string[] args, byte[] raw)
    {
        List<byte[]> words = Split(raw, 0);
        for (int i = args.Length - 1, k = words.Count - 1; i >= 0 && k >= 0; i--, k--)
        {
            if (Utf8.IsValid(words[k]))
                continue;
            bool isInput = !args[i].StartsWith('-') && (i == 0 || !args[i - 1].StartsWith('-'));
            if (!isInput)
                return $"{Escaped(words[k])}: {Problem}";
            Add(args[i]);
        }
        return null;
    }

    /// <summary>Decodes names that are separated by a byte, and remembers those that are not UTF-8.</summary>
    public static List<string> Decode(byte[] names, byte separator) => Split(names, separator).ConvertAll(bytes =>
    {
        string name = Encoding.UTF8.GetString(bytes);
        if (!Utf8.IsValid(bytes))
            Add(name);
        return name;
    });

    private static void Add(string name)
    {
        lock (Known)
            Known.Add(name);
    }

    private static bool IsKnown(string path)
    {
        lock (Known)
            return Known.Contains(path);
    }

    private static string Escaped(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (byte value in bytes)
            if (value is >= 0x20 and < 0x7F)
                text.Append((char)value);
            else
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\x{value:X2}");
        return text.ToString();
    }

    private static List<byte[]> Split(byte[] bytes, byte separator)
    {
        var parts = new List<byte[]>();
        for (int start = 0, end; start < bytes.Length; start = end + 1)
        {
            end = Array.IndexOf(bytes, separator, start);
            if (end < 0)
                end = bytes.Length;
            parts.Add(bytes[start..end]);
        }
        return parts;
    }
}
