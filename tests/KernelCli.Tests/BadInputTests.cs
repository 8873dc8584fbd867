using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>One clear line that says what to do, the right exit code, and nothing lost.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Workspace _work = new();
    private readonly string _input;

    public BadInputTests() => _input = _work.Picture("in.png");

    [Theory]
    [InlineData("gausian:2", "did you mean 'gaussian'?")]
    [InlineData("custom:1,2/3", "column 12")]
    [InlineData("custom:1,nan", "finite number")]
    [InlineData("box:3:stride=0", "from 1")]
    [InlineData("box:61:padding=valid", "61 pixels wide")]
    [InlineData("box:3:border=mirror", "say symmetric")]
    [InlineData("laplacian:norm=sum", "add up to 0")]
    [InlineData("file=missing.txt", "missing.txt: no such file")]
    [InlineData("mask:missing.png", "missing.png: no such file")]
    [InlineData("blur", "did you mean 'box' or 'gaussian'?")]
    [InlineData("smooth:3", "did you mean 'box' or 'gaussian'?")]
    [InlineData("gauss", "did you mean 'gaussian'?")]
    [InlineData("mean", "did you mean 'box'?")]
    [InlineData("edge", "'sobel'?")]
    [InlineData("Edges", "'sobel'?")]
    [InlineData("sharp", "did you mean 'sharpen'?")]
    [InlineData("gaussian=2", "did you mean 'gaussian:2'?")]
    [InlineData("gaussian(2)", "did you mean 'gaussian:2'?")]
    [InlineData("gausian(2)", "did you mean 'gaussian:2'?")]
    [InlineData("gaussian 2", "did you mean 'gaussian:2'?")]
    [InlineData("gaussian:1,5", "not '1,5'; write 1.5")]
    [InlineData("unsharp:2:amount=0,8", "not '0,8'; write 0.8")]
    [InlineData("box:3,gaussian:2", "write one filter each, -f box:3 -f gaussian:2")]
    [InlineData("box:3|sobel", "write one filter each, -f box:3 -f sobel")]
    [InlineData("box:3 gaussian:2", "write one filter each, -f box:3 -f gaussian:2")]
    [InlineData("custom:1 2 3/4 5 6/7 8 9", "column 8: '1 2 3' is not a number: commas stand between numbers, and / between rows")]
    [InlineData("custom:1,2,3;4,5,6", "column 12: '3;4' is not a number: commas")]
    public void Bad_filters(string spec, string expected) => Apply("-f", spec).Failed(2, expected);

    [Theory]
    [InlineData("--border", "reflect", "reflect101")]
    [InlineData("--padding", "wide", "same, valid, full")]
    [InlineData("--stride", "0", "from 1")]
    [InlineData("--luma", "bt2020", "bt601")]
    [InlineData("--depth", "12", "keep, 8, 16, f32")]
    [InlineData("--quality", "0", "from 1 to 100")]
    [InlineData("--compression", "ten", "from 0 to 9")]
    [InlineData("--max-memory", "much", "500M")]
    [InlineData("--jobs", "-1", "from 0")]
    [InlineData("--bordre", "wrap", "did you mean '--border'?")]
    public void Bad_options(string option, string value, string expected) => Apply("-f", "box:3", option, value).Failed(2, option, expected);

    [Theory]
    [InlineData("k.txt", "1 2\nhello\n", "k.txt, line 2: 'hello' is not a finite number")]
    [InlineData("k.txt", "# box\n1 2\n1 2 3\n", "k.txt, line 3: row 2 has 3 numbers, row 1 has 2")]
    [InlineData("k.json", "[[1,2],[3]]", "k.json: a row has 1 numbers")]
    [InlineData("k.mat", "3 3 0\n1 1 1 1 1 1 1 1 1\n", "k.mat: the scale of the matrix is 0")]
    [InlineData("k.txt", "", "k.txt: the file is empty")]
    public void Bad_kernel_files(string name, string content, string expected)
    {
        File.WriteAllText(_work[name], content);
        Assert.StartsWith($"kernelcli: {expected}", Apply("-f", "file=" + name).Failed(2).Error, StringComparison.Ordinal);
        Assert.StartsWith($"kernelcli: {expected}", Tool.RunIn(_work.Folder, null, "kernels", "show", "file=" + name).Failed(2).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "which command?")]
    [InlineData("kernels", "which command? 'kernelcli kernels --help'")]
    [InlineData("aply in.png -f box:3 -o o.png", "unknown command 'aply'; did you mean 'apply'?")]
    [InlineData("in.png -f box:3 -o o.png", "did you mean 'kernelcli apply in.png ...'?")]
    [InlineData("-f box:3 in.png -o o.png", "did you mean 'kernelcli apply -f ...'?")]
    [InlineData("kernels gaussian:2", "did you mean 'kernelcli kernels show gaussian:2 ...'?")]
    [InlineData("kernels shwo gaussian", "did you mean 'show'?")]
    [InlineData("apply in.png -f box:3 -o o.png -f", "-f needs a filter")]
    [InlineData("apply in.png -f -o o.png", "-f needs a filter")]
    [InlineData("apply in.png -k box:3 -o", "-o needs a value: FILE")]
    [InlineData("apply in.png -f box:3 -o o.png --border", "--border needs a value: replicate|reflect101|")]
    [InlineData("layer in.png --weights", "--weights needs a value")]
    [InlineData("apply in.png -o o.png", "apply needs --filter (-f)")]
    [InlineData("kernels fit in.png in.png", "kernels fit needs --size: kernelcli kernels fit BEFORE AFTER")]
    [InlineData("compare in.png", "compare takes ACTUAL EXPECTED, and 1 was given")]
    [InlineData("info", "info takes FILE, and none was given")]
    [InlineData("apply in.png -f gaussian 2 -o o.png", "'2' is no file; did you mean -f gaussian:2?")]
    [InlineData("apply in.png -f gaussian 2 -O out", "'2' is no file; did you mean -f gaussian:2?")]
    [InlineData("apply -k dog 1:2 in.png -qv -O out", "'1:2' is no file; did you mean -k dog:1:2?")]
    [InlineData("volume in.png -f box3d 3 -O out", "'3' is no file; did you mean -f box3d:3?")]
    public void Bad_command_lines(string line, string expected)
    {
        Tool.RunIn(_work.Folder, null, line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Failed(2, expected);
        Assert.Equal(["in.png"], Directory.EnumerateFileSystemEntries(_work.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_may_be_called_as_a_number_is()
    {
        File.Copy(_input, _work["2"]);
        Tool.RunIn(_work.Folder, null, "apply", "in.png", "-f", "gaussian", "2", "-O", "out", "--format", "png").Succeeded();
        Assert.True(File.Exists(_work["out/2.png"]));
    }

    [Fact]
    public void Bad_places()
    {
        Tool.Run("apply", _input, "-f", "box:3").Failed(2, "-o FILE");
        Tool.Run("apply", _input, "-f", "box:3", "-o", _work["out.xyz"]).Failed(2, "'.xyz'", ".png");
        Tool.Run("apply", _input, "-f", "box:3", "-o", _work["out"]).Failed(2, "--format");
        Tool.Run("apply", _input, "-f", "box:3", "-o", "-").Failed(2, "--format");
        Tool.Run("apply", _input, "-f", "box:3", "-o", _work["none/out.png"]).Failed(2, "does not exist");
        Tool.Run("apply", _input, "-f", "box:3", "-o", _work["a.png"], "--in-place").Failed(2, "use one of them");
        Directory.CreateDirectory(_work["folder.png"]);
        Tool.Run("apply", _input, "-f", "box:3", "-o", _work["folder.png"]).Failed(2, "folder.png", "is a folder");
        Tool.Run("apply", _input, "-o", _work["out.png"]).Failed(2, "--filter");
        Tool.Run("apply").Failed(2);
        Tool.Run("aply").Failed(2, "did you mean 'apply'?");
    }

    [Fact]
    public void Bad_inputs()
    {
        Tool.Run("apply", _work["missing.png"], "-f", "box:3", "-o", _work["out.png"]).Failed(2, "missing.png: no such file");
        Tool.Run("apply", _work.Folder, "-f", "box:3", "-o", _work["out.png"]).Failed(2, "is a folder");
        File.WriteAllText(_work["text.png"], "Once upon a time");
        Tool.Run("apply", _work["text.png"], "-f", "box:3", "-o", _work["out.png"]).Failed(2, "text.png", "not a picture");
        File.WriteAllText(_work["empty.png"], "");
        Tool.Run("apply", _work["empty.png"], "-f", "box:3", "-o", _work["out.png"]).Failed(2, "empty");
        byte[] whole = File.ReadAllBytes(_input);
        foreach (int length in (int[])[20, 60, whole.Length / 2, whole.Length - 5])
        {
            File.WriteAllBytes(_work["cut.png"], whole[..length]);
            Tool.Run("apply", _work["cut.png"], "-f", "box:3", "-o", _work["out.png"]).Failed(2, "cut.png", "PNG at byte");
        }
        Assert.Equal(["cut.png", "empty.png", "in.png", "text.png"], Directory.EnumerateFiles(_work.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_damaged_mask_is_blamed_by_its_name()
    {
        File.WriteAllBytes(_work["mask.png"], File.ReadAllBytes(_input)[..600]);
        Apply("-f", "mask:" + _work["mask.png"]).Failed(2, "mask.png: damaged PNG");
    }

    [Fact]
    public void A_missing_input_is_no_success_because_the_output_exists()
    {
        File.WriteAllText(_work["there.png"], "");
        Tool.Run("apply", _work["missing.png"], "-f", "box:3", "-o", _work["there.png"], "--update").Failed(2, "missing.png");
        Tool.Run("apply", "", "-f", "box:3", "-o", _work["out.png"]).Failed(2, "empty");
        Tool.Run("apply", _input, "-f", "box:3", "--in-place", "--format", "bmp").Failed(2, "--in-place keeps the name");
    }

    [Fact]
    public void Control_characters_of_a_file_do_not_reach_the_terminal()
    {
        File.WriteAllText(_work["bad.pgm"], "P5 \u001b[31mred 3 255\n");
        Assert.DoesNotContain('\u001b', Tool.Run("apply", _work["bad.pgm"], "-f", "box:3", "-o", _work["out.png"]).Failed(2).Error);
    }

    [Fact]
    public void A_name_that_starts_with_an_at_sign_is_only_a_name()
    {
        File.Copy(_input, _work["@in.png"]);
        Assert.Contains("@in.png: png", Tool.RunIn(_work.Folder, null, "info", "@in.png").Succeeded().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_picture_does_not_replace_a_good_result()
    {
        File.WriteAllBytes(_work["cut.png"], File.ReadAllBytes(_input)[..400]);
        File.WriteAllText(_work["out.png"], "precious");
        Tool.Run("apply", _work["cut.png"], "-f", "box:3", "-o", _work["out.png"]).Failed(2);
        Assert.Equal("precious", File.ReadAllText(_work["out.png"]));
    }

    [Fact]
    public void Limits_say_which_how_much_and_how_to_raise_them()
    {
        Apply("-f", "box:3", "--max-pixels", "1000").Failed(4, "needs 1200 pixels", "the limit is 1000", "--max-pixels 1200");
        Apply("-f", "laplacian", "--range", "stretch", "--max-memory", "4K").Failed(4, "4096", "--max-memory");
    }

    [Theory]
    [InlineData("the kernel is 41 pixels wide, the padded picture only 40: use --padding same or full, or a smaller kernel", "box:41x1:padding=valid")]
    [InlineData("the kernel is 31 pixels high, the padded picture only 30: use --padding same or full, or a smaller kernel", "sobel:dilate=15:padding=valid")]
    [InlineData("there is no filter 'gausian'; did you mean 'gaussian'? ('kernelcli kernels list' shows all)", "gausian:2")]
    [InlineData("the weights add up to 0, so there is nothing to divide by: leave norm=sum out, or use norm=auto", "laplacian:norm=sum")]
    [InlineData("use a smaller multiplier, a larger divisor, a smaller bias or smaller weights", "box:3:mul=3e38:div=0.001")]
    public void What_the_library_refuses_is_told_with_what_to_do_on_the_command_line(string message, string filter)
    {
        Tool run = Apply("-f", filter, "--channels", "color");
        Assert.EndsWith(message + "\n", run.Failed(2).Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_that_cannot_hold_the_result_say_what_can()
    {
        string deep = _work.Picture("deep.png", layout: PixelLayout.Gray, sample: SampleType.UInt16), clear = _work.Picture("clear.png", layout: PixelLayout.Rgba);
        Tool.Run("apply", deep, "-f", "box:3", "-o", _work["out.bmp"]).Failed(2, "bmp holds 8 bit", "--depth 8");
        Tool.Run("apply", clear, "-f", "box:3", "-o", _work["out.ppm"]).Failed(2, "no alpha channel", "--alpha drop");
        Apply("-f", "box:3", "--depth", "f32").Failed(2, "png holds 8 bit or 16 bit", "--depth 8|16");
    }

    [Fact]
    public void An_unwritable_folder_is_an_error()
    {
        Assert.SkipWhen(Environment.UserName == "root" || Tool.IsWindows, "Nothing is unwritable for the superuser.");
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(_work["locked"]);
        File.SetUnixFileMode(_work["locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Tool.Run("apply", _input, "-f", "box:3", "-o", _work["locked/out.png"]).Failed(2, "permission denied");
    }

    [Fact]
    public void A_full_disk_is_an_error_that_names_the_output()
    {
        Assert.SkipWhen(Tool.IsWindows || !File.Exists("/dev/full"), "There is no /dev/full.");
        Tool.Run("apply", _input, "-f", "box:3", "-o", "/dev/full", "--format", "png").Failed(2, "/dev/full", "no space is left");
    }

    public void Dispose() => _work.Dispose();

    private Tool Apply(params string[] arguments)
    {
        Tool result = Tool.RunIn(_work.Folder, null, ["apply", _input, "-o", _work["out.png"], .. arguments]);
        Assert.False(File.Exists(_work["out.png"]));
        return result;
    }
}
