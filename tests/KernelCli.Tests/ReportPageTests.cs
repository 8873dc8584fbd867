using System.Text.Json;
using System.Text.RegularExpressions;
using KernelCli.Cli.Compare;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>compare --report FILE.html: what the page holds, and what it does in a browser.</summary>
public sealed partial class ReportPageTests : IDisposable
{
    private const string Hostile = "<img src=x onerror=\"document.title='hacked'\">.png";

    private readonly Workspace _work = new();

    [Fact]
    public void A_page_holds_both_pictures_and_what_differs_of_each_pair_that_is_not_equal()
    {
        MakeFolders();
        Tool run = Tool.RunIn(_work.Folder, null, "compare", "actual", "golden", "--ignore", "0,0,2x2", "--report", "r.html");
        Assert.Equal(3, run.ExitCode);
        string page = File.ReadAllText(_work["r.html"]);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        JsonElement[] pairs = Pairs(page);
        string[] names = [.. pairs.Select(pair => pair.GetProperty("name").GetString()!)];
        Assert.Equal(["size.png", "much.png", "little.png", "bad.png", "lost.png", "new.png"], names.Where(name => name != Hostile && name != "named.png"));
        Assert.Equal(["other size", "25 %", "0.5 %", "unreadable", "missing", "not expected"],
            pairs.Where(pair => pair.GetProperty("name").GetString() is { } name && name != Hostile && name != "named.png").Select(pair => pair.GetProperty("tag").GetString()!));
        Assert.DoesNotContain("same.png", page, StringComparison.Ordinal);

        // The layer is red where they differ, and clear elsewhere.
        int much = Array.IndexOf(names, "much.png");
        (ImageInfo info, byte[] layer) = Picture(page, much, "difference");
        Assert.Equal((40, 20, PixelLayout.Rgba), (info.Width, info.Height, info.Format.Layout));
        Assert.All(Enumerable.Range(0, 800), i => Assert.Equal(i % 40 < 2 && i / 40 < 2 ? [90, 90, 255, 120] : i % 40 >= 30 ? [255, 0, 0, 255] : new byte[4], layer[(4 * i)..][..4]));
        (_, byte[] actual) = Picture(page, much, "actual");
        (_, byte[] expected) = Picture(page, much, "expected");
        Assert.Equal(((byte)200, (byte)60), (actual[4 * 35], expected[4 * 35]));

        // Of unlike sizes, each picture keeps its own, and what only one has differs.
        int size = Array.IndexOf(names, "size.png");
        (info, actual) = Picture(page, size, "actual");
        (_, expected) = Picture(page, size, "expected");
        Assert.Equal((44, 20), (info.Width, info.Height));
        Assert.Equal((0, 255, 255, 0), (expected[(4 * 42) + 3], actual[(4 * 42) + 3], expected[(4 * 44 * 19) + 3], actual[(4 * 44 * 19) + 3]));
    }

