using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary><c>--where</c>: the filter's result inside, the input's samples outside.</summary>
public sealed class WhereTests : IDisposable
{
    private readonly Workspace _work = new();

    public static TheoryData<string, PixelLayout, SampleType, string> Written => new()
    {
        { "png", PixelLayout.Gray, SampleType.UInt8, "gray" },
        { "png", PixelLayout.Gray, SampleType.UInt16, "gray" },
        { "png", PixelLayout.GrayAlpha, SampleType.UInt8, "gray" },
        { "png", PixelLayout.Rgb, SampleType.UInt8, "gray" },
        { "png", PixelLayout.Rgb, SampleType.UInt8, "color" },
        { "png", PixelLayout.Rgb, SampleType.UInt16, "color" },
        { "png", PixelLayout.Rgba, SampleType.UInt8, "color" },
        { "png", PixelLayout.Rgba, SampleType.UInt16, "color" },
        { "tiff", PixelLayout.Gray, SampleType.Float32, "color" },
        { "tiff", PixelLayout.Rgb, SampleType.Float32, "color" },
        { "tiff", PixelLayout.Rgb, SampleType.UInt16, "color" },
        { "tiff", PixelLayout.Rgb, SampleType.UInt8, "gray" },
        { "bmp", PixelLayout.Rgb, SampleType.UInt8, "color" },
        { "tga", PixelLayout.Rgb, SampleType.UInt8, "color" },
        { "qoi", PixelLayout.Rgba, SampleType.UInt8, "color" },
        { "webp", PixelLayout.Rgb, SampleType.UInt8, "color" },
        { "gif", PixelLayout.Gray, SampleType.UInt8, "gray" },
        { "ppm", PixelLayout.Rgb, SampleType.UInt16, "color" },
        { "pgm", PixelLayout.Gray, SampleType.UInt8, "gray" },
        { "pam", PixelLayout.Rgba, SampleType.UInt16, "color" },
        { "pfm", PixelLayout.Rgb, SampleType.Float32, "color" },
        { "npy", PixelLayout.Gray, SampleType.Float32, "color" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Outside_the_samples_are_the_input_s_and_inside_those_of_the_filter(string format, PixelLayout layout, SampleType sample, string channels)
    {
        string input = _work.Picture($"in.{format}", 60, 40, layout, sample);
        string[] line = ["apply", input, "--channels", channels];
        Tool.Run([.. line, "-f", "identity", "-o", _work[$"same.{format}"]]).Succeeded();
        Tool.Run([.. line, "-f", "gaussian:1.5", "-o", _work[$"all.{format}"]]).Succeeded();
        Tool.Run([.. line, "-f", "gaussian:1.5", "-o", _work[$"some.{format}"], "--where", "10,5,20x9", "--where", "-3,30,8x90"]).Succeeded();
        (ImageInfo info, byte[] some) = _work.Read($"some.{format}");
        byte[] same = _work.Read($"same.{format}").Samples, all = _work.Read($"all.{format}").Samples;
        int pixel = info.Format.BytesPerPixel;
        for (int i = 0; i < 60 * 40; i++)
        {
            (int x, int y) = (i % 60, i / 60);
            bool isInside = (x is >= 10 and < 30 && y is >= 5 and < 14) || (x < 5 && y >= 30);
            Assert.True(some.AsSpan(i * pixel, pixel).SequenceEqual((isInside ? all : same).AsSpan(i * pixel, pixel)), $"pixel {x}, {y}");
        }
    }

    [Fact]
    public void A_palette_is_expanded_as_for_any_filter()
    {
        string input = _work.Animation("in.gif", 30, 20, PixelLayout.Rgb, (1, 10), (1, 10));
        Tool.Run("apply", input, "-f", "box:3", "--channels", "color", "-o", _work["out.png"], "--where", "2,2,5x5", "--frames", "2").Succeeded();
        Tool.Run("apply", input, "-f", "identity", "--channels", "color", "-o", _work["same.png"], "--frames", "2").Succeeded();
        byte[] actual = _work.Read("out.png").Samples, expected = _work.Read("same.png").Samples;
        Assert.Equal(expected[(10 * 30 * 3)..], actual[(10 * 30 * 3)..]);
        Assert.NotEqual(expected, actual);
    }

    [Fact]
    public void Each_input_of_a_batch_has_its_mask_in_a_folder()
    {
        foreach (string name in (string[])["a", "deep/b"])
            _work.Picture($"in/{name}.png", 40, 30, PixelLayout.Gray);
        Mask("masks/a.png", 5);
        Mask("masks/deep/b.pgm", 9);
        Tool run = Run("apply", "in", "-r", "-f", "invert", "-O", "out", "--where", "masks", "--report", "r.jsonl").Succeeded();
        Assert.Equal(Inverted("in/a.png", 5), _work.Read("out/a.png").Samples);
        Assert.Equal(Inverted("in/deep/b.png", 9), _work.Read("out/deep/b.png").Samples);
        JsonElement[] lines = [.. File.ReadLines(_work["r.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([25L, 81L], lines[..2].Select(line => line.GetProperty("touched").GetInt64()));

        // Another mask is another result, which is not kept.
        File.SetLastWriteTimeUtc(_work["masks/a.png"], DateTime.UtcNow.AddHours(1));
        Assert.Contains("\"done\":2", Run("apply", "in", "-r", "-f", "invert", "-O", "out", "--where", "masks", "--resume", "r.jsonl", "--json").Text, StringComparison.Ordinal);

        byte[] expected = Inverted("in/a.png", 5), other = File.ReadAllBytes(_work["in/deep/b.png"]);
        File.Delete(_work["masks/deep/b.pgm"]);
        Run("apply", "in", "-r", "-f", "invert", "--in-place", "--where", "masks").Failing(3, "in/deep/b.png: has no mask in masks: put deep/b.png there");
        Assert.Equal(expected, _work.Read("in/a.png").Samples);
        Assert.Equal(other, File.ReadAllBytes(_work["in/deep/b.png"]));
        Run("apply", "masks", "-r", "-f", "invert", "--in-place", "--where", "masks").Failed(2, "is a mask, and would be written over");
    }

    [Fact]
    public void The_plan_and_the_report_say_how_much_is_touched()
    {
        string input = _work.Picture("in.png", 400, 300);
        Tool plan = Tool.Run("apply", input, "-f", "box:5", "-n", "-v", "--where", "100,100,40x30").Succeeded();
        Assert.Contains("1200 of 120000 pixels, 1 %; with what is around them 1496 are filtered, in 1 piece", plan.Text, StringComparison.Ordinal);
        Tool json = Tool.Run("apply", input, "-f", "box:5", "-n", "--json", "--where", "100,100,40x30").Succeeded();
        Assert.Equal(1200, JsonDocument.Parse(json.Text).RootElement.GetProperty("touched").GetInt64());
    }

    [Theory]
    [InlineData("box:3", "2", "10,10,0x5", "--where 10,10,0x5: a place of 0x5 pixels has no area")]
    [InlineData("box:3", "2", "10,10", "--where 10,10: use X,Y,WxH")]
    [InlineData("box:3", "2", "40,0,5x5", "no place is inside the picture, which is 40x30")]
    [InlineData("box:3:stride=2", "2", "0,0,5x5", "only filters that keep the size can be kept to places: these make 20x15 pixels of 40x30")]
    [InlineData("box:3", "2", "none.png", "none.png: no such file")]
    [InlineData("box:3", "2", "small.png", "is 20x10, the picture 40x30: they must be equal")]
    [InlineData("box:3", "2", "damaged.png", "damaged.png: ")]
    public void What_cannot_be_done_is_one_line(string filter, string code, string where, string message)
    {
        _work.Picture("in.png");
        _work.Picture("small.png", 20, 10);
        byte[] whole = File.ReadAllBytes(_work.Picture("damaged.png", 40, 30, PixelLayout.Gray));
        File.WriteAllBytes(_work["damaged.png"], whole[..^200]);
        Run("apply", "in.png", "-f", filter, "-o", "out.png", "--where", where).Failed(int.Parse(code, System.Globalization.CultureInfo.InvariantCulture), message);
        Assert.False(File.Exists(_work["out.png"]));
    }

    public void Dispose() => _work.Dispose();

    private Tool Run(params string[] words) => Tool.RunIn(_work.Folder, null, words);

    // A white square in the corner.
    private void Mask(string name, int side) => _work.Write(name, new ImageInfo(40, 30, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)),
        (x, y, _) => x < side && y < side ? (byte)255 : (byte)0);

    private byte[] Inverted(string name, int side)
    {
        byte[] samples = _work.Read(name).Samples;
        for (int y = 0; y < side; y++)
            for (int x = 0; x < side; x++)
                samples[(y * 40) + x] = (byte)(255 - samples[(y * 40) + x]);
        return samples;
    }
}
