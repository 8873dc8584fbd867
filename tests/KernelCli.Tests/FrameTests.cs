using System.Text.Json;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Files with several pictures: every frame that is named is filtered, and none is dropped without a word.</summary>
public sealed class FrameTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("png")]
    [InlineData("gif")]
    [InlineData("webp")]
    [InlineData("tif")]
    public void Every_frame_is_filtered_by_itself(string extension)
    {
        string input = _work.Animation($"in.{extension}", 20, 14, PixelLayout.Gray, (1, 10), (1, 5), (3, 10));
        Run("apply", input, "-f", "box:3", "-o", _work[$"out.{extension}"]);
        Run("apply", input, "-f", "box:3", "-o", _work["frame-{frame}.pgm"]);
        for (int frame = 1; frame <= 3; frame++)
        {
            Run("apply", input, "-f", "identity", "--frames", $"{frame}", "-o", _work["one.pgm"]);
            Run("apply", _work["one.pgm"], "-f", "box:3", "-o", _work["expected.pgm"]);
            Assert.Equal(File.ReadAllBytes(_work["expected.pgm"]), File.ReadAllBytes(_work[$"frame-{frame}.pgm"]));
            Run("apply", _work[$"out.{extension}"], "-f", "identity", "--frames", $"{frame}", "-o", _work["out.pgm"]);
            Assert.Equal(File.ReadAllBytes(_work["expected.pgm"]), File.ReadAllBytes(_work["out.pgm"]));
        }
    }

    [Fact]
    public void An_animation_keeps_its_pictures_delays_and_plays_from_format_to_format()
    {
        string file = _work.Animation("a.gif", 16, 16, PixelLayout.Gray, (1, 10), (1, 4), (2, 1));
        string first = Samples(file);
        foreach (string name in (string[])["b.png", "c.webp", "d.gif"])
        {
            Run("apply", file, "-f", "identity", "-o", _work[name]);
            file = _work[name];
            using JsonDocument info = JsonDocument.Parse(Tool.Run("info", "--json", file).Text);
            Assert.Equal(3, info.RootElement.GetProperty("frames").GetInt32());
            Assert.Equal(0, info.RootElement.GetProperty("loops").GetInt32());
            Assert.Equal([100.0, 250.0, 2000.0], info.RootElement.GetProperty("delays").EnumerateArray().Select(delay => delay.GetDouble()));
        }
        Assert.Equal(first, Samples(file));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("first", 1)]
    [InlineData("last", 5)]
    [InlineData("3,1", 1, 3)]
    [InlineData("1,3,3", 1, 3)]
    [InlineData("2..4", 2, 3, 4)]
    [InlineData("4..", 4, 5)]
    [InlineData("..2,5", 1, 2, 5)]
    [InlineData("all", 1, 2, 3, 4, 5)]
    public void Frames_are_chosen_in_the_order_of_the_file(string choice, params int[] chosen)
    {
        string input = _work.Animation("in.png", 8, 6, PixelLayout.Rgb, [.. Enumerable.Repeat((1, 10), 5)]);
        Run("apply", input, "-f", "identity", "--channels", "color", "--frames", choice, "-o", _work["f{frame}.ppm"]);
        Assert.Equal(chosen.Select(frame => $"f{frame}.ppm"), Directory.GetFiles(_work.Folder, "f*.ppm").Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("3..2", "'3..2' is no range")]
    [InlineData("0", "a number from 1")]
    [InlineData("x", "a frame is all, first, last")]
    [InlineData("9", "there is no frame 9; the file has 5")]
    [InlineData("4..6", "there is no frame 6; the file has 5")]
    public void A_choice_that_makes_no_sense_is_a_usage_error(string choice, string message)
    {
        string input = _work.Animation("in.png", 8, 6, PixelLayout.Rgb, [.. Enumerable.Repeat((1, 10), 5)]);
        Tool.Run("apply", input, "-f", "identity", "--frames", choice, "-o", _work["out.png"]).Failed(2, message);
        Assert.False(File.Exists(_work["out.png"]));
    }

    [Fact]
    public void Several_frames_into_a_format_for_one_name_both_ways_out()
    {
        string input = _work.Animation("in.png", 8, 6, PixelLayout.Rgb, (1, 10), (1, 10));
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.jpg"]).Failed(2, "--frames 1", "out-{frame}.jpg");
        Assert.False(File.Exists(_work["out.jpg"]));
    }

    [Fact]
    public void Numbers_are_padded_to_the_width_of_the_last_and_folders_get_a_file_for_each()
    {
        string input = _work.Animation("in.gif", 8, 6, PixelLayout.Gray, [.. Enumerable.Repeat((1, 10), 12)]);
        Run("apply", input, "-f", "identity", "-O", _work["out"], "--frames-as-files", "--format", "png");
        Assert.Equal(Enumerable.Range(1, 12).Select(frame => $"in-{frame:00}.png"), Directory.GetFiles(_work["out"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void One_frame_alone_is_an_ordinary_still()
    {
        string input = _work.Animation("in.gif", 8, 6, PixelLayout.Gray, (1, 10), (1, 10));
        Run("apply", input, "-f", "identity", "--frames", "2", "-o", _work["out.png"]);
        Assert.DoesNotContain("acTL", System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_work["out.png"])), StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_of_unlike_size_go_into_tiff_and_not_into_an_animation()
    {
        using (FileStream stream = File.Create(_work["in.tif"]))
        using (FrameWriter writer = ImageCodecs.ByName("tiff")!.CreateFrames(stream, new FrameSequence(2, 1), EncodeOptions.Default))
        {
            foreach (int width in (int[])[8, 11])
            {
                using IRowSink sink = writer.Begin(new ImageInfo(width, 2, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), FrameDelay.Zero);
                sink.WriteRow(new byte[width]);
                sink.WriteRow(new byte[width]);
                sink.Complete();
            }
            writer.Complete();
        }
        Run("apply", _work["in.tif"], "-f", "box:3", "-o", _work["out.tif"]);
        Assert.Contains("2 pages of 8x2 11x2", Tool.Run("info", _work["out.tif"]).Text, StringComparison.Ordinal);
        Tool.Run("apply", _work["in.tif"], "-f", "box:3", "-o", _work["out.png"]).Failed(2, "page 2 is 11x2", "needs frames of one size and type");
    }

    [Fact]
    public void Comparing_takes_every_frame_and_their_number()
    {
        string three = _work.Animation("a.png", 8, 6, PixelLayout.Rgb, (1, 10), (1, 10), (1, 10));
        Run("apply", three, "-f", "identity", "--channels", "color", "-o", _work["b.png"]);
        Run("compare", three, _work["b.png"]);
        Run("apply", three, "-f", "identity", "--channels", "color", "--frames", "1,2", "-o", _work["c.png"]);
        Assert.Contains("3 frames are where 2 frames are expected", Tool.Run("compare", three, _work["c.png"]).Text, StringComparison.Ordinal);
        string other = _work.Animation("d.png", 8, 6, PixelLayout.Rgb, (1, 10), (1, 10), (1, 10));
        Assert.Equal(0, Tool.Run("compare", three, other).ExitCode);
        Run("apply", three, "-f", "invert", "--channels", "color", "-o", _work["e.png"]);
        Assert.Equal(1, Tool.Run("compare", three, _work["e.png"]).ExitCode);
    }

    [Fact]
    public void Frames_that_exist_are_skipped_one_by_one()
    {
        string input = _work.Animation("in.png", 8, 6, PixelLayout.Gray, (1, 10), (1, 10), (1, 10));
        string[] line = ["apply", input, "-f", "box:3", "-o", _work["f{frame}.pgm"], "--skip-existing", "--json"];
        foreach ((string missing, string status) in ((string, string)[])[("f1.pgm", "done"), ("f2.pgm", "done"), ("f3.pgm", "done"), ("none", "skipped")])
        {
            if (missing == "f1.pgm")
                Run(line);
            byte[] kept = [7];
            foreach (string name in (string[])["f1.pgm", "f2.pgm", "f3.pgm"])
                File.WriteAllBytes(_work[name], kept);
            File.Delete(_work[missing]);
            using JsonDocument report = JsonDocument.Parse(Tool.Run(line).Text.Split('\n')[0]);
            Assert.Equal(status, report.RootElement.GetProperty("status").GetString());
            Assert.All((string[])["f1.pgm", "f2.pgm", "f3.pgm"], name => Assert.Equal(name != missing, File.ReadAllBytes(_work[name]).Length == 1));
        }
    }

    [Fact]
    public void A_file_is_written_in_any_order_unless_it_is_hashed()
    {
        using FileStream file = File.Create(_work["out.tif"]);
        using var named = new NamedStream("out.tif", file);
        using var hashing = new HashingStream("out.tif", file);
        Assert.True(named.CanSeek);
        Assert.False(hashing.CanSeek);
        named.Write([1, 2, 3]);
        named.Position = 1;
        named.Write([9]);
        Assert.Equal(3, named.Length);
        named.Flush();
        file.Position = 0;
        byte[] bytes = new byte[3];
        file.ReadExactly(bytes);
        Assert.Equal([1, 9, 3], bytes);
    }

    [Fact]
    public void An_input_is_not_written_over_by_one_of_its_frames()
    {
        string input = _work.Animation("in-1.png", 8, 6, PixelLayout.Rgb, (1, 10), (1, 10));
        byte[] before = File.ReadAllBytes(input);
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["in-{frame}.png"]).Failed(2, "is the input, which would be written over", "another file");
        Assert.Equal(before, File.ReadAllBytes(input));
        Assert.Single(Directory.GetFiles(_work.Folder));
    }

    public void Dispose() => _work.Dispose();

    private static void Run(params string[] arguments)
    {
        Tool tool = Tool.Run(arguments);
        Assert.True(tool.ExitCode == 0, $"exit {tool.ExitCode}: {tool.Error}");
    }

    private static string Samples(string file)
    {
        using JsonDocument info = JsonDocument.Parse(Tool.Run("info", "--json", file).Text);
        return info.RootElement.GetProperty("sha256").GetString()!;
    }
}
