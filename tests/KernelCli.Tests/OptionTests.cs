using System.CommandLine;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What follows from the rows of options: the fingerprint of a run, one grammar of both parsers, defaults and words.</summary>
public sealed class OptionTests : IDisposable
{
    // A second value for each option that takes one.
    private static readonly Dictionary<OptionDefinition, string> Values = new()
    {
        [ApplyOptions.Filters] = "box:5",
        [ApplyOptions.Channels] = "color",
        [ApplyOptions.Luma] = "bt709",
        [ApplyOptions.Alpha] = "drop",
        [ApplyOptions.Padding] = "valid",
        [ApplyOptions.Border] = "wrap",
        [CommonOptions.Stride] = "2",
        [ApplyOptions.Range] = "abs",
        [ApplyOptions.Depth] = "16",
        [ApplyOptions.Light] = "linear",
        [ApplyOptions.Where] = "3,4,10x9",
        [ApplyOptions.Frames] = "first",
        [ApplyOptions.NoData] = "128:fill",
        [ApplyOptions.Format] = "bmp",
        [ApplyOptions.Quality] = "50",
        [ApplyOptions.Subsampling] = "444",
        [ApplyOptions.Restart] = "1",
        [ApplyOptions.Compression] = "0",
        [ApplyOptions.TiffCompression] = "lzw",
        [ApplyOptions.Metadata] = "none",
        [CommonOptions.Decoder] = "builtin",
        [CommonOptions.Jobs] = "1",
        [CommonOptions.MaxPixels] = "1000000",
        [CommonOptions.MaxMemory] = "900M",
        [BatchOptions.Glob] = "*.png",
        [BatchOptions.Exclude] = "*.jpg",
        [BatchOptions.Shard] = "1/1",
        [BatchOptions.MaxDiff] = "9",
        [BatchOptions.MaxPercent] = "9",
        [CommonOptions.Progress] = "always",
        [CommonOptions.Color] = "never",
    };

    // They say where things are, or that nothing is written: there are no bytes to compare.
    private static readonly OptionDefinition[] Places =
    [
        ApplyOptions.Output, ApplyOptions.OutputFolder, ApplyOptions.InPlace, ApplyOptions.NoClobber, ApplyOptions.SkipExisting, ApplyOptions.Update, ApplyOptions.DryRun,
        ApplyOptions.FramesAsFiles,
        BatchOptions.FilesFrom, BatchOptions.Report, BatchOptions.Resume, BatchOptions.Expect,
    ];

    // Where sobel:x of a PNG does not show what an option changes: another chain, and the format of the output.
    private static readonly Dictionary<OptionDefinition, string> Shows = new()
    {
        [ApplyOptions.Quality] = "-f box:3 --format jpeg",
        [ApplyOptions.Subsampling] = "-f box:3 --channels color --format jpeg",
        [ApplyOptions.Restart] = "-f box:3 --format jpeg",
        [ApplyOptions.Optimize] = "-f box:3 --format jpeg",
        [ApplyOptions.NoData] = "-f box:3",
        [ApplyOptions.TiffCompression] = "-f box:3 --format tiff",
    };

    private readonly Workspace _work = new();

    // The decoder changes samples of a JPEG alone, and only where the other decoder rounds otherwise.
    public static TheoryData<string> Changing => [.. ApplyOptions.All.Where(option => option.Effect is OutputEffect.ChangesOutput && option != CommonOptions.Decoder).Select(option => option.Name)];

