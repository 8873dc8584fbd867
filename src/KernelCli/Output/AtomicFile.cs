using System.Globalization;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Output;

/// <summary>
/// A file that is whole or not there: written under a temporary name beside its place, flushed to the disk, then renamed. Until
/// <see cref="Commit"/> the old file, if any, stays as it is.
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

    /// <summary>Writes a whole file, and names it in whatever goes wrong.</summary>
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
    /// <param name="path">Its place. A link is followed; a device is written to directly.</param>
    /// <param name="replace">Whether a file that stands there by the time this one is whole may be replaced.</param>
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
            CopyMode(path, temporary);
            return new AtomicFile(path, temporary, stream, replace);
        }
        catch
        {
            Forget(temporary);
            throw;
        }
    }

    /// <summary>Whether a path is that of a file half written, of this run or of one that was killed.</summary>
    public static bool IsTemporary(string path) =>
        Path.GetFileName(path) is var name && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Removes what runs that were killed left in the folder of a path.</summary>
    public static void SweepBeside(string path) => Sweep(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");

    /// <summary>Removes all that is half written, at the end of a process that was told to stop; nothing more is begun.</summary>
    public static void AbandonAll()
    {
        lock (Open)
        {
            IsAbandoned = true;
            foreach (string temporary in Open)
                TryDelete(temporary);
        }
    }

    /// <summary>Puts the file in its place.</summary>
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

    // Where a link leads, also one to a file that is not there yet.
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

    // A pipe or a device has no place to be renamed to. Opening for writing without truncating tells it from a file and harms none.
    private static FileStream? OpenDevice(string path)
    {
        string full = Path.GetFullPath(path);
        bool named = PathStyle.Current.IsDevice(full);

        if (OperatingSystem.IsWindows() && named && !PathStyle.IsWritableDevice(full))
            throw new IOException("is a device that is not written to: name a file, or NUL to throw the result away");

        // Windows tells by the name; opened there while it is read, a file would be refused.
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
            // Nothing that may be written to, or a link to nothing yet.
            return null;
        }
    }

    // The mode of the file that is replaced, where the file system has modes.
    private static void CopyMode(string from, string to)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(from))
            return;
        try
        {
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The contents matter more.
        }
    }

    // Once in a run.
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
            // They are in nobody's way.
        }
    }

    // A file whose process is gone is left over, however young it is. One of this machine whose process is there may have been made a
    // moment ago and not be locked yet. Where other machines share the folder neither their processes nor their locks may be seen, so that
    // what they left must be old.
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
