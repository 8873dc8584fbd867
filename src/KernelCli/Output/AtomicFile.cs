namespace KernelCli.Cli.Output;

/// <summary>
/// A file that is whole or not there: written under a temporary name beside its place, flushed to the disk, then renamed. Until
/// <see cref="Commit"/> the old file, if any, stays as it is.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private const string Prefix = ".kernelcli-";
    private const string Suffix = ".tmp";

    private static readonly HashSet<string> Open = [];

    private readonly string _path;
    private readonly string? _temporary;
    private readonly FileStream _stream;
    private bool _committed;

    private AtomicFile(string path, string? temporary, FileStream stream) => (_path, _temporary, _stream, Stream) = (path, temporary, stream, new BufferedStream(stream, 1 << 16));

    /// <summary>Where the contents go.</summary>
    public Stream Stream { get; }

    /// <summary>Starts a file.</summary>
    /// <param name="path">Its place. A link is followed; a device is written to directly.</param>
    public static AtomicFile Create(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("is a folder: name a file with -o, or the folder with -O");
        path = new FileInfo(path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : Path.GetFullPath(path);
        if (IsDevice(path))
            return new AtomicFile(path, null, new FileStream(path, FileMode.Open, FileAccess.Write));
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
            throw new IOException($"the folder {folder} does not exist");
        string temporary = Path.Combine(folder, $"{Prefix}{Environment.ProcessId}-{Path.GetRandomFileName()}{Suffix}");
        lock (Open)
            Open.Add(temporary);
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            if (!OperatingSystem.IsWindows() && File.Exists(path))
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            return new AtomicFile(path, temporary, stream);
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    /// <summary>Removes all that is half written, at the end of a process that was told to stop.</summary>
    public static void AbandonAll()
    {
        lock (Open)
            foreach (string temporary in Open)
                File.Delete(temporary);
    }

    /// <summary>Puts the file in its place.</summary>
    public void Commit()
    {
        Stream.Flush();
        if (_temporary is not null)
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_temporary, _path, overwrite: true);
            Forget(_temporary);
        }
        _committed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        if (_committed || _temporary is null)
            return;
        File.Delete(_temporary);
        Forget(_temporary);
    }

    private static bool IsDevice(string path) => path.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path);

    private static void Forget(string temporary)
    {
        lock (Open)
            Open.Remove(temporary);
    }
}
