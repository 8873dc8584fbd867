using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Codecs.Registry;

namespace KernelCli.Cli.Compare;

/// <summary>Two pictures to compare.</summary>
/// <param name="Name">What they are called: of pictures in folders, the path below both.</param>
/// <param name="Actual">The file to check, or null where there is none.</param>
/// <param name="Expected">The file that it should equal.</param>
/// <param name="IsExpected">Whether that file exists.</param>
internal sealed record PicturePair(string Name, string? Actual, string Expected, bool IsExpected = true);

/// <summary>Finds the pairs of pictures to compare.</summary>
internal static class ImagePairs
{
    /// <summary>
    /// One pair of files, or the pictures of two folders, paired by their relative paths; a picture that one folder
    /// lacks is null.
    /// </summary>
    /// <param name="actual">The file or the folder to check.</param>
    /// <param name="expected">What it should equal.</param>
    /// <param name="takesHidden">Whether hidden entries of folders count.</param>
    /// <param name="accepts">Whether what is expected may be missing as a whole.</param>
    /// <exception cref="UsageException">
    /// One is a folder and the other is not, or neither folder contains pictures.
    /// </exception>
    public static List<PicturePair> Find(string actual, string expected, bool takesHidden, bool accepts)
    {
        bool isFolder = Directory.Exists(actual), isNew = accepts && !Path.Exists(expected);
        if (!isNew && isFolder != Directory.Exists(expected))
            throw new UsageException(
                $"{(isFolder ? actual : expected)} is a folder and {(isFolder ? expected : actual)} is not: name two files or two folders");
        if (!isFolder)
            return [new PicturePair(Path.GetFileName(actual), actual, expected, !isNew)];
        HashSet<string> ours = Pictures(actual, takesHidden), theirs = isNew ? [] : Pictures(expected, takesHidden);
        List<PicturePair> pairs = [.. ours.Union(theirs).Order(StringComparer.Ordinal)
            .Select(name => new PicturePair(name, ours.Contains(name) ? PathStyle.Current.Join(actual, name) : null,
                PathStyle.Current.Join(expected, name), theirs.Contains(name)))];
        return pairs.Count > 0 ? pairs : throw new UsageException($"there are no pictures in {actual} and {expected}");
    }

    /// <summary>The paths of the pictures below a folder.</summary>
    public static HashSet<string> Pictures(string folder, bool takesHidden) =>
        [.. FileException.Guard(folder, () => new FolderWalk(takesHidden, except: null).Files(folder))
            .Where(path => ImageCodecs.ByExtension(path) is not null && !AtomicFile.IsTemporary(path))];
}
