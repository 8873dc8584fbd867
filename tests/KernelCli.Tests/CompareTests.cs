using System.Text.Json;
using System.Xml.Linq;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Golden images.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void Equal_pictures_are_equal_whatever_the_format()
    {
        string a = _work.Picture("a.png");
        Tool.Run("apply", a, "-f", "identity", "--channels", "color", "-o", _work["a.qoi"]).Succeeded();
        Tool same = Tool.Run("compare", a, _work["a.qoi"]).Succeeded();
        Assert.Contains("equal, max 0", same.Text, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(Tool.Run("compare", a, a, "--json").Succeeded().Text).RootElement;
        Assert.True(json.GetProperty("equal").GetBoolean());
        Assert.Equal((0.0, 1.0, JsonValueKind.Null), (json.GetProperty("max_diff").GetDouble(), json.GetProperty("ssim").GetDouble(), json.GetProperty("psnr").ValueKind));
    }

    [Fact]
    public void Differences_are_counted_and_tolerated_as_asked()
    {
        Gray("a.pgm", (x, y) => (byte)(x * 5));
        Gray("b.pgm", (x, y) => (byte)((x * 5) + (y == 3 ? 4 : 0)));
        Tool run = Tool.Run("compare", _work["a.pgm"], _work["b.pgm"], "--json", "--diff", _work["d.png"]);
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        JsonElement json = JsonDocument.Parse(run.Text).RootElement;
        Assert.Equal((4.0, 40L, 1600L), (json.GetProperty("max_diff").GetDouble(), json.GetProperty("over").GetInt64(), json.GetProperty("pixels").GetInt64()));
        Assert.Equal(4.0 * 40 / 1600, json.GetProperty("mean_diff").GetDouble(), 9);
        Assert.Equal(10 * Math.Log10(255.0 * 255 / (16.0 * 40 / 1600)), json.GetProperty("psnr").GetDouble(), 9);
        Assert.InRange(json.GetProperty("ssim").GetDouble(), 0.9, 0.99999);
        Assert.Equal(0, Tool.Run("compare", _work["a.pgm"], _work["b.pgm"], "--max-diff", "4").ExitCode);
        Assert.Equal(1, Tool.Run("compare", _work["a.pgm"], _work["b.pgm"], "--max-diff", "3.9", "--max-percent", "2.4").ExitCode);
        Assert.Equal(0, Tool.Run("compare", _work["a.pgm"], _work["b.pgm"], "--max-percent", "2.5").ExitCode);
        byte[] picture = _work.Read("d.png").Samples;
        Assert.All(Enumerable.Range(0, 1600), i => Assert.Equal(i / 40 == 3, picture[3 * i] == 255 && picture[(3 * i) + 1] == 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_percentage_is_of_the_pixels_whichever_of_their_channels_differ(int channels)
    {
        var format = new PixelFormat((PixelLayout)channels, SampleType.UInt8);
        _work.Write("a.png", new ImageInfo(10, 10, format), (x, y, c) => (byte)((x * 3) + y + c));
        _work.Write("b.png", new ImageInfo(10, 10, format), (x, y, c) => (byte)((x * 3) + y + c + (y < 3 && c == (x + y) % channels ? 40 : 0)));
        foreach ((string percent, int code) in ((string, int)[])[("20", 1), ("29.9", 1), ("30", 0)])
            Assert.Equal(code, Tool.Run("compare", _work["a.png"], _work["b.png"], "--max-percent", percent).ExitCode);
        Assert.Contains("30 of 100 pixels", Tool.Run("compare", _work["a.png"], _work["b.png"]).Text, StringComparison.Ordinal);
        string expected = _work["b.png"];
        Assert.Equal(1, Tool.Run("apply", _work["a.png"], "-f", "identity", "--channels", "color", "-o", _work["c.png"], "--expect", expected, "--max-percent", "29").ExitCode);
        Assert.Equal(0, Tool.Run("apply", _work["a.png"], "-f", "identity", "--channels", "color", "-o", _work["c.png"], "--expect", expected, "--max-percent", "30").ExitCode);
    }

    [Fact]
    public void NaN_and_infinity_are_within_no_tolerance_of_anything_but_themselves()
    {
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.5f, 1e30f];
        for (int i = 0; i < values.Length; i++)
            for (int k = 0; k < values.Length; k++)
            {
                Floats("a.pfm", [0.25f, values[i], 1]);
                Floats("b.pfm", [0.25f, values[k], 1]);
                Tool run = Tool.Run("compare", _work["a.pfm"], _work["b.pfm"], "--max-diff", "255");
                Assert.True(run.ExitCode == (i == k ? 0 : 1), $"{values[i]} beside {values[k]}: {run.Text}");
                Assert.DoesNotContain("NaN", run.Text, StringComparison.Ordinal);
                JsonDocument.Parse(Tool.Run("compare", _work["a.pfm"], _work["b.pfm"], "--json").Text);
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void A_float_picture_some_levels_away_is_within_as_many(int levels)
    {
        byte[] bytes = [.. Enumerable.Range(0, 240).Select(v => (byte)v)];
        File.WriteAllBytes(_work["a.pgm"], [.. "P5\n240 1\n255\n"u8, .. bytes]);
        Floats("b.pfm", [.. bytes.Select(v => (float)((v + levels) / 255.0))]);
        Assert.Equal(0, Tool.Run("compare", _work["b.pfm"], _work["a.pgm"], "--max-diff", $"{levels}").ExitCode);
        Assert.Equal(1, Tool.Run("compare", _work["b.pfm"], _work["a.pgm"], "--max-diff", $"{levels - 1}.99").ExitCode);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("16")]
    public void A_picture_equals_its_own_float_version(string depth)
    {
        _work.Write("ramp.png", new ImageInfo(16, 16, new PixelFormat(PixelLayout.Rgb, SampleType.UInt8)), (x, y, c) => (byte)((y * 16) + x + c));
        Tool.Run("apply", _work["ramp.png"], "-f", "multiply:0.9", "--channels", "color", "--depth", depth, "-o", _work["whole.png"]).Succeeded();
        foreach (string output in (string[])["float.pfm", "float.npy"])
        {
            Tool.Run("apply", _work["whole.png"], "-f", "identity", "--channels", "color", "--depth", "f32", "-o", _work[output]).Succeeded();
            Assert.Contains("equal, max 0,", Tool.Run("compare", _work[output], _work["whole.png"]).Succeeded().Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Structural_similarity_is_that_of_its_definition()
    {
        var random = new Random(1);
        Gray("a.pgm", (x, y) => (byte)((x * 4) + random.Next(40)));
        Gray("b.pgm", (x, y) => (byte)((x * 4) + random.Next(40)));
        double ssim = JsonDocument.Parse(Tool.Run("compare", _work["a.pgm"], _work["b.pgm"], "--json").Text).RootElement.GetProperty("ssim").GetDouble();
        Assert.Equal(PlainSimilarity(_work.Read("a.pgm").Samples, _work.Read("b.pgm").Samples, 40), ssim, 6);
    }

    [Fact]
    public void Folders_are_compared_by_name_and_reported_for_ci()
    {
        Directory.CreateDirectory(_work["actual/deep"]);
        Directory.CreateDirectory(_work["golden/deep"]);
        foreach (string name in (string[])["same.png", "deep/same.png", "changed.png"])
        {
            _work.Picture("actual/" + name);
            _work.Picture("golden/" + name);
        }
        _work.Picture("golden/changed.png", 41);
        _work.Picture("actual/new.png");
        _work.Picture("golden/lost.png");
        Tool run = Tool.Run("compare", _work["actual"], _work["golden"], "--report", _work["junit.xml"]);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("same.png", run.Text, StringComparison.Ordinal);
        Assert.EndsWith("\n5 pairs: 3 different\n", run.Text, StringComparison.Ordinal);
        Assert.Contains("deep/same.png: equal", Tool.Run("compare", _work["actual"], _work["golden"], "-v").Text, StringComparison.Ordinal);
        Assert.Contains("changed.png: different, 40x30 where 41x30 is expected", run.Text, StringComparison.Ordinal);
        Assert.Contains("new.png: different, is not expected", run.Text, StringComparison.Ordinal);
        Assert.Contains("lost.png: different, is missing", run.Text, StringComparison.Ordinal);
        XElement suite = XDocument.Load(_work["junit.xml"]).Root!.Element("testsuite")!;
        Assert.Equal(("5", "3"), ((string)suite.Attribute("tests")!, (string)suite.Attribute("failures")!));
        Assert.Equal((byte)'<', File.ReadAllBytes(_work["junit.xml"])[0]);
        Assert.Equal(["incomparable", "missing", "missing"], suite.Descendants("failure").Select(failure => (string)failure.Attribute("type")!));
        Assert.Contains("kernelcli.deep", suite.Elements("testcase").Select(test => (string)test.Attribute("classname")!));
        Assert.All(suite.Elements("testcase"), test => Assert.InRange((double)test.Attribute("time")!, 0, 1000));
        Tool.Run("compare", _work["actual"], _work["golden/lost.png"]).Failed(2, "is a folder");
        Tool.Run("compare", _work["none.png"], _work["golden/lost.png"]).Failed(2, "none.png: no such file");
        Tool.Run("compare", _work["none.png"]).Failed(2);
    }

    [Fact]
    public void A_run_can_be_held_to_what_is_expected()
    {
        string input = _work.Picture("in.png");
        Tool.Run("apply", input, "-f", "sobel", "-o", _work["golden.png"]).Succeeded();
        Tool.Run("apply", input, "-f", "sobel", "-o", _work["out.png"], "--expect", _work["golden.png"]).Succeeded();
        Tool.Run("apply", input, "-f", "scharr", "-o", _work["out.png"], "--expect", _work["golden.png"]).Failed(1, "differs from", "pixels");
        Tool.Run("apply", input, "-f", "scharr", "-o", _work["out.png"], "--expect", _work["golden.png"], "--max-diff", "255").Succeeded();
        Tool.Run("apply", input, "-f", "sobel", "-o", _work["out.png"], "--expect", _work["none.png"]).Failed(2, "none.png");
    }

    [Fact]
    public void Differences_that_the_tolerance_allows_are_not_called_equal()
    {
        Gray("a.png", (x, y) => (byte)(x + y));
        Gray("b.png", (x, y) => (byte)(x + y + 1));
        Assert.Contains("within the tolerance, max 1", Tool.Run("compare", _work["a.png"], _work["b.png"], "--max-diff", "1").Succeeded().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_github_job_marks_the_files()
    {
        Assert.SkipWhen(Tool.IsWindows, "The variable is set by a POSIX shell.");
        _work.Picture("a,b.png");
        Gray("c.png", (_, _) => 3);
        File.WriteAllText(_work["bad.png"], "100%");
        (string, string)[] cases =
        [
            ("compare a,b.png c.png", "::error file=a%2Cb.png,title=kernelcli::a,b.png: 40x30 where 40x40 is expected\n"),
            ("apply c.png -f invert --expect a,b.png", "::error file=c.png,title=kernelcli::c.png: differs from a,b.png"),
            ("apply bad.png -f invert -o out.png", "::error file=bad.png,title=kernelcli::bad.png: not a picture"),
            ("apply bad.png c.png -f invert -O out", "::error file=bad.png,title=kernelcli::bad.png: not a picture"),
        ];
        foreach ((string command, string expected) in cases)
        {
            using var shell = new System.Diagnostics.Process();
            shell.StartInfo = new("/bin/sh") { WorkingDirectory = _work.Folder, RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (string argument in (string[])["-c", $"GITHUB_ACTIONS=true exec \"$0\" {command}", Tool.Binary])
                shell.StartInfo.ArgumentList.Add(argument);
            shell.Start();
            Assert.Contains(expected, shell.StandardError.ReadToEnd(), StringComparison.Ordinal);
            shell.WaitForExit();
        }
    }

    public void Dispose() => _work.Dispose();

    private void Floats(string name, float[] values) =>
        File.WriteAllBytes(_work[name], [.. System.Text.Encoding.ASCII.GetBytes($"Pf\n{values.Length} 1\n-1.0\n"), .. System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())]);

    private void Gray(string name, Func<int, int, byte> paint)
    {
        using FileStream stream = File.Create(_work[name]);
        using IRowSink sink = ImageCodecs.ByExtension(name)!.Create(stream, new ImageInfo(40, 40, new PixelFormat(PixelLayout.Gray, SampleType.UInt8)), EncodeOptions.Default);
        for (int y = 0; y < 40; y++)
            sink.WriteRow([.. Enumerable.Range(0, 40).Select(x => paint(x, y))]);
        sink.Complete();
    }

    private static double PlainSimilarity(byte[] a, byte[] b, int side)
    {
        double[] line = [.. Enumerable.Range(-5, 11).Select(i => Math.Exp(-i * i / 4.5))];
        double total = line.Sum(), sum = 0;
        int windows = side - 10;
        for (int y = 0; y < windows; y++)
            for (int x = 0; x < windows; x++)
            {
                (double ma, double mb, double aa, double bb, double ab) = (0, 0, 0, 0, 0);
                for (int j = 0; j < 11; j++)
                    for (int i = 0; i < 11; i++)
                    {
                        double w = line[i] * line[j] / (total * total), p = a[((y + j) * side) + x + i], q = b[((y + j) * side) + x + i];
                        (ma, mb, aa, bb, ab) = (ma + (w * p), mb + (w * q), aa + (w * p * p), bb + (w * q * q), ab + (w * p * q));
                    }
                sum += ((2 * ma * mb) + 6.5025) * ((2 * (ab - (ma * mb))) + 58.5225) / (((ma * ma) + (mb * mb) + 6.5025) * (aa - (ma * ma) + bb - (mb * mb) + 58.5225));
            }
        return sum / (windows * windows);
    }
}
