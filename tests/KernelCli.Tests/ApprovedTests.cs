using System.Text;
using System.Text.Json;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Help;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>What the program says and writes, beside what was written down in <c>Approved/</c>: a change is then seen in review.</summary>
public sealed class ApprovedTests : IDisposable
{
    private static readonly string[] Commands =
    [
        "scene.png -f box:3", "scene.png -f gaussian:2", "scene.png -f gaussian:10", "scene.png -f sobel", "scene.png -f sobel:x --range mid", "scene.png -f laplacian:8 --range abs",
        "scene.png -f sharpen --channels color", "scene.png -f unsharp:2:amount=0.8 --channels color", "scene.png -f gaussian:1 -f laplacian --range stretch",
        "scene.png -f custom:1,2,1/2,4,2/1,2,1:norm=sum --border wrap", "scene.png -f box:5:stride=5 --padding valid", "scene.png -f motion:9:30 --border constant=40 --padding full",
        "scene.png -f log:1.4 --depth f32 --format pfm", "scene.png -f gaussian:6 --depth f32 --format npy", "scene.jpg -f emboss", "scene.jpg -f identity --channels color", "scene.png -f gamma:2.2 --luma max",
        "deep.png -f box:7 --alpha drop", "deep.png -f gaussian:5 --channels color", "deep.png -f scharr --border reflect101", "badge.png -f gaussian:3 --channels color", "badge.png -f identity --channels color",
        "badge.png -f prewitt --alpha keep --channels color", "scene.png -f mask:mask.png", "scene.png -f binomial:7 -f threshold:128", "scene.png -f roberts --border symmetric --stride 2",
    ];

    private readonly Workspace _work = new();

    [Fact]
    public void The_help_is_the_one_that_was_approved()
    {
        var text = new StringBuilder();
        foreach (string command in CommandModel.Of(RootCommandFactory.Create(CancellationToken.None)).All.Select(command => command.Path))
            text.Append($"# {command}\n").Append(Tool.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Succeeded().Text).Append('\n');
        text.Append("# apply -h\n").Append(Tool.Run("apply", "-h").Succeeded().Text);
        Compare("help.txt", text.ToString());
    }

    [Fact]
    public void The_samples_give_the_samples_that_were_approved()
    {
        var text = new StringBuilder();
        foreach (string command in Commands)
        {
            // Not standard error: what of the metadata a format does not hold is another matter.
            Tool run = Tool.RunIn(Path.Combine(Repository.Root, "samples"), null, ["apply", .. command.Split(' '), .. command.Contains("--format", StringComparison.Ordinal) ? Array.Empty<string>() : ["--format", "png"], "-o", _work["out"], "--json", "-q"]);
            Assert.True(run.ExitCode == 0, $"{command}: {run.Error}");
            using JsonDocument line = JsonDocument.Parse(run.Text.Split('\n')[0]);
            text.Append($"{command}: {line.RootElement.GetProperty("samples_sha256").GetString()}\n");
        }
        Compare("samples.txt", text.ToString());
    }

    [Fact]
    public void The_fingerprint_of_a_chain_stays_what_it_is()
    {
        File.WriteAllText(_work["k.txt"], "1 2 1\n");
        File.WriteAllBytes(_work["m.pgm"], [.. "P5\n1 1\n255\n"u8, 7]);
        string[] words =
        [
            "in.png", "-f", "gaussian:2", "-f", $"file={_work["k.txt"]}", "-f", $"mask:{_work["m.pgm"]}", "--channels", "color", "--border", "wrap", "--depth", "16", "--quality", "80", "-O", "out", "--report", "r.jsonl",
        ];
        string Fingerprint(params string[] more) => OptionTests.FingerprintOf([.. words, .. more]);

        // The folder of the test differs from run to run, and the names of files are a part of it; what they hold is too.
        Assert.Equal(Fingerprint(), Fingerprint("-j", "1", "-q"));
        Assert.NotEqual(Fingerprint(), Fingerprint("--stride", "2"));
        string before = Fingerprint();
        File.WriteAllText(_work["k.txt"], "1 3 1\n");
        Assert.NotEqual(before, Fingerprint());
        Assert.Equal("86e03b7f02028f476503e7b6ca71e0f0", OptionTests.FingerprintOf(["in.png", "-f", "gaussian:2", "--channels", "color", "--border", "wrap", "-O", "out"]));
    }

    public void Dispose() => _work.Dispose();

    private static void Compare(string name, string text)
    {
        string approved = Path.Combine(AppContext.BaseDirectory, "Approved", name), received = Path.Combine(AppContext.BaseDirectory, $"received-{name}");
        if (File.ReadAllText(approved) == text)
            return;
        File.WriteAllText(received, text);
        Assert.Fail($"{name} differs from the approved one: compare {received} with {approved}");
    }
}
