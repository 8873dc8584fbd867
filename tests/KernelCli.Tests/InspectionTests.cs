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
