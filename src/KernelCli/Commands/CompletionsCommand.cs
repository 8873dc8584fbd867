using System.CommandLine;
using KernelCli.Cli.Completions;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;
using KernelCli.Text;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli completions SHELL</c>.</summary>
internal static class CompletionsCommand
{
    private static readonly Dictionary<string, Func<CommandModel, string>> Scripts = new()
    {
        ["bash"] = BashScript.Create,
        ["zsh"] = ZshScript.Create,
        ["fish"] = FishScript.Create,
        ["pwsh"] = PowerShellScript.Create,
        ["man"] = ManPage.Create,
    };

    public static Command Create(RootCommand root)
    {
        var shell = new OperandDefinition("SHELL", string.Join(", ", Scripts.Keys), Least: 1, Most: 1)
        {
            Words = [.. Scripts.Keys],
            Kind = CompletionKind.Other,
        };
        return new DefinedCommand("completions", "Print a script that completes words in a shell, or the manual page.",
            string.Join('|', Scripts.Keys), shell, [], arguments =>
        {
            string name = arguments.Inputs[0];
            if (!Scripts.TryGetValue(name, out Func<CommandModel, string>? script))
                throw new UsageException($"completions {name}: use {string.Join(", ", Scripts.Keys)}{Spelling.Hint(name, Scripts.Keys)}");
            Console.Out.Write(script(CommandModel.Of(root)));
            return ExitCode.Done;
        });
    }
}
