using System.Text.Json;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>apply --expect: results that are kept or only checked, golden images that are missing, left over or unreadable.</summary>
public sealed class GoldenImageTests : IDisposable
{
    private readonly Workspace _work = new();

    public GoldenImageTests()
    {
        _work.Picture("in/a.png", 20, 10);
        _work.Picture("in/sub/b.jpg", 24, 16);
        Run("apply", "in", "-r", "-f", "box:3", "-O", "gold").Succeeded();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_verdict_is_the_same_whether_results_are_kept_or_not(bool areKept)
    {
        string[] output = areKept ? ["-O", "out"] : [];
        string[] same = ["apply", "in", "-r", "-f", "box:3", "--expect", "gold", .. output], other = ["apply", "in", "-r", "-f", "box:5", "--expect", "gold", .. output];
        Run(same).Succeeded();
        Run(other).Failing(1, areKept ? "out/a.png: differs from gold/a.png: " : "in/a.png: differs from gold/a.png: ", "b.jpg");
        Run([.. other, "--max-diff", "255"]).Succeeded();
        Assert.Equal(areKept, Directory.Exists(_work["out"]));
    }

    [Fact]
    public void One_picture_is_checked_without_an_output()
    {
        Run("apply", "in/a.png", "-f", "box:3", "--expect", "gold/a.png").Succeeded();
        Run("apply", "in/a.png", "-f", "box:3", "--expect", "gold").Succeeded();
        Run("apply", "in/sub/b.jpg", "-f", "box:3", "--expect", "gold/sub/b.jpg").Succeeded();
        Run("apply", "in/a.png", "-f", "box:5", "--expect", "gold/a.png").Failed(1, "in/a.png: differs from gold/a.png");
        Tool.RunIn(_work.Folder, File.ReadAllBytes(_work["in/a.png"]), "apply", "-", "-f", "box:3", "--expect", "gold/a.png").Succeeded();
        if (!Tool.IsWindows)
            Run("apply", "in/a.png", "-f", "box:3", "-o", "/dev/null", "--format", "png", "--expect", "gold/a.png").Succeeded();
        Assert.Equal(["gold", "in"], Directory.GetFileSystemEntries(_work.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_missing_golden_image_is_a_difference_that_says_how_to_accept()
    {
        File.Delete(_work["gold/a.png"]);
        Run("apply", "in", "-r", "-f", "box:3", "-O", "out", "--expect", "gold")
            .Failed(1, "out/a.png: has no golden image gold/a.png: copy it there to accept it");
        Run("apply", "in", "-r", "-f", "box:3", "--expect", "gold").Failed(1, "in/a.png: has no golden image gold/a.png");
    }

    [Fact]
    public void A_golden_image_that_no_input_makes_is_a_difference_where_whole_folders_are_compared()
    {
        File.Copy(_work["gold/a.png"], _work["gold/gone.png"]);
        string[] whole = ["apply", "in", "-r", "-f", "box:3", "--expect", "gold"];
        Run(whole).Failed(1, "gold/gone.png: no input makes this golden image");
        JsonElement[] lines = Array.ConvertAll(Run([.. whole, "--json"]).Text.TrimEnd().Split('\n'), line => JsonDocument.Parse(line).RootElement);
        Assert.Equal(["done", "done", "different"], lines[..3].Select(line => line.GetProperty("status").GetString()!).Order(StringComparer.Ordinal).Reverse());
        Run([.. whole, "--glob", "*.png"]).Failed(1, "gold/gone.png");
        Run([.. whole, "--glob", "*.jpg"]).Succeeded();
        Run([.. whole, "--exclude", "gone.*"]).Succeeded();
        Run([.. whole, "--shard", "1/1"]).Succeeded();
        Run("apply", "in/a.png", "-f", "box:3", "--expect", "gold").Succeeded();
    }

    [Fact]
    public void An_unreadable_golden_image_is_an_error_and_the_others_are_compared()
    {
        File.WriteAllText(_work["gold/a.png"], "no picture");
        Run("apply", "in", "-r", "-f", "box:3", "--expect", "gold").Failing(3, "gold/a.png: not a picture", "1 of 2 failed");
    }

    [Theory]
    [InlineData("in -r -O out --expect nosuch", "--expect nosuch: no such file or folder")]
    [InlineData("in -r -O out --expect gold/a.png", "is one picture, and there are 2 inputs")]
    [InlineData("in -r --expect gold --resume r.jsonl", "--resume goes on with results that were kept")]
    [InlineData("in/a.png -o x-{frame}.png --expect gold", "compare the folders afterwards")]
    [InlineData("in -r -O gold --expect gold", "written over")]
    public void What_cannot_be_compared_is_said_before_the_work(string arguments, string expected)
    {
        Run(["apply", "-f", "box:3", .. arguments.Split(' ')]).Failed(2, expected);
        Assert.False(Directory.Exists(_work["out"]));
    }

    public void Dispose() => _work.Dispose();

    private Tool Run(params string[] arguments) => Tool.RunIn(_work.Folder, null, arguments);
}
