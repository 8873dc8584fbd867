using System.Diagnostics;
using System.Globalization;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>The operating system as it is: names as bytes, closed descriptors, links to nothing, libraries that are not there, processes that were killed.</summary>
public sealed class SystemTests : IDisposable
{
    private readonly Workspace _work = new();

    public SystemTests()
    {
        Assert.SkipWhen(Tool.IsWindows, "Descriptors, links and names as bytes are those of Unix.");
        _work.Picture("in.png");
    }

    [Theory]
    [InlineData("apply missing.png -f box:3 -o out.png", "", 2)]
    [InlineData("apply in.png -f box:3 -o out.png", "", 0)]
    [InlineData("apply in.png -f box:3 -o out.png -v", "", 0)]
    [InlineData("apply in.png missing.png -f box:3 -O out", "", 3)]
    [InlineData("apply in.png -f nonsense -o out.png", "", 2)]
    [InlineData("apply - -f box:3 -o out.png", "0", 2)]
    [InlineData("apply --files-from - -f box:3 -O out", "0", 2)]
    [InlineData("info -", "0", 2)]
    [InlineData("compare - in.png", "0", 2)]
    [InlineData("apply in.png -f mask:- -o out.png", "0", 2)]
    [InlineData("info in.png", "1", 2)]
    [InlineData("kernels list", "1", 2)]
    [InlineData("apply in.png -f box:3 -n", "1", 2)]
    [InlineData("apply in.png -f box:3 -o - --format png", "1", 2)]
    [InlineData("--help", "", 0)]
    public void A_closed_descriptor_neither_hangs_nor_aborts(string command, string needed, int code)
    {
        foreach (string closed in (string[])["0", "1", "2", "012"])
        {
            string redirections = string.Concat(closed.Select(c => c == '0' ? " <&-" : $" {c}>&-"));
            (int exit, _, string error) = Shell($"exec \"$KERNELCLI\" {command}{redirections}");
            int expected = needed.Length == 0 || closed.Contains(needed, StringComparison.Ordinal) ? code : -1;
            Assert.True(expected < 0 ? exit is 0 or 1 or 2 : exit == expected || IsClosedOutput(command, closed, exit), $"{command}{redirections}: exit {exit}, {error}");
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }

        // What is asked for cannot be told.
        static bool IsClosedOutput(string command, string closed, int exit) => command == "--help" && closed.Contains('1', StringComparison.Ordinal) && exit is 0 or 2;
    }

