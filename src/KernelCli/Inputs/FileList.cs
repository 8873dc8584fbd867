using System.Text;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Inputs;

/// <summary>
/// Names of inputs from a file or from standard input. They are separated by zero bytes if there are any, otherwise by
/// newlines.
/// </summary>
internal static class FileList
{
    /// <summary>Reads the names.</summary>
    public static IEnumerable<BatchInput> Read(string path)
    {
        byte[] bytes = FileException.Guard(path, () =>
        {
            using Stream stream = path == StandardStreams.Name ? StandardStreams.OpenInput() : File.OpenRead(path);
            using var all = new MemoryStream();
            stream.CopyTo(all);
            return all.ToArray();
        });
        bool isZeroed = Array.IndexOf(bytes, (byte)0) >= 0, isMarked = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble);
        foreach (string line in UndecodableNames.Decode(isMarked ? bytes[Encoding.UTF8.Preamble.Length..] : bytes, isZeroed ? (byte)0
            : (byte)'\n'))
        {
            string name = isZeroed ? line : line.TrimEnd('\r');
            if (name.Length > 0)
                yield return new BatchInput(name, Below(name));
        }
    }

    // A list usually comes from a search below the current folder, so that relative paths can be kept below the output folder. Of a
    // rooted path, or one with "..", only the file name is kept.
    private static string Below(string name)
    {
        if (Path.IsPathRooted(name))
            return Path.GetFileName(name) is { Length: > 0 } file ? file : name;
        string[] parts = [.. name.Replace(Path.DirectorySeparatorChar, '/').Split('/').Where(part => part is not ("" or "."))];
        return parts.Length == 0 ? name : parts.Contains("..") ? parts[^1] : string.Join('/', parts);
    }
}
