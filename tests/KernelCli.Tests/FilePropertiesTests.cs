using System.Diagnostics;
using System.Runtime.InteropServices;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What a file keeps that is filtered in place, or written over: owner, group, mode, access list, extended attributes.</summary>
public sealed partial class FilePropertiesTests : IDisposable
{
    private const string AccessList = "system.posix_acl_access";
    private const string DefaultList = "system.posix_acl_default";
    private const string Author = "user.author";

    // Version 2; entries of tag, permissions and number: the owner rw, user 65534 r, the group r, the mask r, others nothing.
    private static readonly byte[] List = Entries((1, 6, -1), (2, 4, 65534), (4, 4, -1), (16, 4, -1), (32, 0, -1));

    private readonly Workspace _work = new();

    public FilePropertiesTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && !Tool.IsWindows, "Owners, access lists and attributes are those of Linux.");

    [Theory]
    [InlineData("--in-place")]
    [InlineData("-o a.png")]
    [InlineData("-o link.png")]
    public void Mode_access_list_and_attributes_are_kept(string output)
    {
        _work.Picture("a.png");
        File.Copy(_work["a.png"], _work["b.png"]);
        File.CreateSymbolicLink(_work["link.png"], "a.png");
        Assert.SkipUnless(Set("a.png", Author, "me"u8.ToArray()) && Set("a.png", "user.empty", []) && Set("a.png", AccessList, List), "The file system has no attributes or no access lists.");
        Assert.Equal((0, ""), Shell("chmod 640 a.png"));
        Tool.RunIn(_work.Folder, null, ["apply", output == "--in-place" ? "a.png" : "b.png", "-f", "box:3", .. output.Split(' ')]).Succeeded();
        Assert.NotEqual(File.ReadAllBytes(_work["b.png"]), File.ReadAllBytes(_work["a.png"]));
        Assert.Equal("me"u8.ToArray(), Get("a.png", Author));
        Assert.Equal(Array.Empty<byte>(), Get("a.png", "user.empty"));
        Assert.Equal(List, Get("a.png", AccessList));
        Assert.Equal((0, "640\n"), Shell("stat -c %a a.png"));
    }

    [Fact]
    public void A_list_that_the_folder_gives_new_files_opens_no_file_that_had_none()
    {
        _work.Picture("in/a.png");
        Assert.Equal((0, ""), Shell("chmod 640 in/a.png"));
        Assert.SkipUnless(Set("in", DefaultList, List), "The file system has no access lists.");
        Tool.RunIn(_work.Folder, null, "apply", "in/a.png", "-f", "box:3", "--in-place").Succeeded();
        Assert.Null(Get("in/a.png", AccessList));
        Assert.Equal((0, "640\n"), Shell("stat -c %a in/a.png"));
        Tool.RunIn(_work.Folder, null, "apply", "in/a.png", "-f", "box:3", "-o", "in/new.png").Succeeded();
        Assert.NotNull(Get("in/new.png", AccessList));
    }

    [Fact]
    public void The_owner_is_kept_by_the_superuser_and_whoever_cannot_says_so_once()
    {
        _work.Picture("in/a.png");
        _work.Picture("in/b.png");
        Assert.SkipUnless(Environment.UserName == "root" && Shell("chown 1234:5678 in/a.png in/b.png") == (0, ""), "Only the superuser gives files away.");
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "box:3", "--in-place").Succeeded();
        Assert.Equal((0, "1234:5678\n1234:5678\n"), Shell("stat -c %u:%g in/a.png in/b.png"));

        const string other = "setpriv --reuid=65534 --regid=65534 --groups=4321";
        Assert.SkipUnless(Shell($"chmod 777 . in; {other} \"$KERNELCLI\" info in/a.png > /dev/null").Exit == 0, "There is no setpriv, or another user cannot start the program.");
        (int exit, string error) = Shell($"{other} \"$KERNELCLI\" apply in -r -f box:3 --in-place");
        Assert.Equal((0, "kernelcli: note: in/a.png and 1 more: of the file that is replaced, this cannot be kept: owner, group\n"), (exit, error));
        Assert.Equal((0, ""), Shell($"chown 1234:4321 in/a.png; {other} \"$KERNELCLI\" apply in/a.png -f box:3 --in-place -q"));
        Assert.Equal((0, "65534:4321\n"), Shell("stat -c %u:%g in/a.png"));
    }

    public void Dispose() => _work.Dispose();

    private static byte[] Entries(params (short Tag, short Permissions, int Number)[] entries) =>
        [.. BitConverter.GetBytes(2), .. entries.SelectMany(entry => (byte[])[.. BitConverter.GetBytes(entry.Tag), .. BitConverter.GetBytes(entry.Permissions), .. BitConverter.GetBytes(entry.Number)])];

    private (int Exit, string Text) Shell(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{{ {script}; }} 2>&1"]) { WorkingDirectory = _work.Folder, RedirectStandardOutput = true };
        start.Environment["KERNELCLI"] = Path.GetFullPath(Tool.Binary);
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    private bool Set(string name, string attribute, byte[] value) => SetAttribute(_work[name], attribute, value, (nuint)value.Length, 0) == 0;

    private byte[]? Get(string name, string attribute)
    {
        byte[] buffer = new byte[256];
        return GetAttribute(_work[name], attribute, buffer, (nuint)buffer.Length) is >= 0 and var size ? buffer[..(int)size] : null;
    }

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetAttribute(string path, string name, byte[] value, nuint size);

    [LibraryImport("libc", EntryPoint = "setxattr", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetAttribute(string path, string name, byte[] value, nuint size, int flags);
}
