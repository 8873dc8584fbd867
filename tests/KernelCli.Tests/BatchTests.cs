using System.Text.Json;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Folders, patterns and lists of pictures, by the real program.</summary>
public sealed class BatchTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void A_folder_keeps_its_tree_and_leaves_other_files_alone()
    {
        Pictures("in/a.png", "in/deep/b.jpg", "in/deep/er/c.ppm");
        File.WriteAllText(_work["in/notes.txt"], "no picture");
        Apply("in", "-r", "-O", "out").Succeeded();
        Assert.Equal(["a.png", "deep/b.jpg", "deep/er/c.ppm"], Files("out"));
        Apply("in", "-r", "-O", "png", "--format", "png").Succeeded();
        Assert.Equal(["a.png", "deep/b.png", "deep/er/c.png"], Files("png"));
        Apply("in", "-O", "x").Failed(2, "in is a folder", "-r");
    }

    [Fact]
    public void Patterns_mean_the_same_in_every_shell()
    {
        Pictures("a.png", "b.png", "b.jpg", "deep/c.png", "deep/er/d.png");
        Apply("*.png", "-O", "one").Succeeded();
        Assert.Equal(["a.png", "b.png"], Files("one"));
        Apply("deep/**/*.png", "-O", "two").Succeeded();
        Assert.Equal(["c.png", "er/d.png"], Files("two"));
        Apply("deep", "-r", "--glob", "er/*.png", "-O", "three").Succeeded();
        Assert.Equal(["er/d.png"], Files("three"));
        Apply(".", "-r", "--exclude", "b.*", "--exclude", "deep/er/**", "--exclude", "one/**", "--exclude", "two/**", "--exclude", "three/**", "-O", "four").Succeeded();
        Assert.Equal(["a.png", "deep/c.png"], Files("four"));
        Apply("*.tif", "-O", "x").Failed(2, "nothing matches '*.tif'");
    }

    [Fact]
    public void Strange_names_are_only_names()
    {
        string[] names = ["with space.png", "-f.png", "[b]{c}.png", "100%d.png", "new\nline.png", "münchen 日本.png", "star*.png", "quote'\".png"];
        // Windows takes no stars, quotes and line ends in names.
        names = [.. names.Where(name => !Tool.IsWindows || name.AsSpan().IndexOfAny("\n*\"") < 0)];
        foreach (string name in names)
            File.Copy(_work.Picture("plain.png"), Path.Combine(Directory.CreateDirectory(_work["in"]).FullName, name), overwrite: true);
        Apply("in", "-r", "-O", "out").Succeeded();
        Assert.Equal(names.Order(StringComparer.Ordinal), Files("out"));
        Tool.RunIn(_work["in"], null, "apply", "-k", "identity", "-O", _work["dashed"], "--", "-f.png", "star*.png").Succeeded();
        Assert.Equal(Tool.IsWindows ? ["-f.png"] : ["-f.png", "star*.png"], Files("dashed"));
        byte[] list = System.Text.Encoding.UTF8.GetBytes(string.Join('\0', names.Select(name => "in/" + name)));
        Tool.RunIn(_work.Folder, list, "apply", "-f", "identity", "-O", _work["listed"], "--files-from", "-").Succeeded();
        Assert.Equal(names.Select(name => "in/" + name).Order(StringComparer.Ordinal), Files("listed"));
        File.WriteAllText(_work["list.txt"], "in/with space.png\r\nin/100%d.png\n\n");
        Apply("--files-from", "list.txt", "-O", "lines").Succeeded();
        Assert.Equal(["in/100%d.png", "in/with space.png"], Files("lines"));
    }

    [Fact]
    public void Loops_of_links_end_and_no_output_leaves_its_folder()
    {
        Assert.SkipWhen(Tool.IsWindows, "Links need rights there.");
        Pictures("in/a.png", "in/deep/b.png");
        Directory.CreateSymbolicLink(_work["in/deep/loop"], _work["in"]);
        Directory.CreateSymbolicLink(_work["in/here"], ".");
        Apply("in", "-r", "-O", "out").Succeeded();
        Assert.Equal(["a.png", "deep/b.png"], Files("out"));

        Directory.CreateDirectory(_work["outside"]);
        Directory.CreateDirectory(_work["trap"]);
        Directory.CreateSymbolicLink(_work["trap/deep"], _work["outside"]);
        Tool run = Apply("in", "-r", "-O", "trap");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("leads out of", run.Error, StringComparison.Ordinal);
        Assert.Empty(Files("outside"));
        Assert.True(File.Exists(_work["trap/a.png"]));
        File.WriteAllText(_work["list.txt"], "in/../in/a.png\n");
        Apply("--files-from", "list.txt", "-O", "listed").Succeeded();
        Assert.Equal(["a.png"], Files("listed"));
    }

    [Fact]
    public void Two_inputs_for_one_output_stop_everything_before_it_begins()
    {
        Pictures("x/a.png", "y/a.png", "z/a.jpg", "z/a.png");
        Apply("x/a.png", "y/a.png", "-O", "out").Failed(2, "x/a.png and y/a.png", "both");
        Apply("z", "-r", "--format", "png", "-O", "out").Failed(2, "both");
        Apply("x/a.png", "y/a.png", "-o", "out.png").Failed(2, "one file", "2 inputs");
        Assert.False(Directory.Exists(_work["out"]));
    }

    [Fact]
    public void One_bad_file_does_not_stop_the_others()
    {
        Pictures("in/a.png", "in/c.png", "in/d.jpg");
        File.WriteAllText(_work["in/b.png"], "this is no picture");
        Tool run = Apply("in", "-r", "-O", "out", "--report", "r.csv");
        Assert.Equal(3, run.ExitCode);
        Assert.Equal(["a.png", "c.png", "d.jpg"], Files("out"));
        string[] lines = run.Error.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("kernelcli: in/b.png: not a picture", lines[0], StringComparison.Ordinal);
        Assert.Equal("kernelcli: 1 of 4 failed", lines[1]);
        string[] rows = File.ReadAllLines(_work["r.csv"]);
        Assert.Equal(5, rows.Length);
        Assert.All(rows, row => Assert.Equal(rows[0].Split(',').Length, System.Text.RegularExpressions.Regex.Replace(row, "\"[^\"]*\"", "").Split(',').Length));
        Apply("in/b.png", "in/none.png", "-O", "out").Failing(2, "in/b.png", "in/none.png: no such file", "2 of 2 failed");
        Apply("in", "-r", "-O", "small", "--max-pixels", "10", "--exclude", "b.png").Failing(4, "--max-pixels");
    }

    [Fact]
    public void Existing_outputs_are_replaced_refused_skipped_or_updated()
    {
        Pictures("in/a.png", "in/b.png");
        Apply("in", "-r", "-O", "out").Succeeded();
        byte[] first = File.ReadAllBytes(_work["out/a.png"]);
        File.WriteAllText(_work["out/a.png"], "old");
        Apply("in", "-r", "-O", "out", "--skip-existing").Succeeded();
        Assert.Equal("old", File.ReadAllText(_work["out/a.png"]));
        Apply("in", "-r", "-O", "out", "--no-clobber").Failing(2, "--no-clobber");
        File.SetLastWriteTimeUtc(_work["in/a.png"], DateTime.UtcNow.AddHours(1));
        File.SetLastWriteTimeUtc(_work["in/b.png"], DateTime.UtcNow.AddHours(-1));
        File.WriteAllText(_work["out/b.png"], "newer than its input");
        Apply("in", "-r", "-O", "out", "--update").Succeeded();
        Assert.Equal(first, File.ReadAllBytes(_work["out/a.png"]));
        Assert.Equal("newer than its input", File.ReadAllText(_work["out/b.png"]));
        Apply("in", "-r", "--in-place").Succeeded();
        Assert.Equal(first, File.ReadAllBytes(_work["in/a.png"]));
    }

    [Fact]
    public void Threads_change_no_byte_and_reports_tell_what_was_done()
    {
        Pictures("in/a.png", "in/b.jpg", "in/c.ppm", "in/d.png");
        Apply("in", "-r", "-O", "one", "-j", "1").Succeeded();
        Apply("in", "-r", "-O", "many", "-j", "8", "--report", "r.jsonl").Succeeded();
        foreach (string name in Files("one"))
            Assert.Equal(File.ReadAllBytes(_work["one/" + name]), File.ReadAllBytes(_work["many/" + name]));
        JsonElement[] lines = [.. File.ReadLines(_work["r.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(5, lines.Length);
        Assert.Equal(("summary", 4, 4), (lines[4].GetProperty("kind").GetString(), lines[4].GetProperty("pictures").GetInt32(), lines[4].GetProperty("done").GetInt32()));
        foreach (JsonElement line in lines[..4])
        {
            string input = line.GetProperty("input").GetString()!, output = line.GetProperty("output").GetString()!;
            Assert.Equal(("done", 1), (line.GetProperty("status").GetString(), line.GetProperty("schema").GetInt32()));
            Assert.Equal(_work.Hash(input), line.GetProperty("input_sha256").GetString());
            Assert.Equal(_work.Hash(output), line.GetProperty("output_sha256").GetString());
            if (!output.EndsWith(".jpg", StringComparison.Ordinal))
                Assert.Contains(line.GetProperty("samples_sha256").GetString()!, Tool.RunIn(_work.Folder, null, "info", output, "--json").Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Clipped_samples_are_counted_and_warned_of()
    {
        Pictures("a.png");
        Tool run = Tool.RunIn(_work.Folder, null, "apply", "a.png", "-f", "multiply:3", "-o", "b.png", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("of the samples were clipped", run.Error, StringComparison.Ordinal);
        JsonElement line = JsonDocument.Parse(run.Text.Split('\n')[0]).RootElement;
        Tool.RunIn(_work.Folder, null, "apply", "a.png", "-f", "identity", "-o", "g.png").Succeeded();
        byte[] gray = _work.Read("g.png").Samples;
        Assert.Equal(gray.Count(sample => sample * 3 > 255), line.GetProperty("clipped_high").GetInt64());
        Assert.Equal(gray.Max() * 3, line.GetProperty("maximum").GetDouble());

        // A kernel that rounds by itself is looked at without changing what it writes.
        Tool sobel = Tool.RunIn(_work.Folder, null, "apply", "a.png", "-f", "sobel:x", "-o", "s.png", "--json", "-q");
        Assert.Equal("", sobel.Error);
        Tool.RunIn(_work.Folder, null, "apply", "a.png", "-f", "sobel:x", "-o", "plain.png").Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["plain.png"]), File.ReadAllBytes(_work["s.png"]));
        Assert.True(JsonDocument.Parse(sobel.Text.Split('\n')[0]).RootElement.GetProperty("clipped_low").GetInt64() >= _work.Read("s.png").Samples.Count(sample => sample == 0) / 2);
    }

    public void Dispose() => _work.Dispose();

    private Tool Apply(params string[] arguments) => Tool.RunIn(_work.Folder, null, ["apply", "-f", "box:3", .. arguments]);

    private void Pictures(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_work[name])!);
            _work.Picture(name, 30 + name.Length, 20);
        }
    }

    private string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(_work[folder], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_work[folder], path)).Order(StringComparer.Ordinal)];
}
