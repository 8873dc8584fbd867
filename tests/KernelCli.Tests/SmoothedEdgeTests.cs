using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>compare --antialiasing ignore, pixel for pixel beside the rule applied to whole pictures.</summary>
public sealed class SmoothedEdgeTests : IDisposable
{
    private readonly Workspace _work = new();

    public static TheoryData<string, int, int, PixelLayout> Pairs => new()
    {
        { "disks", 61, 47, PixelLayout.Gray },
        { "disks", 64, 40, PixelLayout.Rgb },
        { "edges", 53, 59, PixelLayout.Rgb },
        { "edges", 48, 48, PixelLayout.Rgba },
        { "strokes", 90, 33, PixelLayout.Rgb },
        { "strokes", 71, 35, PixelLayout.GrayAlpha },
        { "noise", 40, 30, PixelLayout.Rgb },
        { "noise", 45, 23, PixelLayout.Rgba },
        { "noise", 3, 3, PixelLayout.Gray },
        { "noise", 1, 9, PixelLayout.Gray },
        { "noise", 17, 1, PixelLayout.Rgb },
        { "frame", 24, 18, PixelLayout.Rgb },
        { "frame", 25, 7, PixelLayout.Rgba },
        { "clear", 40, 40, PixelLayout.Rgba },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Pixels_are_smoothed_exactly_where_the_rule_says_so(string what, int width, int height, PixelLayout layout)
    {
        var info = new ImageInfo(width, height, new PixelFormat(layout, SampleType.UInt8));
        _work.Write("a.png", info, Paint(what, width, height, info.Format.Channels, 0));
        _work.Write("b.png", info, Paint(what, width, height, info.Format.Channels, 1));
        double[,][] a = Colours("a.png"), b = Colours("b.png");
        Tool run = Tool.Run("compare", _work["a.png"], _work["b.png"], "--antialiasing", "ignore", "--json", "--diff", _work["d.png"]);
        Assert.Equal("", run.Error);
        byte[] picture = _work.Read("d.png").Samples;
        (int smoothed, int over) = (0, 0);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                bool differs = !Same(a[x, y], b[x, y]), smooths = differs && (Smooths(a, b, x, y) || Smooths(b, a, x, y));
                (smoothed, over) = (smoothed + (smooths ? 1 : 0), over + (differs && !smooths ? 1 : 0));
                byte[] colour = picture[(3 * ((y * width) + x))..][..3];
                Assert.True(smooths == colour is [255, 255, 0] && (differs && !smooths) == colour is [255, 0, 0], $"{x},{y}: {string.Join(' ', colour)}, differs {differs}, smooths {smooths}");
            }
        JsonElement json = JsonDocument.Parse(run.Text).RootElement;
        Assert.Equal((smoothed, over, over == 0 ? 0 : 1), (json.GetProperty("smoothed").GetInt32(), json.GetProperty("over").GetInt32(), run.ExitCode));
        if (what is "disks" or "edges" or "strokes")
            Assert.NotEqual(0, smoothed);
    }

    [Fact]
    public void Smoothed_edges_count_for_no_measure_and_only_where_it_is_asked_for()
    {
        var info = new ImageInfo(60, 60, new PixelFormat(PixelLayout.Gray, SampleType.UInt8));
        byte Edge(int x, int y, int grey) => (byte)(x < 30 ? 20 : x == 30 && y is > 2 and < 57 ? grey : 200);
        _work.Write("a.png", info, (x, y, _) => Edge(x, y, y % 2 == 0 ? 90 : 60));
        _work.Write("b.png", info, (x, y, _) => Edge(x, y, y % 2 == 0 ? 110 : 130));
        Tool counted = Tool.Run("compare", _work["a.png"], _work["b.png"], "--json");
        Assert.Equal((1, 54, 0), (counted.ExitCode, Number(counted, "over"), Number(counted, "smoothed")));
        Tool ignored = Tool.Run("compare", _work["a.png"], _work["b.png"], "--antialiasing", "ignore", "--json").Succeeded();
        Assert.Equal((0, 54, 0, 0), (Number(ignored, "over"), Number(ignored, "smoothed"), Number(ignored, "max_diff"), Number(ignored, "region_count")));
        Assert.Equal(1, JsonDocument.Parse(ignored.Text).RootElement.GetProperty("ssim").GetDouble());
        Assert.Contains("within the tolerance, max 0", Tool.Run("compare", _work["a.png"], _work["b.png"], "--antialiasing", "ignore").Succeeded().Text, StringComparison.Ordinal);
        Assert.Contains("54 pixels smoothed", Tool.Run("compare", _work["a.png"], _work["b.png"], "--antialiasing", "ignore").Text, StringComparison.Ordinal);
        Tool.Run("compare", _work["a.png"], _work["b.png"], "--antialiasing", "some").Failed(2, "use count, ignore");

        // A block, which smooths no edge.
        _work.Write("c.png", info, (x, y, _) => x is > 40 and < 46 && y is > 40 and < 46 ? (byte)255 : Edge(x, y, y % 2 == 0 ? 110 : 130));
        Tool block = Tool.Run("compare", _work["c.png"], _work["b.png"], "--antialiasing", "ignore", "--json");
        Assert.Equal((1, 25, 0), (block.ExitCode, Number(block, "over"), Number(block, "smoothed")));
    }

