namespace KernelCli.Cli.Compare;

/// <summary>Tells files of the same bytes, which are the same pictures: most pairs of a run that finds nothing are such.</summary>
internal static class IdenticalFiles
{
    private const int BlockBytes = 1 << 17;

    /// <summary>Whether two names stand for files of the same bytes. Pipes and devices, which can be read once, never are.</summary>
    public static bool Are(string first, string second)
    {
        try
        {
            if (first == "-" || second == "-" || new FileInfo(first) is not { Exists: true, Length: > 0 and var bytes }
                || new FileInfo(second) is not { Exists: true } other || other.Length != bytes)
                return false;
            using Stream a = File.OpenRead(first), b = File.OpenRead(second);
            byte[] blockA = new byte[BlockBytes], blockB = new byte[BlockBytes];
            while (true)
            {
                int read = a.ReadAtLeast(blockA, BlockBytes, throwOnEndOfStream: false);
                if (b.ReadAtLeast(blockB, BlockBytes, throwOnEndOfStream: false) != read
                    || !blockA.AsSpan(0, read).SequenceEqual(blockB.AsSpan(0, read)))
                    return false;
                if (read < BlockBytes)
                    return true;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Reading the pictures tells what is wrong.
            return false;
        }
    }
}