    [Fact]
    public async Task A_page_is_used_by_keyboard_alone()
    {
        MakeFolders();
        Tool.RunIn(_work.Folder, null, "compare", "actual", "golden", "--report", "r.html");
        using Browser browser = await Browser.Open(_work["profile"], _work["r.html"]);
        Assert.Equal("kernelcli compare: 7 of 8 different", await browser.Text("document.title"));
        Assert.Contains("1 equal, 1 missing, 1 not expected, 1 unreadable", await browser.Text("document.querySelector('#counts').textContent"), StringComparison.Ordinal);
        Assert.Equal("size.png", await Name(browser));
        await browser.Press("j");
        await browser.Press("ArrowDown");
        await browser.Press("k");
        Assert.Equal("much.png", await Name(browser));
        Assert.Contains("200 of 800 pixels (25 %)", await browser.Text("document.querySelector('#text').textContent"), StringComparison.Ordinal);
        Assert.Contains("kernelcli compare actual/much.png golden/much.png --accept", await browser.Text("document.querySelector('#remedy code').textContent"), StringComparison.Ordinal);
        await browser.Until("[...document.querySelectorAll('#stage img')].every(image => image.complete && image.naturalWidth === 40)");

        // The slider: arrows, and the mouse.
        Assert.Equal("slider 50", await browser.Text("document.body.dataset.view + ' ' + position"));
        await browser.Press("ArrowLeft");
        Assert.Equal("48", await browser.Text("position"));
        await browser.Drag("#stage .slider", 0.5, 0.75);
        Assert.InRange(double.Parse(await browser.Text("position"), System.Globalization.CultureInfo.InvariantCulture), 70, 80);

        await browser.Press("2");
        Assert.Equal("actual,expected,difference", await browser.Text("[...document.querySelectorAll('#stage figcaption')].map(caption => caption.textContent)"));
        await browser.Press("3");
        Assert.Equal("actual", await browser.Text("document.querySelector('#stage figcaption').textContent"));
        await browser.Press("ArrowRight");
        Assert.Equal("expected hidden", await browser.Text("document.querySelector('#stage figcaption').textContent + ' ' + document.querySelectorAll('#stage img')[1].style.visibility"));
        await browser.Press("3");
        await browser.Until("document.querySelector('#stage figcaption').textContent === 'expected'");
        await browser.Press("4");
        Assert.Equal("difference 2", await browser.Text("document.body.dataset.view + ' ' + document.querySelectorAll('#stage img').length"));
        double before = (await browser.Read("document.querySelector('#stage img').getBoundingClientRect().width")).GetDouble();
        await browser.Press("z");
        await browser.Press("z");
        Assert.Equal(2 * before, (await browser.Read("document.querySelector('#stage img').getBoundingClientRect().width")).GetDouble());

        // The filter takes letters that are keys elsewhere; arrows still move.
        await browser.Press("/");
        await browser.Type("l");
        Assert.Equal("little.png,lost.png", await Listed(browser));
        Assert.Equal("little.png", await Name(browser));
        await browser.Press("ArrowDown");
        Assert.Equal("lost.png", await Name(browser));
        Assert.Equal("make it again, or remove golden/lost.png", await browser.Text("document.querySelector('#remedy').textContent"));
        await browser.Type("zzz");
        Assert.True((await browser.Read("!document.querySelector('#none').hidden")).GetBoolean());
        await browser.Press("Escape");
        Assert.Equal("BODY 7", await browser.Text("document.activeElement.tagName + ' ' + items.filter(item => !item.hidden).length"));
        await browser.Press("k");
        await browser.Press("k");
        Assert.Equal("little.png", await Name(browser));
        await browser.Click("#views [data-view=side]");
        Assert.Equal("side", await browser.Text("document.body.dataset.view"));
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task Names_are_text()
    {
        Assert.SkipWhen(Tool.IsWindows, "Names cannot have these letters.");
        MakeFolders(Hostile);
        Tool.RunIn(_work.Folder, null, "compare", "actual", "golden", "--report", "r.html");
        Assert.DoesNotContain("<img", File.ReadAllText(_work["r.html"]), StringComparison.Ordinal);
        using Browser browser = await Browser.Open(_work["profile"], _work["r.html"]);
        await browser.Press("/");
        await browser.Type("onerror");
        Assert.Equal(Hostile, await Name(browser));
        Assert.StartsWith("kernelcli compare", await browser.Text("document.title"), StringComparison.Ordinal);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task A_page_follows_the_system_in_light_and_dark()
    {
        MakeFolders();
        Tool.RunIn(_work.Folder, null, "compare", "actual", "golden", "--report", "r.html");
        var brightness = new List<int>();
        foreach (bool isDark in (bool[])[false, true])
        {
            using Browser browser = await Browser.Open(_work[$"profile{isDark}"], _work["r.html"], isDark);
            File.WriteAllBytes(_work["shot.png"], await browser.Screenshot());
            (ImageInfo info, byte[] samples) = _work.Read("shot.png");
            brightness.Add(samples[(info.Height - 10) * info.RowBytes]);
            string text = await browser.Text("getComputedStyle(document.body).color");
            Assert.Equal(isDark, int.Parse(Digits().Match(text).Value, System.Globalization.CultureInfo.InvariantCulture) > 128);
        }
        Assert.True(brightness is [> 200, < 80], string.Join(' ', brightness));
    }

    [Fact]
    public void Of_large_pictures_a_page_shows_the_largest_region_or_fewer_pixels_and_says_so()
    {
        var info = new ImageInfo(1500, 900, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8));
        _work.Write("a.png", info, (x, y, c) => (byte)((x * y) + (c * 40) + (x is >= 1400 and < 1440 && y is >= 100 and < 110 ? 90 : 0)));
        _work.Write("b.png", info, (x, y, c) => (byte)((x * y) + (c * 40)));
        _work.Write("c.png", info, (x, y, c) => (byte)((x * y) + (c * 40) + (x % 30 == 0 || y == 450 ? 90 : 0)));
        Assert.Equal(1, Tool.Run("compare", _work["a.png"], _work["b.png"], "--report", _work["part.html"]).ExitCode);
        JsonElement part = Pairs(File.ReadAllText(_work["part.html"])).Single();
        Assert.Equal("Shown is 320x240 at 1180,0 of 1500x900, around the largest region.", part.GetProperty("shown").GetString());
        (ImageInfo shown, byte[] layer) = Picture(File.ReadAllText(_work["part.html"]), 0, "difference");
        Assert.Equal((320, 240), (shown.Width, shown.Height));
        Assert.All(Enumerable.Range(0, 320 * 240), i => Assert.Equal(i % 320 is >= 220 and < 260 && i / 320 is >= 100 and < 110, layer[4 * i] == 255));

        // Thin lines stay visible.
        Assert.Equal(1, Tool.Run("compare", _work["c.png"], _work["b.png"], "--report", _work["small.html"]).ExitCode);
        Assert.Contains("1500x900, scaled down to 1/2", Pairs(File.ReadAllText(_work["small.html"])).Single().GetProperty("shown").GetString(), StringComparison.Ordinal);
        (shown, layer) = Picture(File.ReadAllText(_work["small.html"]), 0, "difference");
        Assert.All(Enumerable.Range(0, shown.Width), x => Assert.Equal(x % 15 == 0, layer[4 * x] == 255));
    }

    [Fact]
    public void Of_several_frames_a_page_shows_the_one_that_differs_most()
    {
        Frames("a.gif", (frame, x) => (byte)(frame == 1 && x < 6 ? 200 : frame == 2 && x < 2 ? 90 : 20));
        Frames("b.gif", (_, _) => 20);
        Tool run = Tool.Run("compare", _work["a.gif"], _work["b.gif"], "--report", _work["r.html"]);
        Assert.Contains("128 of 768 pixels", run.Text, StringComparison.Ordinal);
        string page = File.ReadAllText(_work["r.html"]);
        Assert.Equal("Shown is frame 2.", Pairs(page).Single().GetProperty("shown").GetString());
        (_, byte[] layer) = Picture(page, 0, "difference");
        Assert.All(Enumerable.Range(0, 256), i => Assert.Equal(i % 16 < 6, layer[4 * i] == 255));
    }

    [Theory]
    [InlineData(800, 600)]
    [InlineData(801, 600)]
    [InlineData(30000, 20000)]
    [InlineData(1, 2000000)]
    public void A_window_is_inside_the_picture_and_never_large(int width, int height)
    {
        var random = new Random(width);
        for (int i = 0; i < 200; i++)
        {
            int x = random.Next(width), y = random.Next(height), columns = random.Next(1, width - x + 1), rows = random.Next(1, height - y + 1);
            PictureWindow window = PictureWindow.Of(width, height, i == 0 ? null : new DifferenceRegion(x, y, columns, rows, 1));
            Assert.True(window.X >= 0 && window.Y >= 0 && window.X + window.Width <= width && window.Y + window.Height <= height, $"{window}");
            Assert.InRange((long)window.OutWidth * window.OutHeight, 1, 500_000);
            if (i > 0 && window.Scale == 1)
                Assert.True(window.X <= x && window.Y <= y && window.X + window.Width >= x + columns && window.Y + window.Height >= y + rows, $"{window}");
        }
    }

    public void Dispose() => _work.Dispose();

    private static Task<string> Name(Browser browser) => browser.Text("document.querySelector('#name').textContent");

    private static Task<string> Listed(Browser browser) =>
        browser.Text("[...document.querySelectorAll('#list li')].filter(item => !item.hidden).map(item => item.querySelector('span').textContent)");

    private static JsonElement[] Pairs(string page) =>
        [.. PairScripts().Matches(page).Select(match => JsonDocument.Parse(match.Groups[1].Value).RootElement)];

    private static (ImageInfo Info, byte[] Samples) Picture(string page, int index, string name)
    {
        string script = page.Split($"id=\"pictures-{index}\">")[1].Split("</script>")[0];
        string address = JsonDocument.Parse(script).RootElement.GetProperty(name).GetString()!;
        Assert.StartsWith("data:image/png;base64,", address, StringComparison.Ordinal);
        return Workspace.Read(Convert.FromBase64String(address.Split(',')[1]));
    }

    // Three frames of 16 by 16 pixels.
    private void Frames(string name, Func<int, int, byte> value)
    {
        var info = new ImageInfo(16, 16, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        using FileStream stream = File.Create(_work[name]);
        using FrameWriter writer = ImageCodecs.ByExtension(name)!.CreateFrames(stream, new FrameSequence(3, 0), EncodeOptions.Default);
        for (int frame = 0; frame < 3; frame++)
        {
            using IRowSink sink = writer.Begin(info, new FrameDelay(1, 10));
            for (int y = 0; y < 16; y++)
                sink.WriteRow([.. Enumerable.Range(0, 16).Select(x => value(frame, x))]);
            sink.Complete();
        }
        writer.Complete();
    }

    // Seven pairs that are not equal, and one that is.
    private void MakeFolders(string named = "named.png")
    {
        var info = new ImageInfo(40, 20, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        void Both(string name, Func<int, int, byte> actual)
        {
            _work.Write($"actual/{name}", info, (x, y, _) => actual(x, y));
            _work.Write($"golden/{name}", info, (_, _, _) => 60);
        }
        Both("same.png", (_, _) => 60);
        Both("little.png", (x, y) => (byte)(x is >= 10 and < 14 && y == 9 ? 90 : 60));
        Both("much.png", (x, _) => (byte)(x >= 30 ? 200 : 60));
        Both(named, (x, _) => (byte)(x >= 36 ? 200 : 60));
        Both("bad.png", (_, _) => 60);
        File.WriteAllText(_work["actual/bad.png"], "no picture");
        _work.Write("actual/size.png", new ImageInfo(44, 18, info.Format), (_, _, _) => 60);
        _work.Write("golden/size.png", info, (_, _, _) => 60);
        _work.Write("actual/new.png", info, (_, _, _) => 60);
        _work.Write("golden/lost.png", info, (_, _, _) => 60);
    }

    [GeneratedRegex("""<script type="application/json" class="pair">(.*?)</script>""")]
    private static partial Regex PairScripts();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
