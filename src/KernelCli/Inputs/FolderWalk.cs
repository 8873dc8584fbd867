using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Inputs;

/// <summary>
/// Lists the files below a folder. Links are followed, except to a folder that contains them, so that cycles end. Pipes
/// are left out, and hidden files and folders unless they are asked for.
/// </summary>
/// <param name="takesHidden">Whether hidden files and folders are listed.</param>
/// <param name="except">
/// A folder that is left out where it is met below another by that name, not through a link; or null.
/// </param>
internal sealed class FolderWalk(bool takesHidden, string? except)
{
    private readonly string? _except = except is null ? null : RealPath.Named(except);

    /// <summary>
    /// Paths relative to <paramref name="folder"/>, with slashes, in ordinal order. A subfolder that cannot be read is
    /// listed itself, with a slash at the end.
    /// </summary>
    /// <param name="folder">The folder to start in.</param>
    /// <param name="depth">The number of folder levels to search; 1 for the files of the folder itself.</param>
    /// <exception cref="UnauthorizedAccessException"><paramref name="folder"/> itself cannot be read.</exception>
    public List<string> Files(string folder, int depth = int.MaxValue)
    {
        var found = new List<string>();
        Walk(new DirectoryInfo(folder), "", depth, [], found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private void Walk(DirectoryInfo folder, string prefix, int depth, Stack<string> above, List<string> found)
    {
        string real = RealPath.Of(folder.FullName);
        if (depth == 0 || above.Contains(real) || (prefix.Length > 0 && _except is not null && RealPath.Named(folder.FullName) == _except))
            return;
        above.Push(real);
        try
        {
            foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
            {
                if (!takesHidden && IsHidden(entry))
                    continue;
                string path = prefix + entry.Name;
                // The undecodable names of two entries have become the same string. The second gets a name that no file has, so that
                // opening it fails with a separate message.
                if (UndecodableNames.IsSuspect(entry.Name) && found.Contains(path))
                {
                    found.Add(prefix + '\uFFFD' + entry.Name);
                    continue;
                }
                if (Directory.Exists(entry.FullName))
                    Walk(new DirectoryInfo(entry.FullName), path + "/", depth - 1, above, found);
                else if (!IsPipe(entry.FullName))
                    found.Add(path);
            }
        }
        catch (UnauthorizedAccessException) when (prefix.Length > 0)
        {
            found.Add(prefix);
        }
        above.Pop();
    }

    private static bool IsHidden(FileSystemInfo entry) => entry.Name.StartsWith('.')
        || (OperatingSystem.IsWindows() && entry.Attributes.HasFlag(FileAttributes.Hidden));

    // Opening a named pipe only for reading would wait for a writer; opening it for reading and writing does not. A file that is not
    // empty is no pipe.
    private static bool IsPipe(string path)
    {
        try
        {
            // Folders on Windows contain no pipes.
            if (OperatingSystem.IsWindows() || !File.Exists(path) || new FileInfo(path).Length > 0)
                return false;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            return !stream.CanSeek;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
