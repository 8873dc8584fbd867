using KernelCli.Cli.Options;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What is said where names of outputs, formats and options do not fit together, and where there is nothing to do.</summary>
public sealed class OutputNameTests : IDisposable
{
    private readonly Workspace _work = new();

    public OutputNameTests() => _work.Picture("in.png");

    [Theory]
    [InlineData("-o folder")]
    [InlineData("-o folder/")]
    [InlineData("-o folder --format png")]
    [InlineData("-o folder/ --format png")]
    [InlineData("-o new/")]
    [InlineData("-o folder -n")]
    public void A_folder_after_o_is_told_with_what_to_write(string output)
    {
        Directory.CreateDirectory(_work["folder"]);
        string name = output.Split(' ')[1];
        Run($"apply in.png -f box:3 {output}").Failed(2, $"{name} is a folder: use -O {name}");
        Run($"apply in.png in.png -f box:3 {output}").Failed(2, $"{name} is a folder: use -O {name}");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work["folder"]));
    }

    [Fact]
    public void Every_extension_is_a_name_of_its_format()
    {
        foreach (ImageCodec codec in ImageCodecs.All)
            foreach (string extension in codec.Extensions)
            {
                Assert.Same(codec, ApplyOptions.Format.Read(extension[1..]));
                Assert.Same(codec, ApplyOptions.Format.Read(extension[1..].ToUpperInvariant()));
            }
        Run("apply in.png -f box:3 -O out --format jpg").Succeeded();
        Assert.True(File.Exists(_work["out/in.jpg"]));
        Run("apply in.png -f box:3 -O out --format jpag").Failed(2, "use png, jpeg", "did you mean 'jpeg'?");
        Run("apply in.png -f box:3 -O out --format a.jpg").Failed(2, "use png, jpeg");
    }

    [Theory]
    [InlineData("-o o.png --format jpeg", "o.png: the name says png, and jpeg is written")]
    [InlineData("-o o.png --quality 50", "--quality is for jpeg: it changes nothing in png")]
    [InlineData("-o o.jpg --compression 3", "--compression is for png, tiff, webp, tga: it changes nothing in jpeg")]
    [InlineData("-o o.bmp --optimize", "--optimize is for jpeg: it changes nothing in bmp")]
    [InlineData("-O out --tiff-compression lzw", "--tiff-compression is for tiff: it changes nothing in png")]
    [InlineData("-O out --format qoi --restart 1", "--restart is for jpeg: it changes nothing in qoi")]
    [InlineData("-o o.ppm --subsampling 444 -n", "--subsampling is for jpeg: it changes nothing in pnm")]
    public void A_format_that_does_not_fit_is_warned_of(string output, string warning)
    {
        Tool run = Run($"apply in.png -f box:3 {output}");
        Assert.Equal((0, $"kernelcli: warning: {warning}\n"), (run.ExitCode, run.Error));
        Run($"apply in.png -f box:3 {output} -q").Succeeded();
    }

    [Theory]
    [InlineData("in.png -o o.jpg --quality 50")]
    [InlineData("in.png -o o.tif --compression 1 --tiff-compression deflate")]
    [InlineData("in.png in.jpg -O out --quality 50 --compression 1")]
    [InlineData("in.png -o o.jpeg --format jpg")]
    [InlineData("in.png -o o.data --format jpg --quality 50")]
    public void What_fits_is_not_warned_of(string line)
    {
        _work.Picture("in.jpg");
        Run($"apply -f box:3 {line}").Succeeded();
    }

    // An option that says a format where it matters changes a byte of that format: OptionTests; here, that the formats exist.
    [Fact]
    public void Options_name_formats_that_there_are() => Assert.All(ApplyOptions.All.SelectMany(option => option.Formats), format => Assert.NotNull(ImageCodecs.ByName(format)));

    [Fact]
    public void Nothing_to_do_is_told_with_what_was_looked_for()
    {
        Directory.CreateDirectory(_work["empty"]);
        File.WriteAllText(_work["list"], "");
        Run("apply empty -r -f box:3 -O out").Failed(2, "empty has no picture of a known format");
        Run("apply --files-from list -f box:3 -O out").Failed(2, "the list list is empty");
        Tool.RunIn(_work.Folder, [], "apply", "--files-from", "-", "-f", "box:3", "-O", "out").Failed(2, "the list on standard input is empty");
        Run("apply . --glob *.tiff --glob *.webp -f box:3 -O out").Failed(2, "nothing in . matches '*.tiff' or '*.webp'");
        Run("apply *.tiff -f box:3 -O out").Failed(2, "nothing matches '*.tiff'");
        Run("apply . -r --exclude *.png -f box:3 -O out").Failed(2, "the input is left out by --exclude *.png");
        Run("volume empty -f box3d:3 -O out").Failed(2, "empty has no picture of a known format");
        Assert.False(Directory.Exists(_work["out"]));
    }

    public void Dispose() => _work.Dispose();

    private Tool Run(string line) => Tool.RunIn(_work.Folder, null, line.Split(' '));
}
