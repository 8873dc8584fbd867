using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Codecs.Registry;

namespace KernelCli.Cli.Compare;

/// <summary>Finds the pairs of pictures to compare.</summary>
internal static class ImagePairs
{
    /// <summary>
    /// One pair of files, or the pictures of two folders, paired by their relative paths; a picture that one folder
    /// lacks is null.
    /// </summary>
    /// <exception cref="UsageException">
    /// One is a folder and the other is not, or neither folder contains pictures.
    /// </exception>
    public static List<(string Name, string? Actual, string? Expected)> Find(string actual, string expected, bool takesHidden)
    {
        bool isFolder = Directory.Exists(actual);
        if (isFolder != Directory.Exists(expected))
            throw new UsageException(
                $"{(isFolder ? actual : expected)} is a folder and {(isFolder ? expected : actual)} is not: name two files or two folders");
        if (!isFolder)
            return [(Path.GetFileName(actual), actual, expected)];
        HashSet<string> ours = Pictures(actual, takesHidden), theirs = Pictures(expected, takesHidden);
        var pairs = ours.Union(theirs).Order(StringComparer.Ordinal)
            .Select(name =>
                (name, ours.Contains(name) ? PathStyle.Current.Join(actual, name) : null, theirs.Contains(name)
                ? PathStyle.Current.Join(expected, name)
                : null)).ToList();
        return pairs.Count > 0 ? pairs : throw new UsageException($"there are no pictures in {actual} and {expected}");
    }

    /// <summary>The paths of the pictures below a folder.</summary>
    public static HashSet<string> Pictures(string folder, bool takesHidden) =>
        [.. FileException.Guard(folder, () => new FolderWalk(takesHidden, except: null).Files(folder))
            .Where(path => ImageCodecs.ByExtension(path) is not null && !AtomicFile.IsTemporary(path))];
}
