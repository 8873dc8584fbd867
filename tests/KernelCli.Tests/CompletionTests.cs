using System.Diagnostics;
using System.Text.RegularExpressions;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Completion by Tab in the shells themselves, in a terminal, where those are installed.</summary>
public sealed class CompletionTests : IDisposable
{
    // What is typed, and what the line is after Tab, apart from a space or an equals sign that a shell puts after a whole word.
    private static readonly (string Typed, string Line)[] Completed =
    [
        ("kernelcli ap", "kernelcli apply"),
        ("kernelcli --he", "kernelcli --help"),
        ("kernelcli --vers", "kernelcli --version"),
        ("kernelcli apply --he", "kernelcli apply --help"),
        ("kernelcli apply --bor", "kernelcli apply --border"),
        ("kernelcli apply kernels --bor", "kernelcli apply kernels --border"),
        ("kernelcli apply -- --bor", "kernelcli apply -- --bor"),
        ("kernelcli apply --border wr", "kernelcli apply --border wrap"),
        ("kernelcli apply --border=con", "kernelcli apply --border=constant="),
        ("kernelcli apply --padding va", "kernelcli apply --padding valid"),
        ("kernelcli apply --range=st", "kernelcli apply --range=stretch"),
        ("kernelcli apply --shard a", "kernelcli apply --shard auto"),
        ("kernelcli apply --frames la", "kernelcli apply --frames last"),
        ("kernelcli apply -f gau", "kernelcli apply -f gaussian"),
        ("kernelcli apply -k gau", "kernelcli apply -k gaussian"),
        ("kernelcli apply --filter=gau", "kernelcli apply --filter=gaussian"),
        ("kernelcli apply -f gaussian:sig", "kernelcli apply -f gaussian:sigma="),
        ("kernelcli apply -f gaussian:2:anc", "kernelcli apply -f gaussian:2:anchor="),
        ("kernelcli apply -f gaussian:2:border=w", "kernelcli apply -f gaussian:2:border=wrap"),
        ("kernelcli apply -f fil", "kernelcli apply -f file="),
        ("kernelcli apply -f file=som", @"kernelcli apply -f file=some\ picture.png"),
        ("kernelcli apply --filter=mask:som", @"kernelcli apply --filter=mask:some\ picture.png"),
        ("kernelcli apply som", @"kernelcli apply some\ picture.png"),
        ("kernelcli apply -O sub", "kernelcli apply -O subfolder/"),
        ("kernelcli apply --output-dir=sub", "kernelcli apply --output-dir=subfolder/"),
        ("kernelcli apply -o subt", "kernelcli apply -o subtle.png"),
        ("kernelcli apply --output=subt", "kernelcli apply --output=subtle.png"),
        ("kernelcli apply -j ", "kernelcli apply -j "),
        ("kernelcli layer x --border=ze", "kernelcli layer x --border=zero"),
        ("kernelcli layer x --activation lea", "kernelcli layer x --activation leaky:"),
        ("kernelcli volume -f gau", "kernelcli volume -f gaussian3d:"),
        ("kernelcli volume -f file=som", @"kernelcli volume -f file=some\ picture.png"),
        ("kernelcli volume --padding fu", "kernelcli volume --padding full"),
        ("kernelcli compare --max-pe", "kernelcli compare --max-percent"),
        ("kernelcli kernels ex", "kernelcli kernels export"),
        ("kernelcli kernels show gau", "kernelcli kernels show gaussian"),
        ("kernelcli kernels export gau", "kernelcli kernels export gaussian"),
        ("kernelcli kernels export --as np", "kernelcli kernels export --as npy"),
        ("kernelcli kernels list --ce", "kernelcli kernels list --ce"),
        ("kernelcli completions zs", "kernelcli completions zsh"),
        ("kernelcli help lay", "kernelcli help layer"),
    ];

    // What is typed, words that are offered, and words that are not.
    private static readonly (string Typed, string Offered, string Absent)[] Lists =
    [
        ("kernelcli ", "apply compare info kernels layer volume completions help", "some"),
        ("kernelcli apply --border ", "replicate reflect101 symmetric wrap constant=", "zero some"),
        ("kernelcli layer x --activation ", "none relu sigmoid tanh leaky:", "some"),
        ("kernelcli volume -f ", "box3d: gaussian3d: file=", "sobel box some"),
        ("kernelcli compare --", "--max-diff --json --help", "--border --version"),
        ("kernelcli kernels ", "list show export sheet", "apply some"),
    ];

    private readonly Workspace _work = new();

