using System.CommandLine;
using System.Diagnostics;
using KernelCli.Cli.Commands;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>The jobs in samples/ci: their command lines are read, and run as the job runs them.</summary>
public sealed class ContinuousIntegrationTests : IDisposable
{
    private readonly Workspace _work = new();

    public static TheoryData<string> Jobs => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples", "ci"), "*.yml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Every_command_line_is_understood(string job)
    {
        string[] lines = Commands(job);
        Assert.Equal(["apply", "compare"], lines.Select(line => line.Split(' ')[1]));
        foreach (string line in lines)
        {
            ParseResult parsed = RootCommandFactory.Create(CancellationToken.None).Parse(line.Split(' ')[1..], new ParserConfiguration { ResponseFileTokenReplacer = null });
            Assert.Null(UsageErrors.Find(parsed));
        }
        foreach (string report in (string[])["report.html", "junit.xml", "summary.md"])
            Assert.Contains($"--report {report}", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_job_passes_while_pictures_are_as_expected_and_leaves_its_reports_where_they_are_not(string job)
    {
        _work.Picture("tests/pictures/a.png");
        _work.Picture("tests/pictures/deep/b.png", 50);
        string[] lines = [.. Commands(job).Select(line => line["kernelcli ".Length..])];
        Tool.RunIn(_work.Folder, null, "apply", "tests/pictures", "-r", "-f", "gaussian:2", "-f", "sobel", "-O", "tests/golden").Succeeded();
        foreach (string line in lines)
            Tool.RunIn(_work.Folder, null, line.Split(' ')).Succeeded();
        Assert.Contains("0 of 2 different", File.ReadAllText(_work["summary.md"]), StringComparison.Ordinal);
        _work.Picture("tests/golden/deep/b.png", 50);
        Assert.Equal(1, Tool.RunIn(_work.Folder, null, lines[1].Split(' ')).ExitCode);
        Assert.Contains("| deep/b.png |", File.ReadAllText(_work["summary.md"]), StringComparison.Ordinal);
        Assert.Contains("<failure", File.ReadAllText(_work["junit.xml"]), StringComparison.Ordinal);
        Assert.Contains("deep/b.png", File.ReadAllText(_work["report.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public void A_job_is_yaml(string job)
    {
        const string Program = "import sys, yaml; print(sorted(str(key) for key in yaml.safe_load(open(sys.argv[1]))))";
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-c", Program, Path.Combine(Repository.Root, "samples", "ci", job)])
            start.ArgumentList.Add(argument);
        (int code, string text, string error) = RunOf(start);
        Assert.SkipWhen(code < 0 || error.Contains("No module named", StringComparison.Ordinal), "There is no Python with a reader of YAML.");
        Assert.True(code == 0, error);
        Assert.Contains(job == "github.yml" ? "'jobs'" : "'pictures'", text, StringComparison.Ordinal);
    }

    public void Dispose() => _work.Dispose();

    private static (int Code, string Text, string Error) RunOf(ProcessStartInfo start)
    {
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, text, error.Result);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "", "");
        }
    }

    private static string[] Commands(string job) => [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "ci", job)).Select(line => line.Trim())
        .Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line.StartsWith("run: ", StringComparison.Ordinal) ? line[5..] : line)
        .Where(line => line.StartsWith("kernelcli ", StringComparison.Ordinal))];
}
