using System.Security.Cryptography;
using System.Text.Json;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

public sealed class InspectionTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void Info_tells_size_depth_colour_and_a_hash_of_the_samples()
    {
        string input = _work.Picture("in.png", 7, 5, PixelLayout.Rgba);
        using JsonDocument info = JsonDocument.Parse(Tool.Run("info", input, "--json").Succeeded().Output);
        JsonElement root = info.RootElement;
        Assert.Equal(("png", 7, 5, 4, "rgb", true, "8", 1), (root.GetProperty("format").GetString(), root.GetProperty("width").GetInt32(), root.GetProperty("height").GetInt32(),
            root.GetProperty("channels").GetInt32(), root.GetProperty("color").GetString(), root.GetProperty("alpha").GetBoolean(), root.GetProperty("depth").GetString(), root.GetProperty("orientation").GetInt32()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_work.Read("in.png").Samples)), root.GetProperty("sha256").GetString());
        Assert.Contains("png, 7x5, rgba 8 bit, orientation 1", Tool.Run("info", input).Succeeded().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_goes_on_after_a_bad_file()
    {
        string good = _work.Picture("good.png");
        Tool both = Tool.Run("info", _work["missing.png"], good).Failed(3, "missing.png");
        Assert.Contains("good.png: png", both.Text, StringComparison.Ordinal);
        Tool.Run("info", _work["missing.png"]).Failed(2);
        Tool.Run("info", good, "--max-pixels", "5").Failed(4, "--max-pixels 1200");
    }

    [Fact]
    public void Kernels_are_listed_shown_and_exported()
    {
        string list = Tool.Run("kernels", "list").Succeeded().Text;
        Assert.All((string[])["box", "gaussian", "sobel", "custom", "mask"], name => Assert.Contains(name, list, StringComparison.Ordinal));
        string show = Tool.Run("kernels", "show", "sobel:x").Succeeded().Text;
        Assert.All((string[])["-2   0   2", "sum 0", "from -1020 to 1020", "separable: column 1 2 1, row -1 0 1", "whole"], words => Assert.Contains(words, show, StringComparison.Ordinal));
        Assert.Contains("effective sigma 1.99", Tool.Run("kernels", "show", "gaussian:2").Succeeded().Text, StringComparison.Ordinal);
        Assert.Equal("0 -1 0\n-1 5 -1\n0 -1 0\n", Tool.Run("kernels", "export", "sharpen").Succeeded().Text);
        Tool.Run("kernels", "export", "sharpen", "--as", "png", "--cell", "4", "-o", _work["k.png"]).Succeeded();
        (ImageInfo info, byte[] samples) = _work.Read("k.png");
        Assert.Equal((12, 12, 128, 255, 103), (info.Width, info.Height, samples[0], samples[(6 * 12) + 6], samples[6]));
        Tool.Run("kernels", "export", "sobel").Failed(2, "sobel:x");
        Tool.Run("kernels", "show", "abs").Failed(2, "single pixels");
        Tool.Run("kernels", "export", "box", "--as", "xml").Failed(2, "text, json, npy, png");
    }

    [Fact]
    public void Windows_are_shown()
    {
        string show = Tool.Run("kernels", "show", "median:5:shape=disk").Succeeded().Text;
        Assert.Contains("window 5x5 disk, 13 cells", show, StringComparison.Ordinal);
        Assert.Contains("      @@@@@@\n", show, StringComparison.Ordinal);
        Assert.Contains("2 times", Tool.Run("kernels", "show", "open:3").Succeeded().Text, StringComparison.Ordinal);
        Tool.Run("kernels", "export", "median:3").Failed(2, "no weights");
    }

    [Fact]
    public void A_kernel_is_fitted_to_two_pictures_and_makes_the_second_of_the_first()
    {
        string input = _work.Picture("in.png", 60, 50, PixelLayout.Gray), after = _work["after.png"], again = _work["again.png"];
        Tool.Run("apply", input, "-f", "custom:1,2,1/0,3,-1/0,0,2:div=8:bias=9", "-o", after).Succeeded();
        string[] lines = Tool.Run("kernels", "fit", input, after, "--size", "3", "--bias", "--save", _work["k.json"]).Succeeded().Text.Split('\n');
        Assert.StartsWith("custom:0.1", lines[0], StringComparison.Ordinal);
        Assert.Contains(":bias=", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("residual 0.", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("explains 9", lines[2], StringComparison.Ordinal);
        foreach (string spec in (string[])[lines[0], $"file={_work["k.json"]}"])
        {
            Tool.Run("apply", input, "-f", spec, "-o", again).Succeeded();
            Assert.All(_work.Read("after.png").Samples.Zip(_work.Read("again.png").Samples), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        }
        Tool.Run("apply", input, "-f", "multiply:0", "-o", _work["flat.png"]).Succeeded();
        Tool.Run("kernels", "fit", _work["flat.png"], after, "--size", "3").Failed(2, "flat");
        Tool.Run("kernels", "fit", input, _work.Picture("small.png", 9, 9, PixelLayout.Gray), "--size", "3").Failed(2, "9x9");
        Tool.Run("kernels", "fit", input, after).Failed(2, "--size");
        Tool.Run("kernels", "fit", input, "--size", "3").Failed(2);
        Tool.Run("kernels", "fit", input, _work["missing.png"], "--size", "3").Failed(2, "missing.png");
        Tool.Run("kernels", "fit", input, after, "--size", "3", "--save", _work["k.xml"]).Failed(2, ".json");
    }

    [Fact]
    public void An_exported_kernel_filters_as_its_spec_does()
    {
        string input = _work.Picture("in.png");
        Tool.Run("apply", input, "-f", "gaussian:1.5", "-o", _work["a.png"]).Succeeded();
        foreach (string form in (string[])["text", "json", "npy"])
        {
            Tool.Run("kernels", "export", "gaussian:1.5", "--as", form, "-o", _work["k"]).Succeeded();
            Tool.Run("apply", input, "-f", $"file={_work["k"]}", "-o", _work["b.png"]).Succeeded();
            byte[] direct = _work.Read("a.png").Samples, exported = _work.Read("b.png").Samples;
            Assert.All(direct.Zip(exported), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1));
        }
    }

    [Fact]
    public void Help_and_version_are_answers()
    {
        Assert.Contains("--border", Tool.Run("apply", "--help").Succeeded().Text, StringComparison.Ordinal);
        Assert.Contains("apply", Tool.Run("--help").Succeeded().Text, StringComparison.Ordinal);
        Assert.StartsWith("0.1.0", Tool.Run("--version").Succeeded().Text, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();
}
