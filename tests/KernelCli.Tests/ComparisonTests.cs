using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What counts as a difference, what is measured, and what becomes of it.</summary>
public sealed class ComparisonTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData(1, 0.02)]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.45)]
    [InlineData(4, 0.9)]
    public void Regions_are_those_of_a_flood_fill(int seed, double density)
    {
        const int width = 37, height = 29;
        var random = new Random(seed);
        bool[] differs = [.. Enumerable.Range(0, width * height).Select(_ => random.NextDouble() < density)];
        Gray("a.png", width, height, (_, _) => 10);
        Gray("b.png", width, height, (x, y) => (byte)(differs[(y * width) + x] ? 50 : 10));
        JsonElement json = Json(1, "a.png", "b.png");
        List<(int, int, int, int, long)> expected = Flood(differs, width, height);
        Assert.Equal(expected.Count, json.GetProperty("region_count").GetInt32());
        List<(int, int, int, int, long)> actual = [.. json.GetProperty("regions").EnumerateArray().Select(region => (Number(region, "x"), Number(region, "y"), Number(region, "width"),
            Number(region, "height"), (long)Number(region, "pixels")))];
        Assert.Equal(Math.Min(100, expected.Count), actual.Count);
        Assert.Equal(expected.Select(region => region.Item5).OrderDescending().Take(100), actual.Select(region => region.Item5));
        if (expected.Count <= 100)
            Assert.Equal(expected.Order(), actual.Order());
        Assert.Equal(differs.Count(value => value), json.GetProperty("over").GetInt32());
    }

    [Fact]
    public void Similarity_of_colour_is_the_mean_over_the_channels()
    {
        const int width = 60, height = 33;
        var random = new Random(5);
        byte[] noise = new byte[2 * 3 * width * height];
        random.NextBytes(noise);

        // Equal above and to the left of the patch, so that windows are skipped and computed.
        byte Value(int x, int y, int c, int which) => (byte)(((x * 3) + (y * c)) / 2 + (which == 1 && x > 20 && y > 9 && y < 30 ? noise[(((y * width) + x) * 3) + c] / 4 : 0));
        Colour("a.png", width, height, (x, y, c) => Value(x, y, c, 0));
        Colour("b.png", width, height, (x, y, c) => Value(x, y, c, 1));
        double expected = Enumerable.Range(0, 3).Average(c => Similarity((x, y) => Value(x, y, c, 0), (x, y) => Value(x, y, c, 1), width, height));
        Assert.Equal(expected, Json(1, "a.png", "b.png").GetProperty("ssim").GetDouble(), 9);
    }

    [Theory]
    [InlineData(11, 11, PixelLayout.Gray, SampleType.UInt8)]
    [InlineData(12, 40, PixelLayout.Rgb, SampleType.UInt8)]
    [InlineData(33, 11, PixelLayout.Gray, SampleType.UInt16)]
    [InlineData(29, 17, PixelLayout.Rgb, SampleType.UInt16)]
    [InlineData(10, 40, PixelLayout.Gray, SampleType.UInt8)]
    public void Measures_of_noise_are_those_of_their_definitions(int width, int height, PixelLayout layout, SampleType sample)
    {
        var info = new ImageInfo(width, height, new PixelFormat(layout, sample));
        var random = new Random(width);
        _work.Write("a.png", info, random.NextBytes);
        _work.Write("b.png", info, random.NextBytes);
        int channels = info.Format.Channels, wide = sample is SampleType.UInt16 ? 2 : 1;
        double[][] levels = [.. ((string[])["a.png", "b.png"]).Select(name => _work.Read(name).Samples).Select(bytes => Enumerable.Range(0, bytes.Length / wide)
            .Select(i => wide == 1 ? bytes[i] : BitConverter.ToUInt16(bytes, 2 * i) / 257.0).ToArray())];
        double squares = levels[0].Zip(levels[1], (a, b) => (a - b) * (a - b)).Average(), mean = levels[0].Zip(levels[1], (a, b) => Math.Abs(a - b)).Average();
        JsonElement json = Json(1, "a.png", "b.png");
        Assert.Equal(10 * Math.Log10(255.0 * 255 / squares), json.GetProperty("psnr").GetDouble(), 6);
        Assert.Equal(mean, json.GetProperty("mean_diff").GetDouble(), 6);
        if (Math.Min(width, height) < 11)
        {
            Assert.Equal(JsonValueKind.Null, json.GetProperty("ssim").ValueKind);
            Run(1, "a.png", "b.png", "--min-ssim", "0");
            return;
        }
        double Of(double[] picture, int x, int y, int c) => picture[(((y * width) + x) * channels) + c];
        double ssim = Enumerable.Range(0, channels).Average(c => Similarity((x, y) => Of(levels[0], x, y, c), (x, y) => Of(levels[1], x, y, c), width, height));
        Assert.Equal(ssim, json.GetProperty("ssim").GetDouble(), 6);
    }

    [Fact]
    public void What_a_viewer_would_see_is_compared()
    {
        Gray("gray.png", 20, 9, (x, y) => (byte)((x * 9) + y));
        Colour("rgb.png", 20, 9, (x, y, _) => (byte)((x * 9) + y));
        _work.Write("rgba.png", Info(20, 9, PixelLayout.Rgba), (x, y, c) => c == 3 ? (byte)255 : (byte)((x * 9) + y));
        _work.Write("gone.png", Info(20, 9, PixelLayout.Rgba), (x, y, c) => c == 3 ? (byte)(x < 3 ? 0 : 255) : (byte)((x * 9) + y + (x < 3 ? 100 : 0)));
        _work.Write("other.png", Info(20, 9, PixelLayout.Rgba), (x, y, c) => c == 3 ? (byte)(x < 3 ? 0 : 255) : (byte)((x * 9) + y));
        Tool.Run("apply", _work["gray.png"], "-f", "identity", "--depth", "16", "-o", _work["deep.png"]).Succeeded();
        foreach (string other in (string[])["rgb.png", "rgba.png", "deep.png"])
        {
            Tool run = Run(0, "gray.png", other);
            Assert.Contains("equal, max 0", run.Text, StringComparison.Ordinal);
            Assert.Contains("where", run.Text, StringComparison.Ordinal);
        }
        Run(0, "gone.png", "other.png");
        Assert.Equal(3 * 9, Json(1, "gone.png", "rgb.png").GetProperty("over").GetInt32());
    }

    [Fact]
    public void A_ratio_or_a_similarity_alone_replaces_the_tolerance_of_no_levels()
    {
        Gray("a.png", 40, 40, (x, y) => (byte)((x * 5) + y));
        Gray("b.png", 40, 40, (x, y) => (byte)((x * 5) + y + (x == 7 ? 3 : 0)));
        JsonElement json = Json(1, "a.png", "b.png");
        double psnr = json.GetProperty("psnr").GetDouble(), ssim = json.GetProperty("ssim").GetDouble();
        Run(0, "a.png", "b.png", "--min-psnr", Text(psnr - 0.01));
        Run(1, "a.png", "b.png", "--min-psnr", Text(psnr + 0.01));
        Run(0, "a.png", "b.png", "--min-ssim", Text(ssim - 0.0001), "--metrics", "none");
        Run(1, "a.png", "b.png", "--min-ssim", Text(ssim + 0.0001));
        Run(1, "a.png", "b.png", "--min-psnr", Text(psnr - 0.01), "--max-diff", "2");
        Run(0, "a.png", "b.png", "--min-psnr", Text(psnr - 0.01), "--max-diff", "3");
        Run(0, "a.png", "a.png", "--min-psnr", "900", "--min-ssim", "1");
        Assert.Contains("passes with --max-diff 3, or with --max-percent 2.5", Run(1, "a.png", "b.png").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_ignored_does_not_count()
    {
        Gray("a.png", 40, 30, (_, _) => 90);
        Gray("b.png", 40, 30, (x, y) => (byte)(x < 10 && y < 10 ? 9 : y == 25 ? 200 : 90));
        Gray("mask.png", 40, 30, (_, y) => (byte)(y == 25 ? 1 : 0));
        Run(1, "a.png", "b.png", "--ignore", "0,0,10x10");
        Run(1, "a.png", "b.png", "--ignore", _work["mask.png"]);
        Assert.Contains("equal, max 0", Run(0, "a.png", "b.png", "--ignore", "-5,-5,15x15", "--ignore", _work["mask.png"]).Text, StringComparison.Ordinal);
        Assert.Equal(140, Json(0, "a.png", "b.png", "--ignore", "0,0,10x10", "--ignore", _work["mask.png"]).GetProperty("ignored").GetInt32());
        Gray("small.png", 4, 3, (_, _) => 255);
        Run(2, "a.png", "b.png", "--ignore", _work["small.png"]).Failed(2, "4x3", "40x30");
        Run(2, "a.png", "b.png", "--ignore", "1,1,0x4").Failed(2, "no area");
    }

    [Fact]
    public void What_is_not_asked_for_is_not_measured()
    {
        Gray("a.png", 40, 30, (_, _) => 90);
        Gray("b.png", 40, 30, (x, _) => (byte)(x < 3 ? 92 : 90));
        JsonElement json = Json(1, "a.png", "b.png", "--metrics", "none");
        Assert.All((string[])["psnr", "ssim", "mean_diff"], name => Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind));
        long[] histogram = [.. Json(1, "a.png", "b.png", "--metrics", "psnr,histogram").GetProperty("histogram").EnumerateArray().Select(count => count.GetInt64())];
        Assert.Equal((256, 40L * 30 - 90, 0L, 90L), (histogram.Length, histogram[0], histogram[1], histogram[2]));
        Run(2, "a.png", "b.png", "--metrics", "psnr,delta").Failed(2, "psnr, ssim, mean, histogram");
        Assert.Contains("  90 pixels in 3x30 at 0,0\n", Run(1, "a.png", "b.png", "--regions").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_unlike_sizes_the_common_area_is_shown()
    {
        Gray("a.png", 12, 20, (_, _) => 90);
        Gray("b.png", 20, 9, (x, y) => (byte)(x == 5 && y == 5 ? 0 : 90));
        Run(1, "a.png", "b.png", "--diff", _work["d.png"]);
        (ImageInfo info, byte[] samples) = _work.Read("d.png");
        Assert.Equal((12, 9), (info.Width, info.Height));
        Assert.All(Enumerable.Range(0, 12 * 9), i => Assert.Equal(i == (5 * 12) + 5, samples[3 * i] == 255 && samples[(3 * i) + 1] == 0));
    }

    [Fact]
    public void Accepted_pictures_take_the_place_of_the_expected_ones()
    {
        foreach (string folder in (string[])["actual/deep", "golden"])
            Directory.CreateDirectory(_work[folder]);
        _work.Picture("actual/changed.png", 40);
        _work.Picture("golden/changed.png", 41);
        _work.Picture("actual/deep/new.png");
        _work.Picture("golden/extra.png");
        _work.Picture("actual/same.png");
        _work.Picture("golden/same.png");
        File.WriteAllText(_work["actual/bad.png"], "no picture");
        _work.Picture("golden/bad.png");
        byte[] kept = File.ReadAllBytes(_work["golden/bad.png"]);
        Tool run = Tool.Run("compare", _work["actual"], _work["golden"], "--accept");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("changed.png: accepted", run.Text, StringComparison.Ordinal);
        Assert.Contains("extra.png: different, is missing", run.Text, StringComparison.Ordinal);
        Assert.Equal(kept, File.ReadAllBytes(_work["golden/bad.png"]));
        File.Delete(_work["actual/bad.png"]);
        Assert.Equal(0, Tool.Run("compare", _work["actual"], _work["golden"], "--accept").ExitCode);
        Assert.Equal(File.ReadAllBytes(_work["actual/changed.png"]), File.ReadAllBytes(_work["golden/changed.png"]));
        Assert.Equal(File.ReadAllBytes(_work["actual/deep/new.png"]), File.ReadAllBytes(_work["golden/deep/new.png"]));
        Assert.True(File.Exists(_work["golden/extra.png"]));
        Assert.Empty(Directory.GetFiles(_work["golden"], ".*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Reports_follow_the_name_of_the_file()
    {
        // A vertical bar would end a cell of the table; file names on Windows cannot have one.
        string name = Tool.IsWindows ? "bc.png" : "b|c.png", cell = name.Replace("|", "\\|", StringComparison.Ordinal);
        Gray("a.png", 40, 30, (_, _) => 90);
        Gray(name, 40, 30, (_, _) => 91);
        Run(1, name, "a.png", "--report", _work["r.md"]);
        Assert.StartsWith($"### kernelcli compare: 1 of 1 different\n\n| picture | differs |\n| --- | --- |\n| {cell} | 1200 of 1200 pixels (100 %) in a region of 40x30 at 0,0, by up to 1 level,", File.ReadAllText(_work["r.md"]), StringComparison.Ordinal);
        Run(1, name, "a.png", "--report", _work["r.jsonl"]);
        Assert.Equal("comparison", JsonDocument.Parse(File.ReadAllText(_work["r.jsonl"])).RootElement.GetProperty("kind").GetString());
        Run(2, name, "a.png", "--report", _work["r.txt"]).Failed(2, ".html, .xml, .md or .jsonl");
    }

    public void Dispose() => _work.Dispose();

    private static ImageInfo Info(int width, int height, PixelLayout layout) => new(width, height, new PixelFormat(layout, SampleType.UInt8));

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static string Text(double value) => value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);

    private void Gray(string name, int width, int height, Func<int, int, byte> value) => _work.Write(name, Info(width, height, PixelLayout.Gray), (x, y, _) => value(x, y));

    private void Colour(string name, int width, int height, Func<int, int, int, byte> value) => _work.Write(name, Info(width, height, PixelLayout.Rgb), (x, y, c) => value(x, y, c));

    private Tool Run(int code, string a, string b, params string[] options)
    {
        Tool run = Tool.Run(["compare", _work[a], _work[b], .. options]);
        Assert.True(run.ExitCode == code, $"exit {run.ExitCode}: {run.Text}{run.Error}");
        return run;
    }

    private JsonElement Json(int code, string a, string b, params string[] options) => JsonDocument.Parse(Run(code, a, b, ["--json", .. options]).Text).RootElement;

    private static List<(int, int, int, int, long)> Flood(bool[] differs, int width, int height)
    {
        var found = new List<(int, int, int, int, long)>();
        bool[] seen = new bool[differs.Length];
        for (int start = 0; start < differs.Length; start++)
        {
            if (!differs[start] || seen[start])
                continue;
            (int left, int top, int right, int bottom, long pixels) = (width, height, 0, 0, 0);
            var open = new Stack<int>([start]);
            seen[start] = true;
            while (open.TryPop(out int at))
            {
                (int x, int y) = (at % width, at / width);
                (left, top, right, bottom, pixels) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1), pixels + 1);
                for (int dy = -1; dy <= 1; dy++)
                    for (int dx = -1; dx <= 1; dx++)
                        if (x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height && ((y + dy) * width) + x + dx is var next && differs[next] && !seen[next])
                        {
                            seen[next] = true;
                            open.Push(next);
                        }
            }
            found.Add((left, top, right - left, bottom - top, pixels));
        }
        return found;
    }

    // Every window by itself.
    private static double Similarity(Func<int, int, double> a, Func<int, int, double> b, int width, int height)
    {
        double[] line = [.. Enumerable.Range(-5, 11).Select(x => Math.Exp(-x * x / 4.5))];
        double sum = 0, weights = Math.Pow(line.Sum(), 2);
        for (int y = 0; y + 11 <= height; y++)
            for (int x = 0; x + 11 <= width; x++)
            {
                (double ma, double mb, double saa, double sbb, double sab) = (0, 0, 0, 0, 0);
                for (int i = 0; i < 121; i++)
                {
                    double weight = line[i / 11] * line[i % 11] / weights, va = a(x + (i % 11), y + (i / 11)), vb = b(x + (i % 11), y + (i / 11));
                    (ma, mb, saa, sbb, sab) = (ma + (weight * va), mb + (weight * vb), saa + (weight * va * va), sbb + (weight * vb * vb), sab + (weight * va * vb));
                }
                sum += ((2 * ma * mb) + 6.5025) * ((2 * (sab - (ma * mb))) + 58.5225) / (((ma * ma) + (mb * mb) + 6.5025) * (saa - (ma * ma) + sbb - (mb * mb) + 58.5225));
            }
        return sum / ((width - 10) * (height - 10));
    }
}
