namespace KernelCli.Cli.Inputs;

/// <summary>The files below a folder. Links are followed; a folder that was already walked through is not walked through again, so that loops end.</summary>
internal static class FolderWalk
{
    /// <summary>Paths below <paramref name="folder"/>, with slashes, in the order of their characters' numbers.</summary>
    /// <param name="folder">Where to begin.</param>
    /// <param name="depth">Levels of folders to look into; 1 for the files of the folder itself.</param>
    public static List<string> Files(string folder, int depth = int.MaxValue)
    {
        var found = new List<string>();
        Walk(new DirectoryInfo(folder), "", depth, [], found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Walk(DirectoryInfo folder, string prefix, int depth, HashSet<string> walked, List<string> found)
    {
        string real = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        if (depth == 0 || !walked.Add(RealPath.Of(real)))
            return;
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            string path = prefix + entry.Name;
            if (Directory.Exists(entry.FullName))
                Walk(new DirectoryInfo(entry.FullName), path + "/", depth - 1, walked, found);
            else
                found.Add(path);
        }
    }
}
