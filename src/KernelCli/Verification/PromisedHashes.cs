namespace KernelCli.Cli.Verification;

/// <summary>
/// The SHA-256 that each case must give. The list is made by the tests, from the definitions of the filters in plain arithmetic; no code
/// of the engine takes part in it. Its lines are those of sha256sum: the hash, two spaces, the name.
/// </summary>
internal static class PromisedHashes
{
    private const string Resource = "promised.txt";
    private const string Separator = "  ";

    /// <summary>The list as text.</summary>
    public static string Text()
    {
        using Stream stream = typeof(PromisedHashes).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>One line of the list.</summary>
    public static string Line(string name, string hash) => $"{hash}{Separator}{name}\n";

    /// <summary>Hashes by name.</summary>
    public static IReadOnlyDictionary<string, string> Read()
    {
        var hashes = new Dictionary<string, string>();
        foreach (string line in Text().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = line.IndexOf(Separator, StringComparison.Ordinal);
            hashes.Add(line[(at + Separator.Length)..], line[..at]);
        }
        return hashes;
    }
}