    public void Dispose() => _work.Dispose();

    private static int Number(Tool run, string name) => (int)JsonDocument.Parse(run.Text).RootElement.GetProperty(name).GetDouble();

    private static Func<int, int, int, byte> Paint(string what, int width, int height, int channels, int second)
    {
        var random = new Random(width + second);
        bool hasAlpha = channels is 2 or 4;
        double shift = 0.37 * second;
        return (x, y, c) =>
        {
            bool isAlpha = hasAlpha && c == channels - 1;
            double Mix(double cover) => isAlpha ? what == "clear" ? 255 * cover : 255 - (90 * cover) : (c == 0 ? 240 : 220) - (cover * (150 + (20 * c)));
            return (byte)Math.Round(what switch
            {
                "disks" => Mix(Cover(x, y, (px, py) => Square(px - (width * 0.4) - shift) + Square(py - (height * 0.5)) < Square(height * 0.33)
                    || Square(px - width) + Square(py - shift) < 120)),
                "edges" => Mix(Cover(x, y, (px, py) => px + (0.4 * py) + shift < width * 0.6 && (0.3 * px) - py - shift < 5)),
                "strokes" => Mix(Cover(x, y, (px, py) => Math.Abs(((px + shift) % 9) - 4 - (2 * Math.Sin(py / 3))) < 0.9 || Math.Abs(((py + shift) % 11) - 5) < 0.6)),
                "clear" => Mix(Cover(x, y, (px, py) => Square(px - 20 - shift) + Square(py - 20) < 200)),
                "frame" => Mix(Cover(x, y, (px, py) => px < 1.4 + shift || py < 1.2 + shift || px > width - 0.6 - shift || py > height - 1.7 + shift)),
                _ => isAlpha ? random.Next(3) * 127 : random.Next(4) * 60,
            });
        };
    }

    private static double Square(double value) => value * value;

    // The part of a pixel that a shape covers.
    private static double Cover(int x, int y, Func<double, double, bool> isInside) =>
        Enumerable.Range(0, 64).Count(i => isInside(x + (((i % 8) + 0.5) / 8), y + (((i / 8) + 0.5) / 8))) / 64.0;

    // Red, green, blue and alpha.
    private double[,][] Colours(string name)
    {
        (ImageInfo info, byte[] samples) = _work.Read(name);
        var all = new double[info.Width, info.Height][];
        int channels = info.Format.Channels;
        for (int i = 0; i < info.Width * info.Height; i++)
        {
            byte[] pixel = samples[(i * channels)..][..channels];
            all[i % info.Width, i / info.Width] = channels < 3 ? [pixel[0], pixel[0], pixel[0], channels == 2 ? pixel[1] : 255]
                : [pixel[0], pixel[1], pixel[2], channels == 4 ? pixel[3] : 255];
        }
        return all;
    }

    private static bool Same(double[] a, double[] b) => a.AsSpan().SequenceEqual(b) || (a[3] == 0 && b[3] == 0);

    private static double Brightness(double[] pixel)
    {
        double[] seen = [.. pixel[..3].Select(value => pixel[3] == 255 ? value : 255 + ((value - 255) * (pixel[3] / 255)))];
        return seen[0] == seen[1] && seen[1] == seen[2] ? seen[0] : (seen[0] * 0.29889531) + (seen[1] * 0.58662247) + (seen[2] * 0.11448223);
    }

    private static List<(int X, int Y)> Around(double[,][] picture, int x, int y) =>
        [.. from i in Enumerable.Range(x - 1, 3) from j in Enumerable.Range(y - 1, 3) where (i != x || j != y) && IsInside(picture, i, j) select (i, j)];

    private static bool IsInside(double[,][] picture, int x, int y) => x >= 0 && y >= 0 && x < picture.GetLength(0) && y < picture.GetLength(1);

    private static bool Smooths(double[,][] picture, double[,][] other, int x, int y)
    {
        double own = Brightness(picture[x, y]);
        List<(int X, int Y, double Step)> steps = [.. Around(picture, x, y).Select(near => (near.X, near.Y, Brightness(picture[near.X, near.Y]) - own))];
        int border = steps.Count < 8 ? 1 : 0;
        if (border + steps.Count(step => Math.Abs(step.Step) < 1e-9) > 2)
            return false;
        (int X, int Y, double Step) darkest = steps.MinBy(step => step.Step), lightest = steps.MaxBy(step => step.Step);
        return steps.Count > 0 && darkest.Step < -1e-9 && lightest.Step > 1e-9 && (new[] { picture, other }.All(image => IsInArea(image, darkest.X, darkest.Y))
            || new[] { picture, other }.All(image => IsInArea(image, lightest.X, lightest.Y)));
    }

    private static bool IsInArea(double[,][] picture, int x, int y)
    {
        List<(int X, int Y)> around = Around(picture, x, y);
        return around.Count(near => Same(picture[near.X, near.Y], picture[x, y])) + (around.Count < 8 ? 1 : 0) > 2;
    }
}