    [Theory]
    [InlineData("bash", "")]
    [InlineData("zsh", "-- Go into folders and their subfolders")]
    [InlineData("fish", "(Go into folders and their subfolders)")]
    public void Tab_completes_in_a_terminal(string shell, string description)
    {
        Assert.SkipWhen(ShellTerminal.ProblemWith(shell) is not null, ShellTerminal.ProblemWith(shell) ?? "");
        Write(shell);
        using var terminal = new ShellTerminal(shell, _work, _work["script"]);
        var wrong = new List<string>();
        foreach ((string typed, string line) in Completed)
            if (terminal.LineAfterTab(typed) is var got && got != line && got != line + " " && got != line + "=")
                wrong.Add($"{typed}<Tab> gives {got}");
        foreach ((string typed, string offered, string absent) in Lists)
        {
            string screen = terminal.ScreenAfterTab(typed, screen => offered.Split(' ').All(word => Shows(screen, word)));
            wrong.AddRange(offered.Split(' ').Where(word => !Shows(screen, word)).Select(word => $"{typed}<Tab> does not offer {word}: {screen}"));
            wrong.AddRange(absent.Split(' ').Where(word => Shows(screen, word)).Select(word => $"{typed}<Tab> offers {word}: {screen}"));
        }
        string options = terminal.ScreenAfterTab("kernelcli apply --re", screen => screen.Contains(description, StringComparison.Ordinal));
        if (!options.Contains(description, StringComparison.Ordinal))
            wrong.Add($"there are no descriptions: {options}");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void PowerShell_completes()
    {
        string? pwsh = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "pwsh")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(pwsh is null, "There is no pwsh.");
        Write("pwsh");
        // Names of files that nothing precedes are PowerShell's own matter, and so is quoting them.
        (string Typed, string Line)[] lines = [.. Completed.Where(row => row.Typed != row.Line && !row.Line.EndsWith('/') && !row.Line.Contains("picture", StringComparison.Ordinal) && !row.Typed.EndsWith("subt", StringComparison.Ordinal)),
            ("kernelcli apply -O sub", "kernelcli apply -O subfolder"), ("kernelcli apply -f file=som", "kernelcli apply -f 'file=some picture.png'"), ("kernelcli apply --output=subt", "kernelcli apply --output=subtle.png")];
        File.WriteAllLines(_work["lines"], lines.Select(row => row.Typed));
        File.WriteAllText(_work["run.ps1"], """
            Invoke-Expression (Get-Content -Raw script)
            foreach ($line in Get-Content lines) {
                $found = TabExpansion2 -inputScript $line -cursorColumn $line.Length
                $line.Substring(0, $found.ReplacementIndex) + $(if ($found.CompletionMatches.Count -eq 1) { $found.CompletionMatches[0].CompletionText })
            }
            """);
        using Process process = Process.Start(new ProcessStartInfo(pwsh, ["-NoProfile", "-File", "run.ps1"]) { WorkingDirectory = _work.Folder, RedirectStandardOutput = true })!;
        Assert.Equal(lines.Select(row => row.Line), process.StandardOutput.ReadToEnd().TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')));
    }

    [Fact]
    public void The_manual_page_has_no_faults()
    {
        string page = Tool.Run("completions", "man").Succeeded().Text;
        foreach (string part in (string[])["\\-\\-border <replicate|\\:reflect101|", "gaussian:2", "INPUT... \\-f SPEC...", ".SH ENVIRONMENT", "NO_COLOR", ".SH FORMATS", "anchor=X+Y", "gaussian[:SIGMA=1]", "\\-\\-stride <N|\\:XxY>"])
            Assert.Contains(part, page, StringComparison.Ordinal);
        string? groff = ((string[])["/usr/bin/groff", "/bin/groff"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(groff is null, "There is no groff to read the page with.");
        File.WriteAllText(_work["page.1"], page);
        foreach (string width in (string[])["40", "80", "120"])
        {
            using Process process = Process.Start(new ProcessStartInfo(groff, ["-man", "-Tutf8", "-ww", "-z", $"-rLL={width}n", _work["page.1"]]) { RedirectStandardError = true })!;
            Assert.Equal("", process.StandardError.ReadToEnd());
        }
    }

    [Fact]
    public void Unknown_shells_are_named() => Tool.Run("completions", "bsh").Failed(2, "bash", "did you mean");

    public void Dispose() => _work.Dispose();

    private static bool Shows(string screen, string word) => Regex.IsMatch(screen, $@"(?<![\w-]){Regex.Escape(word)}(?![\w=:-])");

    private void Write(string shell)
    {
        File.WriteAllText(_work["script"], Tool.Run("completions", shell).Succeeded().Text);
        File.WriteAllText(_work["some picture.png"], "");
        File.WriteAllText(_work["subtle.png"], "");
        Directory.CreateDirectory(_work["subfolder"]);
    }
}
