using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace KernelCli.Cli.Output;

/// <summary>
/// What a file keeps when another takes its place: its mode, and on Linux its owner, its group, its access list and its extended
/// attributes.
/// </summary>
internal static partial class FileProperties
{
    private const string AccessList = "system.posix_acl_access";
    private const int CurrentFolder = -100;
    private const uint WantsOwner = 0x18;
    private const int Unchanged = -1;

    /// <summary>Gives a file the properties of another, as far as the system has them and allows it.</summary>
    /// <param name="from">The file that is replaced; nothing happens where there is none.</param>
    /// <param name="to">The file that takes its place.</param>
    /// <returns>What could not be kept, in words; null for nothing.</returns>
    public static string? Copy(string from, string to)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(from))
            return null;
        List<string> lost = [];
        if (OperatingSystem.IsLinux())
        {
            CopyOwner(from, to, lost);
            CopyAttributes(from, to, lost);
        }
        CopyMode(from, to, lost);
        return lost.Count == 0 ? null : string.Join(", ", lost);
    }

    // After the owner, whose change takes bits away.
    [UnsupportedOSPlatform("windows")]
    private static void CopyMode(string from, string to, List<string> lost)
    {
        try
        {
            UnixFileMode mode = File.GetUnixFileMode(from);
            if (File.GetUnixFileMode(to) != mode)
                File.SetUnixFileMode(to, mode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            lost.Add("mode");
        }
    }

    private static void CopyOwner(string from, string to, List<string> lost)
    {
        if (GetStatus(CurrentFolder, from, 0, WantsOwner, out Status old) != 0
            || GetStatus(CurrentFolder, to, 0, WantsOwner, out Status now) != 0
            || (old.User == now.User && old.Group == now.Group) || SetOwner(to, old.User, old.Group) == 0)
            return;

        // Whoever is no superuser may still give a file to another of the own groups.
        if (old.User != now.User)
            lost.Add("owner");
        if (old.Group != now.Group && SetOwner(to, Unchanged, old.Group) != 0)
            lost.Add("group");
    }

    private static void CopyAttributes(string from, string to, List<string> lost)
    {
        List<string> names = NamesOf(from);

        // A file may have inherited a list from its folder.
        if (!names.Contains(AccessList))
            _ = RemoveAttribute(to, AccessList);
        foreach (string name in names)
            if (ValueOf(from, name) is { } value && !(ValueOf(to, name) is { } now && now.AsSpan().SequenceEqual(value))
                && SetAttribute(to, name, value, (nuint)value.Length, 0) != 0)
                lost.Add(name == AccessList ? "access list" : name);
    }

    // Those of users, and access lists. What others mean, such as labels and signatures of the contents, is up to the system.
    private static List<string> NamesOf(string path)
    {
        byte[] names = Read((buffer, size) => ListAttributes(path, buffer, size)) ?? [];
        return [.. Encoding.UTF8.GetString(names).Split('\0')
            .Where(name => name == AccessList || name.StartsWith("user.", StringComparison.Ordinal))];
    }

    private static byte[]? ValueOf(string path, string name) => Read((buffer, size) => GetAttribute(path, name, buffer, size));

    // The first call returns the size. Where it fails, there are no attributes here.
    private static byte[]? Read(Func<byte[], nuint, nint> call)
    {
        nint size = call([], 0);
        if (size < 0)
            return null;
        byte[] buffer = new byte[size];
        size = call(buffer, (nuint)buffer.Length);
        return size < 0 ? null : buffer[..(int)size];
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetStatus(int folder, string path, int flags, uint mask, out Status status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "listxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ListAttributes(string path, byte[] names, nuint size);

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetAttribute(string path, string name, byte[] value, nuint size);

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(string path, string name, byte[] value, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "removexattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RemoveAttribute(string path, string name);

    // struct statx, which is the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)]
        public int User;

        [FieldOffset(24)]
        public int Group;
    }
}
