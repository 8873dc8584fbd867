using KernelCli.Cli.Batch;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Tests.Support;

namespace KernelCli.Tests.Batch;

/// <summary>When a run is a batch, and which options contradict each other.</summary>
public sealed class BatchRequestTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("a.png -o b.png", false)]
    [InlineData("a.png -o b.png --json", true)]
    [InlineData("a.png -o b.png --json --dry-run", false)]
    [InlineData("a.png b.png -O out", true)]
    [InlineData("a.png -O out -r", true)]
    [InlineData("a.png -O out --glob *.png", true)]
    [InlineData("a.png -O out --exclude b.png", true)]
    [InlineData("a.png -o b.png --report r.jsonl", true)]
    [InlineData("a.png -o b.png --resume r.jsonl", true)]
    [InlineData("a.png -o b.png --shard 1/2", true)]
    [InlineData("a.png -o b.png --expect .", true)]
    public void One_picture_of_which_nothing_is_asked_is_no_batch(string arguments, bool isBatch) =>
        Assert.Equal(isBatch, Create(arguments.Split(' ')) is not null);

    [Fact]
    public void The_options_are_those_of_the_command_line()
    {
        BatchRequest batch = Create("in", "-r", "--glob", "*.png", "--exclude", "x*", "--hidden", "--files-from", "list", "-O", "out", "--shard", "2/3", "--report", "r.csv", "--resume",
            "r.jsonl")!;
        Assert.Equal([["in"], ["*.png"], ["x*"]], (IReadOnlyList<string>[])[batch.Inputs.Named, batch.Inputs.Patterns, batch.Inputs.Exclusions]);
        Assert.Equal((true, "list", true, "out"), (batch.Inputs.IsRecursive, batch.Inputs.List, batch.Inputs.TakesHidden, batch.Inputs.OutputFolder));
        Assert.Equal((new Shard(2, 3), "r.csv", "r.jsonl", null), (batch.Shard, batch.Report, batch.Resume, batch.Golden));
        Assert.True(batch.Arguments.IsGiven(Cli.Options.BatchOptions.Report));
        batch = Create("a.png", "b.png", "-O", "out", "--expect", _work.Folder)!;
        Assert.Equal((false, null, null, null), (batch.Inputs.TakesHidden, batch.Shard, batch.Report, batch.Resume));
        Assert.NotNull(batch.Golden);
    }

    [Fact]
    public void A_report_is_continued_if_it_is_the_file_that_is_resumed()
    {
        string report = _work["r.jsonl"], other = _work["other.jsonl"], spelled = Path.Combine(_work.Folder, ".", "r.jsonl");
        File.WriteAllText(other, "");
        Assert.False(InPlace("--report", report, "--resume", report));
        File.WriteAllText(report, "");
        Assert.True(InPlace("--report", report, "--resume", spelled));
        Assert.False(InPlace("--report", report, "--resume", other));
        Assert.False(InPlace("--report", report));
        Assert.False(InPlace("--resume", report));

        bool InPlace(params string[] options) => Create(["a.png", "-o", "b.png", .. options])!.IsResumedInPlace;
    }

    [Fact]
    public void Standard_output_is_the_pictures()
    {
        string[] run = ["a.png", "-o", "-", "--format", "png"];
        Assert.StartsWith("standard output is the picture's: --json and --expect need -o FILE", Refused([.. run, "--json"]), StringComparison.Ordinal);
        Assert.StartsWith("standard output is the picture's", Refused([.. run, "--expect", _work.Folder]), StringComparison.Ordinal);
        Assert.NotNull(Create([.. run, "--report", "r.jsonl"]));
        Assert.NotNull(Create([.. run, "--expect", _work.Folder, "--dry-run"]));
    }

    [Fact]
    public void Golden_images_are_not_written_over()
    {
        string golden = _work["gold"], file = _work["gold/a.png"], why = "results would be written over what they are compared with";
        Directory.CreateDirectory(golden);
        File.WriteAllText(file, "");
        Assert.Equal($"--expect {golden}: {why}", Refused("a.png", "-O", Path.Combine(_work.Folder, ".", "gold"), "--expect", golden));
        Assert.Equal($"--expect {file}: {why}", Refused("a.png", "-o", file, "--expect", file));
        Assert.NotNull(Create("a.png", "-o", _work["b.png"], "--expect", file));
        Assert.NotNull(Create("a.png", "--expect", file));
        Assert.Equal($"--expect {_work["none"]}: no such file or folder; golden images are made by the same command with -o or -O instead",
            Refused("a.png", "-O", "out", "--expect", _work["none"]));
    }

    [Fact]
    public void Only_results_that_were_kept_can_be_resumed()
    {
        string[] run = ["a.png", "--resume", "r.jsonl", "--expect", _work.Folder];
        Assert.Equal("--resume goes on with results that were kept: use -o FILE or -O DIR", Refused(run));
        Assert.NotNull(Create([.. run, "-o", "b.png"]));
        Assert.NotNull(Create([.. run, "-O", "out"]));
        Assert.NotNull(Create([.. run, "--in-place"]));
        Assert.NotNull(Create("a.png", "--expect", _work.Folder));
        Assert.NotNull(Create("a.png", "--resume", "r.jsonl", "-O", "out"));
    }

    public void Dispose() => _work.Dispose();

    private static BatchRequest? Create(params string[] arguments) => BatchRequest.Create(InProcess.Parse([.. arguments, "-f", "box:3"]));

    private static string Refused(params string[] arguments) => Assert.Throws<UsageException>(() => Create(arguments)).Message;
}
