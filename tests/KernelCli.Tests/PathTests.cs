using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Paths of both kinds of systems, and names as folders hold them, on any system.</summary>
public sealed class PathTests : IDisposable
{
    private static readonly PathStyle Windows = new(HasDrives: true);
    private static readonly PathStyle Unix = new(HasDrives: false);

    private readonly Workspace _work = new();

    [Theory]
    [InlineData(true, @"C:\*.png", @"C:\", "*.png")]
    [InlineData(true, "C:*.png", "C:", "*.png")]
    [InlineData(true, @"\*.png", @"\", "*.png")]
    [InlineData(true, "/*.png", "/", "*.png")]
    [InlineData(true, "*.png", "", "*.png")]
    [InlineData(true, @"in\**\*.png", "in", "**/*.png")]
    [InlineData(true, @"C:\a b\x*\*.png", @"C:\a b", "x*/*.png")]
    [InlineData(true, @"\\server\share\*.png", @"\\server\share", "*.png")]
    [InlineData(true, @"\\?\C:\*.png", @"\\?\C:\", "*.png")]
    [InlineData(false, "/*.png", "/", "*.png")]
    [InlineData(false, "in/**/*.png", "in", "**/*.png")]
    [InlineData(false, @"in\*.png", "", @"in\*.png")]
    [InlineData(false, "C:*.png", "", "C:*.png")]
    public void A_pattern_is_split_where_its_first_star_begins(bool hasDrives, string pattern, string folder, string below) =>
        Assert.Equal((folder, below), new PathStyle(hasDrives).SplitPattern(pattern));

    [Fact]
    public void Paths_are_joined_and_shown_with_slashes()
    {
        Assert.Equal(@"C:\x/a/b.png", Windows.Join(@"C:\x", "a/b.png"));
        Assert.Equal("C:a.png", Windows.Join("C:", "a.png"));
        Assert.Equal(@"C:\a.png", Windows.Join(@"C:\", "a.png"));
        Assert.Equal(@"\\?\C:\x\a\b.png", Windows.Join(@"\\?\C:\x", "a/b.png"));
        Assert.Equal("x/a.png", Unix.Join("x", "a.png"));
        Assert.Equal("/a.png", Unix.Join("/", "a.png"));
        Assert.Equal("a.png", Unix.Join("", "a.png"));
        Assert.Equal("C:/x/a.png", Windows.Shown(@"C:\x\a.png"));
        Assert.Equal(@"\\?\C:\a.png", Windows.Shown(@"\\?\C:\a.png"));
        Assert.Equal(@"a\b.png", Unix.Shown(@"a\b.png"));
        Assert.Equal(@"C:\a.png", Windows.Unmarked(@"\\?\C:\a.png"));
        Assert.Equal(@"\\server\share\a.png", Windows.Unmarked(@"\\?\UNC\server\share\a.png"));
        Assert.True(Windows.HasSeparator(@"a\*.png") && !Unix.HasSeparator(@"a\*.png"));
        Assert.Equal(("deep", @"deep\"), (Windows.TrimEnd(@"deep\/"), Unix.TrimEnd(@"deep\")));
    }

    [Theory]
    [InlineData(true, @"\\.\NUL", true, true)]
    [InlineData(true, @"\\.\nul", true, true)]
    [InlineData(true, @"\\.\COM1", true, true)]
    [InlineData(true, @"\\.\pipe\x", true, true)]
    [InlineData(true, @"\\?\pipe\x", true, true)]
    [InlineData(true, @"\\.\CON", true, false)]
    [InlineData(true, @"\\.\CONOUT$", true, false)]
    [InlineData(true, @"\\.\PhysicalDrive0", true, false)]
    [InlineData(true, @"C:\NULL.png", false, false)]
    [InlineData(true, @"\\?\C:\x.png", false, false)]
    [InlineData(false, "/dev/null", true, false)]
    [InlineData(false, "/dev/shm/x.png", false, false)]
    [InlineData(false, "/home/NUL", false, false)]
    public void Devices_are_known_by_what_the_system_makes_of_their_names(bool hasDrives, string full, bool isDevice, bool isWritable)
    {
        Assert.Equal(isDevice, new PathStyle(hasDrives).IsDevice(full));
        if (hasDrives)
            Assert.Equal(isWritable, PathStyle.IsWritableDevice(full));
    }

    [Fact]
    public void A_folder_says_whether_case_counts()
    {
        string[] held = ["Photo.PNG", "b.png", "B.PNG"];
        var names = new FolderNames.Names(held);

        // Case counts: only the exact name is there, and no list is asked for.
        Assert.Equal("photo.png", FolderNames.TrueName("photo.png", held.Contains, () => throw new InvalidOperationException()));
        // It does not: the name is that of the entry.
        bool AnyCase(string name) => held.Contains(name, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("Photo.PNG", FolderNames.TrueName("photo.png", AnyCase, () => names));
        Assert.Equal("Photo.PNG", FolderNames.TrueName("Photo.PNG", AnyCase, () => names));
        Assert.Equal("new.png", FolderNames.TrueName("new.png", AnyCase, () => names));
        // Case counts, and both are there.
        Assert.Equal(("b.png", "B.PNG"), (FolderNames.TrueName("b.png", held.Contains, () => names), FolderNames.TrueName("B.PNG", held.Contains, () => names)));
        Assert.Equal("12-34", FolderNames.TrueName("12-34", _ => throw new InvalidOperationException(), () => names));
        Assert.Equal("PHOTO.png-1", FolderNames.Flip("photo.PNG-1"));
    }

    [Fact]
    public void This_folder_answers_as_it_behaves()
    {
        File.WriteAllText(_work["Probe.txt"], "");
        Assert.Equal(File.Exists(_work["pROBE.TXT"]), FolderNames.IgnoreCase(_work.Folder));
        Assert.Equal(File.Exists(_work["pROBE.TXT"]), FolderNames.IgnoreCase(_work["not/there/yet"]));
    }

    [Fact]
    public void Text_is_utf8_without_a_mark_and_lines_end_with_a_line_feed()
    {
        using var bytes = new MemoryStream();
        using (StreamWriter writer = PlainText.Over(bytes, isConsole: false))
            writer.WriteLine("münchen-東");
        Assert.Equal([.. "münchen-東\n"u8], bytes.ToArray());
    }

    [Fact]
    public void A_locale_changes_no_byte_of_the_output()
    {
        Assert.SkipWhen(Tool.IsWindows, "Locales are set by variables of POSIX.");
        _work.Picture("münchen.png");
        var start = new System.Diagnostics.ProcessStartInfo(Tool.Binary, ["info", "münchen.png", "--json"]) { WorkingDirectory = _work.Folder, RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "de_DE.ISO-8859-1";
        using var process = System.Diagnostics.Process.Start(start)!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Contains("münchen.png", System.Text.Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_being_read_can_be_replaced()
    {
        File.WriteAllText(_work["a.txt"], "old");
        using (new FileStream(_work["a.txt"], FileMode.Open, FileAccess.Read, FileShare.Read))
        using (AtomicFile file = AtomicFile.Create(_work["a.txt"]))
            file.Stream.Write("new"u8);
        Assert.Equal("old", File.ReadAllText(_work["a.txt"]));
        string picture = _work.Picture("p.png");
        Tool.Run("apply", picture, "-f", "invert", "--in-place").Succeeded();
    }

    [Fact]
    public void A_file_named_twice_is_filtered_once()
    {
        string picture = _work.Picture("a.png"), other = FolderNames.IgnoreCase(_work.Folder) ? _work["A.PNG"] : Path.Combine(_work.Folder, ".", "a.png");
        byte[] once = File.ReadAllBytes(picture);
        Tool.Run("apply", picture, "-f", "add:1", "--channels", "color", "-o", _work["once.png"]).Succeeded();
        Tool.Run("apply", picture, other, "-f", "add:1", "--channels", "color", "--in-place").Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["once.png"]), File.ReadAllBytes(picture));
        Assert.NotEqual(once, File.ReadAllBytes(picture));
    }

    [Fact]
    public void A_mask_that_would_be_written_over_is_refused()
    {
        _work.Picture("in/a.png", layout: KernelCli.Primitives.PixelLayout.Gray);
        _work.Picture("in/b.png", layout: KernelCli.Primitives.PixelLayout.Gray);
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "mask:in/a.png", "--in-place").Failed(2, "in/a.png", "mask");
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "mask:in/a.png", "-O", "out").Succeeded();
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "mask:out/b.png", "-O", "out").Failed(2, "out/b.png", "mask");
    }

    [Fact]
    public void A_run_is_gone_on_with_under_another_spelling_of_its_paths()
    {
        Assert.SkipWhen(Tool.IsWindows, "A link is another spelling.");
        _work.Picture("in/a.png");
        File.CreateSymbolicLink(_work["linked"], "in");
        File.WriteAllText(_work["r.jsonl"], "");
        Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "add:1", "--in-place", "--report", "r.jsonl", "--resume", "r.jsonl").Succeeded();
        byte[] once = File.ReadAllBytes(_work["in/a.png"]);
        Tool.RunIn(_work.Folder, null, "apply", "./in", "-r", "-f", "add:1", "--in-place", "--report", "r.jsonl", "--resume", "./r.jsonl").Succeeded();
        Assert.Equal(once, File.ReadAllBytes(_work["in/a.png"]));
        Tool.RunIn(_work.Folder, null, "apply", "linked", "-r", "-f", "add:1", "--in-place", "--report", "r.jsonl", "--resume", "r.jsonl").Succeeded();
        Assert.Equal(once, File.ReadAllBytes(_work["in/a.png"]));
    }

    [Fact]
    public void Plans_of_pictures_side_by_side_do_not_mix()
    {
        for (int i = 0; i < 12; i++)
            _work.Picture($"in/p{i}.png");
        string[] lines = Tool.RunIn(_work.Folder, null, "apply", "in", "-r", "-f", "box:3", "-f", "sharpen", "-O", "out", "-n", "-j", "4").Succeeded().Text.TrimEnd('\n').Split('\n');
        int height = lines.Length / 12;
        for (int i = 0; i < lines.Length; i++)
            Assert.Equal(i % height == 0, lines[i].Contains("->", StringComparison.Ordinal));
    }

    public void Dispose() => _work.Dispose();
}
