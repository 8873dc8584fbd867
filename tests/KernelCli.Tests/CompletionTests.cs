using System.Diagnostics;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Completion scripts in the shells themselves, where those are installed.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly Workspace _work = new();

    [Theory]
    [InlineData("kernelcli ap", "apply")]
    [InlineData("kernelcli apply -f gau", "gaussian")]
    [InlineData("kernelcli apply --bor", "--border")]
    [InlineData("kernelcli apply --range st", "stretch")]
    [InlineData("kernelcli kernels ex", "export")]
    [InlineData("kernelcli compare --max-pe", "--max-percent")]
    [InlineData("kernelcli apply some", "some picture.png")]
    public void Bash_completes(string line, string expected)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "There is no bash.");
        string[] words = line.Split(' ');
        Assert.Equal(expected, Run("/bin/bash", "bash", $"""
            source {_work["script"]}
            COMP_WORDS=({string.Join(' ', words)}) COMP_CWORD={words.Length - 1}
            _kernelcli
            printf '%s\n' "${"{"}COMPREPLY[@]{"}"}"
            """));
    }

    [Theory]
    [InlineData("kernelcli com", "apply compare info kernels completions")]
    [InlineData("kernelcli apply -f gau", "box gaussian")]
    [InlineData("kernelcli apply --bor", "--border")]
    [InlineData("kernelcli apply --depth 1", "keep 8 16 f32")]
    [InlineData("kernelcli kernels ex", "list show export")]
    public void Zsh_completes(string line, string offered)
    {
        string? zsh = ((string[])["/bin/zsh", "/usr/bin/zsh"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(zsh is null, "There is no zsh.");
        string[] words = line.Split(' ');

        // compadd only works inside the line editor: here it tells what it was given.
        string told = Run(zsh!, "zsh", $"""
            compdef() {"{"} : {"}"}
            compadd() {"{"} shift; print -r -- $@ {"}"}
            _files() {"{"} print files {"}"}
            source {_work["script"]}
            words=({string.Join(' ', words)}) CURRENT={words.Length}
            _kernelcli
            """);
        Assert.All(offered.Split(' '), word => Assert.Contains(word, told.Split(' ', '\n')));
    }

    [Theory]
    [InlineData("fish", "complete -c kernelcli -n '__fish_seen_subcommand_from apply' -l border -x -a 'replicate reflect101 symmetric wrap constant' -d")]
    [InlineData("fish", "-l filter -l kernel -s f -s k -x -a 'box gaussian")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName kernelcli")]
    [InlineData("pwsh", "'--range' = @('clip', 'abs', 'mid', 'stretch')")]
    public void Other_shells_get_the_same_words(string shell, string line) =>
        Assert.Contains(line, Tool.Run("completions", shell).Succeeded().Text, StringComparison.Ordinal);

    [Fact]
    public void The_manual_page_has_no_faults()
    {
        string page = Tool.Run("completions", "man").Succeeded().Text;
        Assert.Contains("\\-\\-border", page, StringComparison.Ordinal);
        Assert.Contains("gaussian:2", page, StringComparison.Ordinal);
        string? groff = ((string[])["/usr/bin/groff", "/bin/groff"]).FirstOrDefault(File.Exists);
        Assert.SkipWhen(groff is null, "There is no groff to read the page with.");
        File.WriteAllText(_work["page.1"], page);
        using Process process = Process.Start(new ProcessStartInfo(groff, ["-man", "-Tutf8", "-ww", "-z", _work["page.1"]]) { RedirectStandardError = true })!;
        Assert.Equal("", process.StandardError.ReadToEnd());
    }

    [Fact]
    public void Unknown_shells_are_named() => Tool.Run("completions", "bsh").Failed(2, "bash", "did you mean");

    public void Dispose() => _work.Dispose();

    private string Run(string program, string shell, string commands)
    {
        File.WriteAllText(_work["script"], Tool.Run("completions", shell).Succeeded().Text);
        File.WriteAllText(_work["some picture.png"], "");
        File.WriteAllText(_work["commands"], commands);
        using Process process = Process.Start(new ProcessStartInfo(program, [_work["commands"]]) { WorkingDirectory = _work.Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", error);
        return output.TrimEnd();
    }
}
