using System.Globalization;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Output;

/// <summary>
/// A file that is written completely or not at all. It is written under a temporary name in the same folder, flushed to
/// disk and then renamed. Until <see cref="Commit"/>, an existing file is unchanged. Devices and pipes are written to
/// directly.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private const string Prefix = ".kernelcli-";
    private const string Suffix = ".tmp";

    // A file that was made a moment ago may not be locked yet.
    private static readonly TimeSpan JustMade = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongAgo = TimeSpan.FromDays(1);

    private static readonly HashSet<string> Open = [];
    private static readonly HashSet<string> Swept = [];
    private static bool IsAbandoned;
    private static readonly string Host = new([.. Environment.MachineName.Where(char.IsAsciiLetterOrDigit)]);

    private readonly string _path;
    private readonly string? _temporary;
    private readonly FileStream _stream;
    private readonly bool _replace;
    private bool _committed;

    private AtomicFile(string path, string? temporary, FileStream stream, bool replace) =>
        (_path, _temporary, _stream, _replace, Stream) = (path, temporary, stream, replace, new BufferedStream(stream, 1 << 16));

    /// <summary>Where the contents go.</summary>
    public Stream Stream { get; }

    /// <summary>The properties of the file that is replaced which the new one does not have, in words; null for none.</summary>
    public string? NotKept { get; private init; }

    /// <summary>
    /// Writes and commits a file; exceptions are wrapped in a <see cref="FileException"/> that names it.
    /// </summary>
    public static void Write(string path, Action<Stream> write) => FileException.Guard(path, () =>
    {
        using AtomicFile file = Create(path);
        write(file.Stream);
        file.Commit();
    });

    /// <summary>Whether the file exists. A dangling link does not count.</summary>
    public static bool Exists(string path) =>
        File.Exists(path) && (new FileInfo(path).LinkTarget is null || File.Exists(RealPath.Of(path)));

    /// <summary>Starts a file.</summary>
    /// <param name="path">The final path. A link is followed; a device is written to directly.</param>
    /// <param name="replace">Whether <see cref="Commit"/> may replace an existing file.</param>
    /// <exception cref="IOException">
    /// The path is a folder, its folder does not exist, or the file cannot be created.
    /// </exception>
    /// <exception cref="OperationCanceledException"><see cref="AbandonAll"/> was called.</exception>
    public static AtomicFile Create(string path, bool replace = true)
    {
        if (Directory.Exists(path))
            throw new IOException("is a folder: name a file with -o, or the folder with -O");
        if (OpenDevice(path) is { } device)
            return new AtomicFile(path, null, device, replace);
        path = Target(path);
        if (OpenDevice(path) is { } behind)
            return new AtomicFile(path, null, behind, replace);
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
            throw new IOException($"the folder {folder} does not exist");
        string temporary = Path.Combine(folder, $"{Prefix}{Host}-{Environment.ProcessId}-{Path.GetRandomFileName()}{Suffix}");
        Sweep(folder);
        lock (Open)
        {
            if (IsAbandoned)
                throw new OperationCanceledException();
            Open.Add(temporary);
        }
        try
        {
            var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, OperatingSystem.IsWindows() ? FileShare.Delete
                : FileShare.None, bufferSize: 0);
            return new AtomicFile(path, temporary, stream, replace) { NotKept = FileProperties.Copy(path, temporary) };
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    /// <summary>Whether a path is that of a temporary file, of this run or of one that was killed.</summary>
    public static bool IsTemporary(string path) =>
        Path.GetFileName(path) is var name && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Removes the temporary files that killed runs left in the folder of a path.</summary>
    public static void SweepBeside(string path) => Sweep(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");

    /// <summary>
    /// Removes all temporary files of this process before it is ended early; no new file can be started after that.
    /// </summary>
    public static void AbandonAll()
    {
        lock (Open)
        {
            IsAbandoned = true;
            foreach (string temporary in Open)
                TryDelete(temporary);
        }
    }

    /// <summary>Flushes the file to disk and moves it to its final path.</summary>
    public void Commit()
    {
        Stream.Flush();
        if (_temporary is not null)
        {
            _stream.Flush(flushToDisk: true);
            _stream.Dispose();
            File.Move(_temporary, _path, overwrite: _replace);
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

    // The target of a link, which need not exist yet.
    private static string Target(string path)
    {
        if (new FileInfo(path).LinkTarget is null)
            return Path.GetFullPath(path);
        string target = RealPath.Of(path);
        if (new FileInfo(target).LinkTarget is not null)
            throw new IOException("the link leads back to itself, or through too many others");
        return UndecodableNames.Contains(target)
            ? throw new IOException($"it is a link to {target}, and {UndecodableNames.Problem}")
            : target;
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run sweeps it away.
        }
    }

    // A pipe or a device cannot be replaced by renaming. Opening the path for writing without truncation distinguishes it from a file
    // and changes nothing.
    private static FileStream? OpenDevice(string path)
    {
        string full = Path.GetFullPath(path);
        bool named = PathStyle.Current.IsDevice(full);

        if (OperatingSystem.IsWindows() && named && !PathStyle.IsWritableDevice(full))
            throw new IOException("is a device that is not written to: name a file, or NUL to throw the result away");

        // On Windows, the name is enough, and opening a file that is being read would fail.
        if (OperatingSystem.IsWindows() ? !named : !File.Exists(path))
            return null;
        try
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            if (named || !stream.CanSeek)
                return stream;
            stream.Dispose();
            return null;
        }
        catch (Exception exception)
            when (!named && exception is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            // The path may not be written to, or does not exist.
            return null;
        }
    }

    // Sweeps each folder once per run.
    private static void Sweep(string folder)
    {
        lock (Open)
            if (!Swept.Add(folder))
                return;
        try
        {
            if (Directory.Exists(folder))
                foreach (string path in Directory.EnumerateFiles(folder, $"{Prefix}*{Suffix}"))
                    if (IsLeft(path) && !IsLocked(path))
                        TryDelete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Files that are left over do no harm.
        }
    }

    // A file of this machine whose process has ended is left over, whatever its age. If the process runs, a very new file may not be
    // locked yet. The processes and locks of other machines that share the folder may be invisible, so their files must be old.
    private static bool IsLeft(string path)
    {
        string[] parts = Path.GetFileName(path)[Prefix.Length..].Split('-');
        bool isOurs = parts.Length > 1 && parts[0] == Host;
        if (isOurs && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && process != Environment.ProcessId && !RunningProcess.Exists(process))
            return true;
        return DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > (isOurs ? JustMade : LongAgo);
    }

    private static bool IsLocked(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void Forget(string temporary)
    {
        lock (Open)
            Open.Remove(temporary);
    }
}
