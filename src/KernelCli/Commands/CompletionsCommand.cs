using System.CommandLine;
using KernelCli.Cli.Completions;
using KernelCli.Cli.Output;
using KernelCli.Text;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli completions SHELL</c>.</summary>
internal static class CompletionsCommand
{
    public const string Name = "completions";

    private static readonly Dictionary<string, Func<CompletionModel, string>> Scripts = new()
    {
        ["bash"] = CompletionScripts.Bash,
        ["zsh"] = CompletionScripts.Zsh,
        ["fish"] = CompletionScripts.Fish,
        ["pwsh"] = CompletionScripts.PowerShell,
        ["man"] = ManPage.Create,
    };

    /// <summary>The shells there are scripts for.</summary>
    public static IEnumerable<string> Shells => Scripts.Keys;

    public static Command Create(RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", Scripts.Keys) };
        var command = new Command(Name, "Print a script that completes words in a shell, or the manual page.") { shell };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(shell)!;
            if (!Scripts.TryGetValue(name, out Func<CompletionModel, string>? script))
                throw new UsageException($"completions {name}: use {string.Join(", ", Scripts.Keys)}{Spelling.Hint(name, Scripts.Keys)}");
            Console.Out.Write(script(new CompletionModel(root)));
            return ExitCode.Done;
        });
        return command;
    }
}