    public static TheoryData<string> Names => [.. ApplyOptions.All.Select(option => option.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_that_change_the_output_change_the_fingerprint_and_others_change_no_byte(string name)
    {
        OptionDefinition option = ApplyOptions.All.Single(option => option.Name == name);
        string picture = _work.Picture("in.png", 40, 30, PixelLayout.Rgba);
        string[] plain = [picture, "-f", "sobel:x", "-o", _work["a.png"]];
        if (Places.Contains(option))
        {
            Assert.Equal(OutputEffect.LeavesOutput, option.Effect);
            return;
        }
        string[] given = option.IsSwitch ? [name] : [name, Values[option]];
        string[] more = [picture, "-f", "sobel:x", "-o", _work["b.png"], .. given];
        Assert.Equal(option.Effect is OutputEffect.ChangesOutput, FingerprintOf(plain) != FingerprintOf(more));
        if (option.Effect is OutputEffect.LeavesOutput)
        {
            Assert.Equal(0, Tool.Run(["apply", .. plain]).ExitCode);
            Assert.Equal(0, Tool.Run(["apply", .. more]).ExitCode);
            Assert.Equal(File.ReadAllBytes(_work["a.png"]), File.ReadAllBytes(_work["b.png"]));
        }
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public void An_option_that_changes_the_output_changes_a_byte_of_it(string name)
    {
        OptionDefinition option = ApplyOptions.All.Single(option => option.Name == name);
        string picture = _work.Picture("in.png", 40, 30, Shows.ContainsKey(option) ? PixelLayout.Rgb : PixelLayout.Rgba);
        string[] line = Shows.TryGetValue(option, out string? shown) ? shown.Split(' ') : ["-f", "sobel:x"];
        if (option == ApplyOptions.Lenient)
            File.WriteAllBytes(picture, File.ReadAllBytes(picture)[..^40]);
        if (option == ApplyOptions.Metadata)
            Tag(picture);
        if (option == ApplyOptions.Frames)
            _work.Animation(picture, 40, 30, PixelLayout.Rgba, (1, 10), (1, 10));
        string[] plain = ["apply", picture, "-o", "-", .. line], given = option.IsSwitch ? [name] : [name, Values[option]];
        string[] format = line.Contains("--format") ? [] : ["--format", "png"];
        byte[] without = Tool.Run([.. plain, .. format]).Output, with = Tool.Run([.. plain, .. option == ApplyOptions.Format ? [] : format, .. given]).Output;
        Assert.NotEmpty(with);
        Assert.NotEqual(without, with);
    }

    // A resolution, which the output keeps.
    private static void Tag(string picture)
    {
        (ImageInfo info, byte[] samples) = Workspace.Read(File.ReadAllBytes(picture));
        using FileStream stream = File.Create(picture);
        using IRowSink sink = ImageCodecs.ByExtension(picture)!.Create(stream, info with { Metadata = new ImageMetadata { Density = PixelDensity.FromDotsPerInch(300, 300) } }, EncodeOptions.Default);
        for (int y = 0; y < info.Height; y++)
            sink.WriteRow(samples.AsSpan(y * info.RowBytes, info.RowBytes));
        sink.Complete();
    }

    [Theory]
    [InlineData("in.png -f box:3 -o out.png")]
    [InlineData("-f box:3 -k sobel --filter gaussian:2 in.png -O out -j4")]
    [InlineData("in.png -f box:3 -o out.png --jobs=4 --channels=color")]
    [InlineData("in.png -f box:3 -o out.png -qv")]
    [InlineData("in.png other.png --filter=file=k=1.txt --in-place --glob *.png --glob=*.jpg")]
    [InlineData("-f box:3 -o out.png -- -strange.png")]
    [InlineData("- -f box:3 -o - --format png")]
    [InlineData("in.png -f box:3 -o out.png --quality 80 --quality 90")]
    [InlineData("in.png -f custom:-1,0,1 -o out.png --border constant=-4")]
    [InlineData("in.png -f box:3 --optimize --lenient -n")]
    [InlineData("in.png -f box:3 --unknown 3")]
    [InlineData("in.png -o out.png")]
    [InlineData("in.png -f")]
    [InlineData("--help")]
    public void Both_parsers_read_a_command_line_alike_or_the_plain_one_leaves_it(string line)
    {
        string[] args = line.Split(' ');
        if (ArgumentParser.TryParse(args, ApplyOptions.All) is not { } plain)
            return;
        var command = (DefinedCommand)ApplyCommand.Create(CancellationToken.None);
        ParseResult parsed = new RootCommand { command }.Parse([ApplyCommand.Name, .. args], new ParserConfiguration { ResponseFileTokenReplacer = null });
        Assert.Empty(parsed.Errors);
        ParsedArguments full = command.Read(parsed);
        Assert.Equal(plain.Inputs, full.Inputs);
        Assert.All(ApplyOptions.All, option => Assert.Equal(plain.TextsOf(option), full.TextsOf(option)));
    }

    [Fact]
    public void Plain_lines_are_read_without_the_library() =>
        Assert.All((string[])["in.png -f box:3 -o out.png", "in.png -f box:3 -o out.png --jobs=4 --channels=color", "- -f box:3 -o - --format png"],
            line => Assert.NotNull(ArgumentParser.TryParse(line.Split(' '), ApplyOptions.All)));

    [Fact]
    public void Every_word_of_a_choice_is_a_value_and_the_default_is_one_of_them()
    {
        var arguments = new ParsedArguments();
        foreach (string word in ApplyOptions.Luma.Words)
            Assert.Equal(word, ApplyOptions.Luma.Read(word).ToString().ToLowerInvariant());
        Assert.Equal(ApplyOptions.Luma.Default, arguments.Get(ApplyOptions.Luma));
        Assert.EndsWith("[bt601]", ApplyOptions.Luma.Help, StringComparison.Ordinal);
        Assert.Equal("--luma bt602: use bt601, bt709, average, max, red, green, blue; did you mean 'bt601'?",
            Assert.Throws<UsageException>(() => ApplyOptions.Luma.Read("bt602")).Message);
    }

    [Theory]
    [InlineData("--stride", "3xq", "--stride '3xq', column 3: the stride must be a whole number from 1 to 1000000, not 'q'")]
    [InlineData("--quality", "200", "--quality 200: use a whole number from 1 to 100")]
    [InlineData("--max-memory", "q", "--max-memory q: use a size such as 500M or 4G")]
    [InlineData("--padding", "1,2", "--padding '1,2', column 1: '1,2' is no padding: use same, valid, full, one number, or four as top,right,bottom,left")]
    public void A_bad_value_is_told_with_the_option_and_the_place(string name, string value, string message) =>
        Tool.Run("apply", "in.png", "-f", "box:3", "-n", name, value).Failed(2, message);

    [Fact]
    public void A_plan_names_the_loops_and_says_what_is_slow()
    {
        string picture = _work.Picture("in.png", 40, 30, PixelLayout.Gray), spec = "binomial:21:mul=1.01";
        Tool plan = Tool.Run("apply", picture, "-f", "sobel:x", "-n", "-v").Succeeded();
        Assert.Contains("vertical SmallTaps3Symmetric, Int16", plan.Text, StringComparison.Ordinal);
        Assert.Contains("one sample at a time", Tool.Run("apply", picture, "-f", spec, "-n").Succeeded().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("one sample at a time", Tool.Run("apply", picture, "-f", "sobel:x", "-n").Succeeded().Text, StringComparison.Ordinal);
        Assert.Contains("\"loops\":[\"load ReadBytes, Int16\"", Tool.Run("apply", picture, "-f", "sobel:x", "-n", "--json").Succeeded().Text, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    /// <summary>The fingerprint of a plain command line of <c>apply</c>.</summary>
    internal static string FingerprintOf(string[] args)
    {
        ParsedArguments arguments = ArgumentParser.TryParse(args, ApplyOptions.All)!;
        return OutputFingerprint.Of(arguments, ApplyOptions.All, ApplyRequest.Create(arguments).Files);
    }
}
