using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>compare over folders: side by side, in shards, what its first line says, files that are no pictures, runs that are killed.</summary>
public sealed partial class CompareRunTests : IDisposable
{
    private static readonly ImageInfo Small = new(30, 20, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));

    private readonly Workspace _work = new();

    [Fact]
    public void Results_and_reports_are_the_same_whatever_the_number_of_threads()
    {
        MakePairs(24);
        string[] reports = ["r.html", "r.xml", "r.md", "r.jsonl"];
        var texts = new List<string>();
        foreach (string threads in (string[])["1", "2", "5", "0"])
        {
            Tool run = Run(1, ["compare", "actual", "golden", "-j", threads, "--json", .. reports.SelectMany(report => (string[])["--report", report])]);
            texts.Add(run.Text + string.Concat(reports.Select(report => Times().Replace(File.ReadAllText(_work[report]), ""))));
            string[] names = [.. run.Text.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!)];
            Assert.Equal(Enumerable.Range(0, 24).Select(i => $"p{i:00}.png"), names);
        }
        Assert.Single(texts.Distinct());
    }

    [Theory]
    [InlineData("png", "")]
    [InlineData("jpg", "--ignore 1,1,5x5 --antialiasing ignore")]
    [InlineData("gif", "--metrics psnr,ssim,mean,histogram")]
    [InlineData("tif", "--diff d.png")]
    public void Files_of_the_same_bytes_are_compared_as_others_are_and_read_to_their_end(string extension, string options)
    {
        string[] words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string picture = $"a.{extension}", copy = $"b.{extension}";
        _work.Picture(picture, 60, 40);
        File.Copy(_work[picture], _work[copy]);
        Run(0, ["apply", picture, "-f", "identity", "--channels", "color", "-q", "-o", "other.png"]);
        string same = Run(0, ["compare", picture, copy, "--json", .. words]).Text;
        Assert.Equal(Name().Replace(Run(0, ["compare", picture, "other.png", "--json", .. words]).Text, ""), Name().Replace(same, ""));
        Assert.Equal(2400, JsonDocument.Parse(same).RootElement.GetProperty("pixels").GetInt32());
        byte[] bytes = File.ReadAllBytes(_work[picture]);
        foreach (string name in (string[])[picture, copy])
            File.WriteAllBytes(_work[name], bytes[..(bytes.Length * 2 / 3)]);
        Run(2, ["compare", picture, copy, .. words[..^(options.Contains("--diff", StringComparison.Ordinal) ? 2 : 0)]]).Failed(2, picture);
    }

    [Fact]
    public void Shards_are_disjoint_and_together_all_pairs()
    {
        MakePairs(12);
        File.Delete(_work["actual/p03.png"]);
        File.Delete(_work["golden/p04.png"]);
        List<string> names = [];
        for (int shard = 1; shard <= 3; shard++)
            names.AddRange(Tool.RunIn(_work.Folder, null, "compare", "actual", "golden", "--shard", $"{shard}/3", "--json").Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"p{i:00}.png"), names.Order());
        Run(2, "compare", "actual", "golden", "--shard", "4/3").Failed(2, "use I/N");
    }

    [Fact]
    public void Progress_is_shown_as_apply_shows_it()
    {
        MakePairs(3);
        Assert.Matches(@"^3 of 3 pairs in [\d.]+ s", Run(1, "compare", "actual", "golden", "--progress", "always").Error);
        Assert.Equal("", Run(1, "compare", "actual", "golden", "--progress", "always", "-q").Error);
        Assert.Equal("", Run(1, "compare", "actual", "golden").Error);
    }

    [Fact]
    public void The_first_line_says_how_many_where_how_far_what_passes_and_what_accepts()
    {
        Paint("a b.png", (x, y) => (byte)(x is >= 4 and < 8 && y is 3 or 5 ? 93 : 90));
        Paint("b.png", (_, _) => 90);
        Paint("c.png", (_, _) => 90, Small.With(31, 20));
        string accept = Tool.IsWindows ? "kernelcli compare \"a b.png\" b.png --accept" : "kernelcli compare 'a b.png' b.png --accept";
        Tool run = Run(1, "compare", "a b.png", "b.png");
        Assert.Equal(1, run.Text.Count(letter => letter == '\n'));
        Assert.StartsWith("a b.png: different, 8 of 600 pixels (1.3333 %) in 2 regions, the largest 4x1 at 4,3, by up to 3 levels, mean ", run.Text, StringComparison.Ordinal);
        Assert.EndsWith($"; passes with --max-diff 3, or with --max-percent 1.34; {accept} takes what is there now\n", run.Text, StringComparison.Ordinal);
        Assert.Contains("by more than 2 and up to 3 levels", Run(1, "compare", "a b.png", "b.png", "--max-diff", "2").Text, StringComparison.Ordinal);

        // What it says is true.
        Run(0, "compare", "a b.png", "b.png", "--max-diff", "3");
        Run(0, "compare", "a b.png", "b.png", "--max-percent", "1.34");
        Run(1, "compare", "a b.png", "b.png", "--max-percent", "1.33");
        run = Run(1, "compare", "a b.png", "b.png", "--min-psnr", "90", "--min-ssim", "1");
        Match passing = Passing().Match(run.Text);
        Assert.True(passing.Success, run.Text);
        Assert.Contains("(below 90)", run.Text, StringComparison.Ordinal);
        Run(0, ["compare", "a b.png", "b.png", .. passing.Groups[1].Value.Replace(" and", "", StringComparison.Ordinal).Split(' ')]);

        Assert.Equal($"c.png: different, 31x20 where 30x20 is expected; no tolerance lets it pass; kernelcli compare c.png b.png --accept takes what is there now\n", Run(1, "compare", "c.png", "b.png").Text);
        foreach (string folder in (string[])["actual", "golden"])
            Paint($"{folder}/same.png", (_, _) => 90);
        Paint("actual/new.png", (_, _) => 90);
        Paint("golden/lost.png", (_, _) => 90);
        Assert.Equal("lost.png: different, is missing in actual; make it again, or remove golden/lost.png\n"
            + "new.png: different, is not expected: there is no golden/new.png; kernelcli compare actual/new.png golden/new.png --accept takes what is there now\n"
            + "3 pairs: 2 different\n", Run(1, "compare", "actual", "golden").Text);
        Assert.Equal("new.png: accepted, is not expected: there is no golden/new.png\n", Run(0, "compare", "actual/new.png", "golden/new.png", "--accept").Text);
        Assert.Equal(File.ReadAllBytes(_work["actual/new.png"]), File.ReadAllBytes(_work["golden/new.png"]));
    }

    [Fact]
    public void The_first_golden_images_are_made_by_accepting_them()
    {
        MakePairs(3);
        Run(0, "compare", "actual", "fresh/golden", "--accept");
        Assert.Equal(Names("actual"), Names("fresh/golden"));
        Run(0, "compare", "actual", "fresh/golden");
        Run(2, "compare", "actual", "none").Failed(2, "actual is a folder and none is not");
        Run(2, "compare", "none.png", "fresh/one.png", "--accept").Failed(2, "none.png: no such file");
        Assert.False(File.Exists(_work["fresh/one.png"]));
    }

    public static TheoryData<string, int, string> Hostiles => new()
    {
        { "cut", 2, "damaged" },
        { "huge", 4, "--max-pixels" },
        { "text", 2, "not a picture" },
        { "empty", 2, "empty" },
        { "gone", 2, "no such file" },
        { "folder", 2, "is a folder" },
    };

    [Theory]
    [MemberData(nameof(Hostiles))]
    public void A_file_that_cannot_be_read_is_one_line_on_either_side_and_nothing_is_written(string kind, int code, string words)
    {
        foreach (string side in (string[])["actual", "golden"])
        {
            string other = side == "actual" ? "golden" : "actual";
            foreach (string folder in (string[])["actual", "golden"])
                if (Directory.Exists(_work[folder]))
                    Directory.Delete(_work[folder], recursive: true);
            MakePairs(2);
            string bad = _work[$"{side}/p00.png"];
            byte[] whole = File.ReadAllBytes(bad), kept = File.ReadAllBytes(_work[$"{other}/p00.png"]);
            File.Delete(bad);
            if (kind == "folder")
                Directory.CreateDirectory(bad);
            else if (kind != "gone")
                File.WriteAllBytes(bad, kind switch
                {
                    "cut" => whole[..^30],
                    "huge" => HugePng(whole),
                    "text" => "<html>not found</html>"u8.ToArray(),
                    _ => [],
                });
            string[] before = Names(".");
            foreach (string[] more in (string[][])[[], ["--accept"], ["--diff", "d.png"], ["--json"], ["--antialiasing", "ignore"]])
                if (!(kind == "gone" && side == "golden" && more is ["--accept"]))
                    Run(code, ["compare", "actual/p00.png", "golden/p00.png", .. more]).Failed(code, words);
            Assert.Equal(before, Names("."));
            Assert.Equal(kept, File.ReadAllBytes(_work[$"{other}/p00.png"]));

            // In a folder the other pair is compared.
            if (kind is "gone" or "folder")
                continue;
            Tool run = Run(3, "compare", "actual", "golden", "--accept", "--report", "r.html", "--report", "r.jsonl");
            run.Failed(3, words);
            Assert.Contains("p01.png: accepted", run.Text, StringComparison.Ordinal);
            Assert.EndsWith("2 pairs: none different, 1 accepted, 1 unreadable\n", run.Text, StringComparison.Ordinal);
            Assert.Equal(kept, File.ReadAllBytes(_work[$"{other}/p00.png"]));
            Assert.Contains(words, File.ReadLines(_work["r.jsonl"]).First(), StringComparison.Ordinal);
            File.Delete(_work["r.html"]);
            File.Delete(_work["r.jsonl"]);
            File.Delete(_work["actual/p01.png"]);
            File.Delete(_work["golden/p01.png"]);
            Run(code, "compare", "actual", "golden").Failed(code, words);
        }
    }

    [Fact]
    public void A_picture_that_is_damaged_is_not_accepted_though_its_size_alone_differs()
    {
        Paint("a.png", (x, y) => (byte)(x * y), Small.With(60, 60));
        Paint("b.png", (_, _) => 90);
        byte[] kept = File.ReadAllBytes(_work["b.png"]);
        File.WriteAllBytes(_work["a.png"], File.ReadAllBytes(_work["a.png"])[..^30]);
        Run(2, "compare", "a.png", "b.png", "--accept").Failed(2, "a.png: damaged");
        Run(2, "compare", "a.png", "new.png", "--accept").Failed(2, "a.png: damaged");
        Assert.Equal(kept, File.ReadAllBytes(_work["b.png"]));
        Assert.False(File.Exists(_work["new.png"]));
    }

    [Fact]
    public void A_run_that_is_killed_while_it_accepts_loses_no_picture()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("KERNELCLI_KILLS") is { Length: > 0 } text ? text : "6", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(2);
        MakePairs(40);
        Dictionary<string, byte[]> old = Names("golden").ToDictionary(name => name, name => File.ReadAllBytes(_work[$"golden/{name}"]));
        for (int kill = 0; kill < kills; kill++)
        {
            foreach ((string name, byte[] bytes) in old)
                File.WriteAllBytes(_work[$"golden/{name}"], bytes);
            using (Process process = Tool.Start(_work.Folder, "compare", "actual", "golden", "--accept", "-j", "2"))
            {
                Thread.Sleep(random.Next(60, 500));
                process.Kill();
                process.WaitForExit();
            }
            foreach ((string name, byte[] bytes) in old)
            {
                byte[] now = File.ReadAllBytes(_work[$"golden/{name}"]);
                Assert.True(now.AsSpan().SequenceEqual(bytes) || now.AsSpan().SequenceEqual(File.ReadAllBytes(_work[$"actual/{name}"])), name);
            }
        }
        Run(0, "compare", "actual", "golden", "--accept");
        Run(0, "compare", "actual", "golden");
        Assert.Equal(old.Keys.Order(), Names("golden").Order());
    }

    public void Dispose() => _work.Dispose();

    private Tool Run(int code, params string[] arguments)
    {
        Tool run = Tool.RunIn(_work.Folder, null, arguments);
        Assert.True(run.ExitCode == code, $"exit {run.ExitCode} instead of {code}: {run.Text}{run.Error}");
        return run;
    }

    private string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(_work[folder], "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_work[folder], path)).Order(StringComparer.Ordinal)];

    private void Paint(string name, Func<int, int, byte> value, ImageInfo? info = null) => _work.Write(name, info ?? Small, (x, y, _) => value(x, y));

    // Pairs that differ more and more, of unlike sizes, so that they take unlike times.
    private void MakePairs(int count)
    {
        for (int i = 0; i < count; i++)
        {
            ImageInfo info = Small.With(30 + ((count - i) * 17), 20 + ((i * 7) % 11 * 20));
            int shift = i + 1;
            Paint($"golden/p{i:00}.png", (x, y) => (byte)(x * y), info);
            Paint($"actual/p{i:00}.png", (x, y) => (byte)((x * y) + (x < shift ? 5 : 0)), info);
        }
    }

    // Of 60000 by 60000 pixels, as its header says; the checksum is right.
    private static byte[] HugePng(byte[] png)
    {
        byte[] huge = [.. png];
        foreach (int at in (int[])[16, 20])
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(huge.AsSpan(at), 60000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(huge.AsSpan(29), Checksum(huge.AsSpan(12, 17)));
        return huge;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
        }
        return ~sum;
    }

    [GeneratedRegex("\"name\":\"[^\"]*\",")]
    private static partial Regex Name();

    [GeneratedRegex("time=\"[^\"]*\"")]
    private static partial Regex Times();

    [GeneratedRegex("passes with (--min-psnr [0-9.]+ and --min-ssim [0-9.]+);")]
    private static partial Regex Passing();
}
