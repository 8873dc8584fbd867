using System.IO.Hashing;
using System.Text;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Options;

/// <summary>
/// A hash of everything that determines the output for a given input: the options that affect it, and the contents of
/// the files that they name.
/// </summary>
internal static class OutputFingerprint
{
    /// <summary>The fingerprint, in hexadecimal digits.</summary>
    /// <param name="arguments">The parsed arguments.</param>
    /// <param name="options">The options of the command, in a fixed order.</param>
    /// <param name="files">The files that the options name.</param>
    public static string Of(ParsedArguments arguments, IEnumerable<OptionDefinition> options, NamedFiles files)
    {
        var hash = new XxHash128();
        var contents = new List<string>();
        foreach (OptionDefinition option in options)
        {
            if (option.Effect is not OutputEffect.ChangesOutput)
                continue;
            foreach (string text in arguments.TextsOf(option))
            {
                hash.Append(Encoding.UTF8.GetBytes($"{option.Name}={text}\n"));
                if (option.NamesFile?.Invoke(text) is { } path && files.HashOf(path) is { } content)
                    contents.Add(content);
            }
        }
        foreach (string content in contents)
            hash.Append(Encoding.UTF8.GetBytes(content));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>
/// The hashes of the files that options name, of the contents that were actually used: a pipe cannot be read a second
/// time.
/// </summary>
internal sealed class NamedFiles
{
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <summary>The files that were read.</summary>
    public IReadOnlyCollection<string> Paths => _hashes.Keys;

    /// <summary>Reads a file and remembers its hash.</summary>
    public byte[] Read(string path) => FileException.Guard(path, () =>
    {
        byte[] content = File.ReadAllBytes(path);
        _hashes[path] = Convert.ToHexStringLower(XxHash128.Hash(content));
        return content;
    });

    /// <summary>
    /// The hash of a file's content, read now if it has not been read before; null for standard input. Of a folder, that of the names,
    /// sizes and times of its files.
    /// </summary>
    public string? HashOf(string path)
    {
        if (path == StandardStreams.Name)
            return null;
        if (Directory.Exists(path))
            return FileException.Guard(path, () => HashOfFolder(new DirectoryInfo(path)));
        if (!_hashes.ContainsKey(path))
            Read(path);
        return _hashes[path];
    }

    private static string HashOfFolder(DirectoryInfo folder)
    {
        var hash = new XxHash128();
        FileInfo[] files = folder.GetFiles("*", SearchOption.AllDirectories);
        foreach (FileInfo file in files.OrderBy(file => file.FullName, StringComparer.Ordinal))
            hash.Append(Encoding.UTF8.GetBytes(
                $"{Path.GetRelativePath(folder.FullName, file.FullName)}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
