using System.CommandLine;
using KernelCli.Cli.Completions;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Options;
using KernelCli.Text;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli completions SHELL</c>.</summary>
internal static class CompletionsCommand
{
    public static Command Create(RootCommand root)
    {
        Dictionary<string, Func<CompletionModel, string>> scripts = CompletionScripts.ByShell;
        var shell = new Argument<string>("SHELL") { Description = string.Join(", ", scripts.Keys) };
        return new DefinedCommand(CompletionScripts.CommandName, "Print a script that completes words in a shell, or the manual page.",
            shell, [], arguments =>
        {
            string name = arguments.Inputs[0];
            if (!scripts.TryGetValue(name, out Func<CompletionModel, string>? script))
                throw new UsageException($"completions {name}: use {string.Join(", ", scripts.Keys)}{Spelling.Hint(name, scripts.Keys)}");
            Console.Out.Write(script(new CompletionModel(root)));
            return ExitCode.Done;
        });
    }
}
