using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>JPEG on the command line.</summary>
public sealed class JpegCommandTests : IDisposable
{
    private readonly Workspace _work = new();

    [Fact]
    public void Jpeg_goes_in_and_out_by_name_and_by_pipe()
    {
        string input = _work.Picture("in.jpg");
        Tool.Run("apply", input, "-f", "gaussian:1", "-o", _work["out.jpeg"]).Succeeded();
        Tool piped = Tool.RunIn(_work.Folder, File.ReadAllBytes(input), "apply", "-", "-f", "gaussian:1", "-o", "-", "--format", "jpeg").Succeeded();
        Assert.Equal(File.ReadAllBytes(_work["out.jpeg"]), piped.Output);
        Assert.Equal(PixelLayout.Gray, _work.Read("out.jpeg").Info.Format.Layout);
        Assert.Contains("jpeg, 40x30, rgb 8 bit", Tool.Run("info", input).Succeeded().Text, StringComparison.Ordinal);
        string plan = Tool.Run("apply", input, "-f", "sobel", "-o", _work["plan.jpg"], "-n").Succeeded().Text;
        Assert.Contains("gray 8 bit as jpeg", plan, StringComparison.Ordinal);
        Assert.False(File.Exists(_work["plan.jpg"]));
    }

    [Fact]
    public void Luma_other_than_the_stored_one_is_made_of_the_colours()
    {
        string input = _work.Picture("in.jpg");
        Tool.Run("apply", input, "-f", "identity", "--luma", "green", "-o", _work["green.png"]).Succeeded();
        Tool.Run("apply", input, "-f", "identity", "--channels", "color", "-o", _work["all.png"]).Succeeded();
        byte[] colours = _work.Read("all.png").Samples, green = _work.Read("green.png").Samples;
        Assert.Equal(green, green.Select((_, i) => colours[(3 * i) + 1]));
    }

    [Fact]
    public void Better_quality_is_larger_and_own_tables_are_smaller()
    {
        string input = _work.Picture("in.png", 200, 150);
        long Size(params string[] options)
        {
            Tool.Run(["apply", input, "-f", "gaussian:2", "--channels", "color", "-o", _work["out.jpg"], .. options]).Succeeded();
            return new FileInfo(_work["out.jpg"]).Length;
        }
        Assert.True(Size("--quality", "95") > Size("--quality", "40"));
        Assert.True(Size("--subsampling", "444") > Size());
        Assert.True(Size("--optimize") < Size());
        Tool.Run("apply", input, "-f", "identity", "-o", _work["x.jpg"], "--quality", "101").Failed(2, "--quality 101", "1 to 100");
        Tool.Run("apply", input, "-f", "identity", "-o", _work["x.jpg"], "--subsampling", "422").Failed(2, "420, 444");
        Tool.Run("apply", input, "-f", "identity", "--depth", "16", "-o", _work["x.jpg"]).Failed(2, "jpeg holds 8 bit");
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("ppm")]
    public void Damage_is_an_error_unless_it_is_allowed(string extension)
    {
        byte[] whole = File.ReadAllBytes(_work.Picture("in." + extension, 60, 80));
        File.WriteAllBytes(_work["cut." + extension], whole[..(whole.Length / 2)]);
        string cut = _work["cut." + extension], output = _work["out.png"];
        Tool.Run("apply", cut, "-f", "identity", "-o", output).Failed(2, "damaged", "at byte");
        Assert.False(File.Exists(output));
        Tool lenient = Tool.Run("apply", cut, "-f", "identity", "-o", output, "--lenient");
        Assert.Equal(0, lenient.ExitCode);
        Assert.StartsWith($"kernelcli: warning: {cut}: damaged", lenient.Error, StringComparison.Ordinal);
        Assert.Equal(1, lenient.Error.Count(c => c == '\n'));
        Assert.Equal((60, 80), (_work.Read("out.png").Info.Width, _work.Read("out.png").Info.Height));
        Assert.Equal("", Tool.Run("apply", cut, "-f", "identity", "-o", output, "--lenient", "-q").Error);
    }

    [Fact]
    public void Orientation_is_applied_and_not_left_in_the_file()
    {
        byte[] exif = [0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] file = File.ReadAllBytes(_work.Picture("in.jpg"));
        File.WriteAllBytes(_work["turned.jpg"], [.. file[..2], .. exif, .. file[2..]]);
        Tool.Run("apply", _work["turned.jpg"], "-f", "identity", "-o", _work["out.jpg"]).Succeeded();
        ImageInfo info = _work.Read("out.jpg").Info;
        Assert.Equal((30, 40, Orientation.Normal), (info.Width, info.Height, info.Metadata.Orientation));
        Assert.NotNull(info.Metadata.Exif);
    }

    public void Dispose() => _work.Dispose();
}
