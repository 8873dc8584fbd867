using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>The option <c>--nodata</c>: from a TIFF's own field, in batches, in plans, and what is refused.</summary>
public sealed class NoDataCommandTests : IDisposable
{
    private readonly Workspace _work = new();
    private int _row;

    [Fact]
    public void Auto_takes_the_value_that_the_file_names_and_names_it_in_the_result()
    {
        string input = Dem("in.tif", -9999, "-9999"), plain = Dem("plain.tif", -9999, null);
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "auto", "-o", _work["auto.tif"]).Succeeded();
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "-9999", "-o", _work["number.tif"]).Succeeded();
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "auto:fill", "-o", _work["filled.tif"]).Succeeded();
        Tool.Run("apply", plain, "-f", "box:3", "--nodata", "auto", "-o", _work["none.tif"]).Succeeded();
        float[] auto = Samples("auto.tif");
        Assert.Equal(auto, Samples("number.tif"));
        Assert.Equal(-9999, auto[5]);
        Assert.All(auto.Where(value => value != -9999), value => Assert.InRange(value, 10, 20));
        Assert.DoesNotContain(-9999, Samples("filled.tif"));
        Assert.InRange(Samples("none.tif")[4], -9999, 0);
        Assert.Equal("-9999", _work.Read("auto.tif").Info.Metadata.NoData);
        Assert.Null(_work.Read("none.tif").Info.Metadata.NoData);
    }

    [Fact]
    public void Without_the_option_the_field_is_pointed_out() =>
        Tool.Run("apply", Dem("in.tif", -9999, "-9999"), "-f", "box:3", "-o", _work["out.tif"])
            .Failed(0, "note: ", "-9999 holds no value by the file's own field, and is filtered as a number: --nodata auto leaves it out");

    [Fact]
    public void Where_the_format_has_no_field_a_number_is_noted_and_NaN_needs_none()
    {
        string number = Dem("number.tif", -9999, "-9999"), nan = Dem("nan.tif", float.NaN, "nan");
        Tool.Run("apply", nan, "-f", "median:3", "--nodata", "auto", "-o", _work["nan.npy"]).Succeeded();
        Tool.Run("apply", number, "-f", "median:3", "--nodata", "auto", "-o", _work["number.npy"]).Failed(0, "does not hold the nodata value");
    }

    [Fact]
    public void In_a_batch_each_file_has_its_own()
    {
        Directory.CreateDirectory(_work["dems"]);
        Dem("dems/a.tif", -9999, "-9999");
        Dem("dems/b.tif", float.NaN, "nan");
        Dem("dems/c.tif", 1e20f, "1e20");
        Tool.Run("apply", _work["dems"], "-r", "-f", "median:3", "--nodata", "auto", "-O", _work["out"]).Succeeded();
        float[] a = Samples("out/a.tif"), b = Samples("out/b.tif"), c = Samples("out/c.tif");
        for (int i = 0; i < a.Length; i++)
            Assert.Equal(a[i] == -9999 ? (float.NaN, 1e20f) : (a[i], a[i]), (b[i], c[i]));
        Tool.Run("apply", _work["dems/a.tif"], "--in-place", "-f", "median:3", "--nodata", "auto").Succeeded();
        Assert.Equal(a, Samples("dems/a.tif"));
    }

    [Fact]
    public void The_plan_says_what_holds_no_value()
    {
        string input = Dem("in.tif", -9999, "-9999");
        string plan = Tool.Run("apply", input, "-f", "gaussian:2", "--nodata", "auto:fill", "-o", _work["out.tif"], "-n", "-v").Succeeded().Text;
        Assert.Contains("-9999 holds no value, filled", plan, StringComparison.Ordinal);
        Assert.Contains("divided by the weights of what has a value", plan, StringComparison.Ordinal);
        string json = Tool.Run("apply", input, "-f", "gaussian:2", "--nodata", "auto", "-o", _work["out.tif"], "-n", "--json").Succeeded().Text;
        Assert.Contains("\"name\":\"nodata\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_names_it() =>
        Assert.Contains("\"nodata\":\"-9999\"", Tool.Run("apply", Dem("in.tif", -9999, "-9999"), "-f", "max:3", "--nodata", "auto", "-o", _work["out.tif"], "--json")
            .Succeeded().Text, StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_is_refused_in_one_line()
    {
        string input = _work.Picture("in.png"), output = _work["out.png"];
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "none", "-o", output).Failed(2, "--nodata none", "a number, nan or auto");
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "-9999", "-o", output).Failed(2, "in.png", "whole numbers from 0 to 255");
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "0", "--depth", "16", "-o", output).Failed(2, "in.png", "depth is kept, or f32");
        Tool.Run("apply", input, "-f", "canny:1:20:60", "--nodata", "0", "-o", output).Failed(2, "canny:1:20:60", "a value at every pixel");
        Tool.Run("apply", input, "-f", "guided:5:9", "--nodata", "0:fill", "-o", output).Failed(2, "guided:5:9", "leave out ':fill'");
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "0", "--where", "1,1,5x5", "-o", output).Failed(2, "--nodata does not go with --where");
        Tool.Run("apply", input, "-f", "box:3", "--nodata", "0", "--light", "linear", "-o", output).Failed(2, "--nodata does not go with --light");
        Assert.False(File.Exists(output));
    }

    public void Dispose() => _work.Dispose();

    private float[] Samples(string name) => MemoryMarshal.Cast<byte, float>(_work.Read(name).Samples).ToArray();

    // A cross of holes in a slope.
    private string Dem(string name, float noData, string? named)
    {
        var info = new ImageInfo(11, 9, new PixelFormat(PixelLayout.Gray, SampleType.Float32))
        {
            Metadata = ImageMetadata.None with { NoData = named },
        };
        return _work.Write(name, info, row =>
        {
            int y = _row++ % 9;
            Span<float> samples = MemoryMarshal.Cast<byte, float>(row.AsSpan());
            for (int x = 0; x < samples.Length; x++)
                samples[x] = x == 5 || y == 4 ? noData : 10 + (x * 0.5f) + (y * 0.25f);
        });
    }
}
