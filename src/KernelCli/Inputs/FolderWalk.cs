using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Inputs;

/// <summary>The files below a folder. Links are followed, except back to a folder on the way, so that loops end.</summary>
internal static class FolderWalk
{
    /// <summary>
    /// Paths below <paramref name="folder"/>, with slashes, in the order of their characters' numbers. A folder that cannot be read is
    /// given itself, with a slash at its end.
    /// </summary>
    /// <param name="folder">Where to begin.</param>
    /// <param name="depth">Levels of folders to look into; 1 for the files of the folder itself.</param>
    public static List<string> Files(string folder, int depth = int.MaxValue)
    {
        var found = new List<string>();
        Walk(new DirectoryInfo(folder), "", depth, [], found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Walk(DirectoryInfo folder, string prefix, int depth, Stack<string> above, List<string> found)
    {
        string real = RealPath.Of(folder.FullName);
        if (depth == 0 || above.Contains(real))
            return;
        above.Push(real);
        try
        {
            foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
            {
                string path = prefix + entry.Name;
                // Another entry has this very name. This one gets a name that no file has, so that opening it fails with a message of its
                // own.
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

    // A pipe that lies about would be waited for. Opened for writing too it is not; anything of some length is none.
    private static bool IsPipe(string path)
    {
        try
        {
            // Folders of Windows hold no pipes.
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