    [Fact]
    public void A_picture_written_with_descriptors_closed_is_the_same()
    {
        Tool.RunIn(_work.Folder, null, "apply", "in.png", "-f", "gaussian:2", "-o", "right.png").Succeeded();
        foreach (string closed in (string[])["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
        {
            Assert.Equal(0, Shell($"exec \"$KERNELCLI\" apply in.png -f gaussian:2 -v -o out.png {closed}").Exit);
            Assert.Equal(File.ReadAllBytes(_work["right.png"]), File.ReadAllBytes(_work["out.png"]));
        }
    }

    [Fact]
    public void What_fails_while_an_error_is_told_changes_no_exit_code()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        Assert.Equal(2, Shell("exec \"$KERNELCLI\" apply missing.png -f box:3 -o out.png 2>/dev/full").Exit);
        Assert.Equal(0, Shell("exec \"$KERNELCLI\" apply in.png -f box:3 -o out.png -v 2>/dev/full").Exit);
        Assert.Equal(3, Shell("exec \"$KERNELCLI\" apply in.png missing.png -f box:3 -O out --progress always 2>/dev/full").Exit);
        Assert.Equal(4, Shell("exec \"$KERNELCLI\" apply in.png -f box:3 --max-pixels 10 -o out.png 2>/dev/full").Exit);
        (int exit, _, string error) = Shell("exec \"$KERNELCLI\" info in.png >/dev/full");
        Assert.Equal(2, exit);
        Assert.Contains("no space", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_not_utf8_are_refused_one_by_one_and_never_stand_for_another_file()
    {
        Assert.SkipUnless(Shell("cp in.png \"$(printf 'caf\\351.png')\" && ls | grep -q in.png").Exit == 0, "The file system takes no such names.");
        Assert.Equal(0, Shell("cp in.png \"$(printf 'caf\\350.png')\"; mkdir in; cp in.png \"$(printf 'in/a\\351.png')\"; cp in.png \"$(printf 'in/a\\350.png')\"; cp in.png in/ok.png").Exit);

        // As an output, in the value of an option, as one input of several, in a folder, in a list.
        Refused(2, 1, "apply in.png -f identity -o \"$(printf 'new\\351.png')\"");
        Refused(2, 1, "apply in.png -f \"mask:$(printf 'caf\\351.png')\" -o out.png");
        Refused(2, 1, "apply \"$(printf 'caf\\351.png')\" -f identity -o out.png");
        Refused(2, 1, "info \"$(printf 'caf\\351.png')\"");
        Refused(3, 3, "apply \"$(printf 'caf\\351.png')\" \"$(printf 'caf\\350b.png')\" in.png -f identity -O out");
        Assert.True(File.Exists(_work["out/in.png"]));
        Refused(3, 2, "apply in -r -f identity -O walked");
        Assert.Equal(["ok.png"], Directory.EnumerateFiles(_work["walked"]).Select(Path.GetFileName));
        Refused(3, 2, "apply --files-from list -f identity -O listed", before: "printf 'in.png\\ncaf\\351.png\\n' > list");

        // Another file really has the character that stands for such bytes.
        File.Copy(_work["in.png"], _work["caf\uFFFD.png"]);
        Refused(2, 1, "apply \"$(printf 'caf\\351.png')\" -f identity -o out.png");
        Refused(3, 2, "apply --files-from list -f identity -O listed");
        Tool.RunIn(_work.Folder, null, "apply", "caf\uFFFD.png", "-f", "identity", "-o", "real.png").Succeeded();
        Assert.DoesNotContain(Directory.EnumerateFiles(_work.Folder), path => path.Contains("new", StringComparison.Ordinal));
        // The runtime could not delete them.
        Shell("rm -rf ./*");
    }

    [Fact]
    public void Words_are_checked_as_the_bytes_that_they_were()
    {
        byte[] raw = [.. "tool\0apply\0caf"u8, 0xE9, .. "\0-o\0caf"u8, 0xE8, 0];
        Assert.Contains(@"caf\xE8", UndecodableNames.ProblemIn(["apply", "caf\uFFFD", "-o", "caf\uFFFD"], raw), StringComparison.Ordinal);
        Assert.Null(UndecodableNames.ProblemIn(["apply", "zz\uFFFD", "-o", "x"], [.. "tool\0apply\0zz"u8, 0xE9, .. "\0-o\0x\0"u8]));
        Assert.True(UndecodableNames.Contains("zz\uFFFD"));
    }

    [Fact]
    public void A_link_to_nothing_yet_is_written_through()
    {
        Directory.CreateDirectory(_work["deep"]);
        foreach ((string link, string target) in ((string, string)[])[("a.png", "new.png"), ("b.png", "deep/new.png"), ("c.png", _work["absolute.png"]), ("d.png", "e.png"), ("e.png", "chained.png")])
            File.CreateSymbolicLink(_work[link], target);
        foreach ((string link, string made) in ((string, string)[])[("a.png", "new.png"), ("b.png", "deep/new.png"), ("c.png", "absolute.png"), ("d.png", "chained.png")])
        {
            Tool.RunIn(_work.Folder, null, "apply", "in.png", "-f", "identity", "-o", link, "--no-clobber").Succeeded();
            Assert.True(File.Exists(_work[made]) && new FileInfo(_work[link]).LinkTarget is not null && new FileInfo(_work[made]).LinkTarget is null, link);
            Tool.RunIn(_work.Folder, null, "apply", "in.png", "-f", "identity", "-o", link, "--no-clobber").Failed(2, "exists");
        }
        File.CreateSymbolicLink(_work["loop.png"], "loop.png");
        Tool.RunIn(_work.Folder, null, "apply", "in.png", "-f", "identity", "-o", "loop.png").Failed(2, "loop.png");
        File.CreateSymbolicLink(_work["far.png"], "nowhere/x.png");
        Tool.RunIn(_work.Folder, null, "apply", "in.png", "-f", "identity", "-o", "far.png").Failed(2, "does not exist");
        File.CreateSymbolicLink(_work["null.png"], "/dev/null");
        Tool.RunIn(_work.Folder, null, "apply", "in.png", "-f", "identity", "-o", "null.png").Succeeded();
        Assert.Equal(0, new FileInfo("/dev/null").Length);
        Assert.Equal("/dev/null", new FileInfo(_work["null.png"]).LinkTarget);
    }

    [Fact]
    public void A_link_to_nothing_is_told_as_what_it_is()
    {
        File.CreateSymbolicLink(_work["link.png"], "gone.png");
        foreach (string command in (string[])["apply link.png -f box:3 -o out.png", "apply in.png -f mask:link.png -o out.png", "apply in.png -f file=link.png -o out.png", "info link.png", "compare link.png in.png"])
            Tool.RunIn(_work.Folder, null, command.Split(' ')).Failed(2, "link.png: is a link to gone.png, which does not exist");
    }

    [Fact]
    public void A_reader_that_has_seen_enough_is_no_error()
    {
        Assert.SkipUnless(File.Exists("/dev/stdout"), "There is no /dev/stdout.");
        _work.Picture("large.pgm", 2000, 1000, KernelCli.Primitives.PixelLayout.Gray);
        foreach (string output in (string[])["-", "/dev/stdout", "/dev/fd/1"])
            foreach (string more in (string[])["", "--report r.jsonl"])
            {
                (int exit, string text, string error) = Shell($"{{ \"$KERNELCLI\" apply large.pgm -f box:3 -o {output} --format pnm {more}; echo $? >&2; }} | head -c 2");
                Assert.Equal((0, "P5", "0\n"), (exit, text, error));
            }
    }

    [Fact]
    public void What_a_killed_run_left_goes_at_once_even_where_nothing_is_written()
    {
        Directory.CreateDirectory(_work["pictures"]);
        File.Copy(_work["in.png"], _work["pictures/p.png"]);
        string[] run = ["apply", "pictures", "-r", "-f", "box:3", "-O", "out", "--report", "r.jsonl", "--resume", "r.jsonl"];
        File.WriteAllText(_work["r.jsonl"], "");
        Tool.RunIn(_work.Folder, null, run).Succeeded();

        // A process that has ended, one that runs, and one of another machine.
        int ended;
        using (Process process = Process.Start("true"))
        {
            ended = process.Id;
            process.WaitForExit();
        }
        string host = new([.. Environment.MachineName.Where(char.IsAsciiLetterOrDigit)]);
        string dead = _work[$"out/.kernelcli-{host}-{ended}-abc.tmp"], alive = _work[$"out/.kernelcli-{host}-{Environment.ProcessId}-abc.tmp"], elsewhere = _work[$"out/.kernelcli-other-{ended}-abc.tmp"];
        foreach (string path in (string[])[dead, alive, elsewhere])
            File.WriteAllText(path, "half");
        Tool.RunIn(_work.Folder, null, run).Succeeded();
        Assert.Equal((false, true, true), (File.Exists(dead), File.Exists(alive), File.Exists(elsewhere)));
        Assert.False(RunningProcess.Exists(ended));
        Assert.True(RunningProcess.Exists(Environment.ProcessId));
    }

    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    [InlineData("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1")]
    public void Sha256_gives_the_vectors_of_the_standard(string text, string expected) => Assert.Equal(expected, Sha256.Of(System.Text.Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Sha256_does_not_depend_on_how_the_bytes_come_in()
    {
        byte[] million = new byte[1_000_000];
        Array.Fill(million, (byte)'a');
        const string expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";
        foreach (int piece in (int[])[1, 55, 56, 63, 64, 65, 127, 1000, 1_000_000])
        {
            var hash = new Sha256();
            for (int at = 0; at < million.Length; at += piece)
                hash.Append(million.AsSpan(at, Math.Min(piece, million.Length - at)));
            Assert.Equal(expected, hash.Finish());
        }
        Assert.Equal(expected, Sha256.Of(new MemoryStream(million)));
    }

    [Fact]
    public void No_command_needs_a_library_that_may_not_be_there()
    {
        // A native binary brings its runtime along; the portable program's runtime is linked to the C++ library itself.
        bool isNative = Tool.IsNative;
        string pattern = isNative ? "lib(ssl|crypto|icu[a-z]*|stdc[+][+]).*[.]so.*" : "lib(ssl|crypto|icu[a-z]*)[.]so.*";
        string hide = $"for f in $(find /usr/lib /lib /usr/local/lib -xdev -regextype posix-extended -regex '.*/{pattern}' 2>/dev/null); do mount --bind /dev/null \"$f\" || exit 99; done; ";
        (int probe, _, _) = Shell($"exec unshare --mount sh -c \"{hide.Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)} true\"");
        Assert.SkipUnless(probe == 0, "Hiding libraries takes the superuser, unshare and mount.");
        Directory.CreateDirectory(_work["pictures"]);
        File.Copy(_work["in.png"], _work["pictures/a.png"]);
        File.WriteAllText(_work["k.txt"], "1 2 1\n");
        foreach (string command in (string[])
        [
            "info in.png --json", "apply pictures -r -f box:3 -O out --report r.jsonl --json", "apply pictures -r -f box:3 -O out --report r.jsonl --resume r.jsonl",
            "apply pictures -r -f file=k.txt -O out --shard 1/1", "apply in.png -f mask:in.png -o one.png", "compare in.png in.png", "kernels list", "apply in.png -f gaussian:2 -o blurred.jpg",
        ])
        {
            File.WriteAllText(_work["script"], $"{hide}exec \"$KERNELCLI\" {command}");
            (int exit, _, string error) = Shell("exec unshare --mount sh script");
            Assert.True(exit == 0, $"{command}: exit {exit}, {error}");
        }
    }

    public void Dispose() => _work.Dispose();

    private void Refused(int code, int lines, string command, string before = ":")
    {
        (int exit, _, string error) = Shell($"{before}; exec \"$KERNELCLI\" {command}");
        string[] told = [.. error.TrimEnd('\n').Split('\n').Where(line => line.Contains("not UTF-8", StringComparison.Ordinal) || line.Contains("no such file", StringComparison.Ordinal))];
        Assert.True(exit == code && (told.Length == lines || told.Length == lines - 1), $"{command}: exit {exit}, {error}");
    }

    private (int Exit, string Output, string Error) Shell(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = _work.Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KERNELCLI"] = Path.GetFullPath(Tool.Binary);
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(Tool.Patience), $"{script.ToString(CultureInfo.InvariantCulture)} did not end");
        return (process.ExitCode, output.Result, error.Result);
    }
}
