using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>No input, mask or kernel is replaced unless --in-place says so, whatever way leads to it; and what a search for inputs takes.</summary>
public sealed class OriginalsTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("pics/a.png -o pics/a.png", "to another file")]
    [InlineData("pics/a.png -o ./pics/../pics/a.png", "to another file")]
    [InlineData("pics/a.png -n -o pics/a.png", "to another file")]
    [InlineData("pics/a.png --json -o pics/a.png", "to another file")]
    [InlineData("pics/a.png -O pics", "to another folder")]
    [InlineData("pics -r -O pics", "to another folder")]
    [InlineData("pics -r -O ./pics/", "to another folder")]
    [InlineData("pics/*.png -O pics", "to another folder")]
    [InlineData("pics/a.png pics/b.png -O pics --shard 1/2", "to another folder")]
    public void An_input_is_replaced_only_in_place(string arguments, string way) =>
        RefusedWithoutLoss(arguments, "pics/a.png is the input: use --in-place to replace it", way);

    [Theory]
    [InlineData("pics/a.png -o link.png")]
    [InlineData("pics/a.png -o way/a.png")]
    [InlineData("way/a.png -o pics/a.png")]
    [InlineData("link.png -o pics/a.png")]
    [InlineData("pics -r -O way")]
    public void Nor_through_a_link(string arguments)
    {
        Assert.SkipWhen(Tool.IsWindows, "Links need a privilege there.");
        Pictures();
        Directory.CreateSymbolicLink(_work["way"], "pics");
        File.CreateSymbolicLink(_work["link.png"], "pics/a.png");
        RefusedWithoutLoss(arguments, "is the input: use --in-place");
    }

    [Fact]
    public void A_frame_is_not_written_over_another_input()
    {
        Pictures();
        _work.Animation("pics/c.png", 8, 6, KernelCli.Primitives.PixelLayout.Gray, (1, 10), (1, 10));
        File.Copy(_work["pics/b.png"], _work["pics/c-2.png"]);
        RefusedWithoutLoss("pics -r --glob c*.png --frames-as-files -O pics", "pics/c.png would be written over pics/c-2.png");
    }

    [Fact]
    public void A_kernel_and_a_mask_are_not_written_over()
    {
        Pictures();
        File.Copy(_work["pics/b.png"], _work["mask.png"]);
        Run("apply", "pics/a.png", "-f", "mask:mask.png", "-o", "mask.png").Failed(2, "mask.png is a mask");
        Run("kernels", "export", "box:3", "--as", "npy", "-o", "k.npy").Succeeded();
        byte[] kernel = File.ReadAllBytes(_work["k.npy"]);
        Run("apply", "pics/a.png", "-f", "file=k.npy", "--depth", "f32", "-o", "k.npy").Failed(2, "k.npy is a kernel of this run");
        Assert.Equal(kernel, File.ReadAllBytes(_work["k.npy"]));
    }

    [Fact]
    public void Results_below_the_input_folder_are_no_inputs_of_the_next_run()
    {
        Pictures();
        string[] run = ["apply", "pics", "-r", "-f", "box:3", "-O", "pics/sub/out", "--skip-existing"];
        Run(run).Succeeded();
        Run(run).Succeeded();
        Run(["apply", "pics/**/*.png", .. run[3..]]).Succeeded();
        Assert.Equal(["pics/a.png", "pics/b.png", "pics/sub/out/a.png", "pics/sub/out/b.png"], Found("pics"));
    }

    [Fact]
    public void Hidden_files_and_folders_are_taken_when_asked_for_or_named()
    {
        Pictures();
        _work.Picture("pics/.thumbs/t.png", 9, 9);
        _work.Picture("pics/.h.png", 9, 9);
        Run("apply", "pics", "-r", "-f", "box:3", "-O", "seen").Succeeded();
        Assert.Equal(["seen/a.png", "seen/b.png"], Found("seen"));
        Run("apply", "pics", "-r", "--hidden", "-f", "box:3", "-O", "all").Succeeded();
        Assert.Equal(["all/.h.png", "all/.thumbs/t.png", "all/a.png", "all/b.png"], Found("all"));
        Run("apply", "pics/.h.png", "pics/.thumbs/*", "-f", "box:3", "-O", "named").Succeeded();
        Assert.Equal(["named/.h.png", "named/t.png"], Found("named"));
        Run("compare", "seen", "all").Succeeded();
        Assert.Equal(1, Run("compare", "seen", "all", "--hidden").ExitCode);
    }

    [Fact]
    public void Arrays_are_taken_when_they_are_named_or_matched()
    {
        Pictures();
        Run("apply", "pics/a.png", "-f", "identity", "-o", "pics/array.npy").Succeeded();
        Run("apply", "pics", "-r", "-f", "box:3", "-O", "pictures").Succeeded();
        Assert.Equal(["pictures/a.png", "pictures/b.png"], Found("pictures"));
        Run("apply", "pics", "-r", "--glob", "*.npy", "-f", "box:3", "-O", "arrays").Succeeded();
        Run("apply", "pics/array.npy", "-f", "box:3", "-O", "arrays2").Succeeded();
        Assert.Equal(["arrays/array.npy"], Found("arrays"));
        Assert.Equal(["arrays2/array.npy"], Found("arrays2"));
    }

    public void Dispose() => _work.Dispose();

    private void Pictures()
    {
        _work.Picture("pics/a.png", 20, 10);
        _work.Picture("pics/b.png", 21, 10);
    }

    private void RefusedWithoutLoss(string arguments, params string[] words)
    {
        if (!Directory.Exists(_work["pics"]))
            Pictures();
        string[] before = Found("pics");
        byte[][] contents = Array.ConvertAll(before, path => File.ReadAllBytes(_work[path]));
        Run(["apply", "-f", "box:3", .. arguments.Split(' ')]).Failed(2, words);
        Assert.Equal(before, Found("pics"));
        Assert.Equal(contents, Array.ConvertAll(before, path => File.ReadAllBytes(_work[path])));
    }

    private string[] Found(string folder) =>
    [
        .. Directory.GetFiles(_work[folder], "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(_work.Folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private Tool Run(params string[] arguments) => Tool.RunIn(_work.Folder, null, arguments);
}
