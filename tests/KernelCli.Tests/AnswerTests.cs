using System.CommandLine;
using System.Text.Json;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Help;
using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>How much a command says: nothing with -q, more with -v, JSON lines with --json, and the same lines in a report.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly Workspace _work = new();

    public AnswerTests()
    {
        _work.Picture("in.png");
        _work.Picture("other.png");
        _work.Picture("differs.png", 40, 30, PixelLayout.Gray);
    }

    [Fact]
    public void Every_command_takes_the_same_three_options() => Assert.All(
        CommandModel.Of(RootCommandFactory.Create(CancellationToken.None)).All.Where(command => command.Commands.Count == 0 && command.Name is not ("completions" or "help")),
        command => Assert.Empty(((string[])["-q", "-v", "--json", "--quiet", "--verbose"]).Except(command.Options.SelectMany(CommandModel.NamesOf))));

    [Theory]
    [InlineData("apply in.png -f box:3 -o out.png", "picture summary")]
    [InlineData("compare in.png other.png", "comparison")]
    [InlineData("info in.png other.png", " ")]
    [InlineData("kernels show sobel", "kernel kernel")]
    [InlineData("kernels show median:5", "window")]
    [InlineData("kernels export box -o out.txt", "export")]
    [InlineData("kernels sheet --apply in.png -o out.png", "sheet")]
    [InlineData("kernels fit in.png other.png --size 3", "fit")]
    [InlineData("volume in.png other.png -f box3d:3 -O out", "slice slice")]
    public void Json_is_lines_with_what_they_are(string command, string kinds)
    {
        Tool run = Run(command + " --json").Succeeded();
        string[] told = [.. run.Text.TrimEnd('\n').Split('\n').Select(KindOf)];
        Assert.Equal(kinds.Split(' '), told);
        Assert.Equal(run.Text.Split('\n').Length, Run(command + " --json -q").Succeeded().Text.Split('\n').Length);
    }

    [Fact]
    public void Every_filter_is_a_line_of_json()
    {
        string[] lines = Run("kernels list --json").Succeeded().Text.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length > 20);
        using JsonDocument box = JsonDocument.Parse(lines[0]);
        Assert.Equal(("box", "box[:SIZE=3]"), (box.RootElement.GetProperty("name").GetString(), box.RootElement.GetProperty("usage").GetString()));
        Assert.Contains("elsewhere called blur", Run("kernels list -v").Succeeded().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compare in.png other.png", 0)]
    [InlineData("compare in.png differs.png", 1)]
    [InlineData("info in.png", 0)]
    [InlineData("volume in.png other.png -f box3d:3 -O out", 0)]
    [InlineData("kernels export box -o out.txt", 0)]
    public void Quiet_commands_say_nothing_but_their_exit_code(string command, int code)
    {
        Tool run = Run(command + " -q");
        Assert.Equal((code, "", ""), (run.ExitCode, run.Text, run.Error));
    }

    [Fact]
    public void Quiet_commands_still_tell_errors() => Run("info missing.png -q").Failed(2, "missing.png: no such file");

    [Theory]
    [InlineData("apply in.png -f box:3 -o out.png", "  stages: decoding ")]
    [InlineData("volume in.png other.png -f box3d:3 -O out", "slice 2 of 2 -> out/slice-0001.png: 40x30")]
    [InlineData("kernels export box -o out.txt", "box -> out.txt: 3x3, text")]
    [InlineData("kernels sheet --apply in.png -o out.png", "in.png -> out.png")]
    public void Verbose_commands_say_what_they_wrote(string command, string words)
    {
        Tool run = Run(command + " -v");
        Assert.Equal((0, ""), (run.ExitCode, run.Text));
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_tells_shapes_and_files_in_words_and_lines()
    {
        string weights = Path.Combine(Repository.Root, "samples", "weights", "gabor.npy");
        Tool run = Tool.RunIn(_work.Folder, null, "layer", "in.png", "--weights", weights, "-o", "maps.npy", "--montage", "maps.png", "-v", "--json", "--report", "r.jsonl");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("in.png (3, 30, 40) -> maps.png, maps.npy (16,", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Text, File.ReadAllText(_work["r.jsonl"]));
        using JsonDocument line = JsonDocument.Parse(run.Text);
        Assert.Equal(["maps.png", "maps.npy"], line.RootElement.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()));
        Assert.Equal([3, 30, 40], line.RootElement.GetProperty("input_shape").EnumerateArray().Select(number => number.GetInt32()));
        Tool.RunIn(_work.Folder, null, "layer", "in.png", "--weights", weights, "-o", "maps.npy", "--report", "r.csv").Failed(2, "ends with .jsonl");
        Tool.RunIn(_work.Folder, null, "layer", "missing.png", "--weights", weights, "-o", "maps.npy", "--report", "none.jsonl").Failed(2);
        Assert.False(File.Exists(_work["none.jsonl"]));
    }

    [Fact]
    public void A_kernel_on_standard_output_leaves_no_place_for_json() => Run("kernels export box --json").Failed(2, "--json needs -o FILE");

    [Fact]
    public void Large_kernels_are_listed_where_that_is_asked_for()
    {
        Assert.DoesNotContain("e-", Run("kernels show box:41").Succeeded().Text, StringComparison.Ordinal);
        Assert.True(Run("kernels show box:41 -v").Succeeded().Text.Split('\n').Length > 80);
    }

    public void Dispose() => _work.Dispose();

    private Tool Run(string line) => Tool.RunIn(_work.Folder, null, line.Split(' '));

    private static string KindOf(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        Assert.Equal(1, json.RootElement.GetProperty("schema").GetInt32());
        return json.RootElement.TryGetProperty("kind", out JsonElement kind) ? kind.GetString()! : "";
    }
}
