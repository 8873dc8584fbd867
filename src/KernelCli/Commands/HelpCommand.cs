using System.CommandLine;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;
using KernelCli.Text;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli help [COMMAND]</c>, which is <c>kernelcli COMMAND --help</c>.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var names = new OperandDefinition("COMMAND", "A command, such as apply or kernels show", Least: 0)
        {
            Words = [.. root.Subcommands.Select(command => command.Name)],
            Kind = CompletionKind.Other,
        };
        return new DefinedCommand("help", "Show the help of a command.", "[COMMAND]", names, [], arguments =>
        {
            Command command = root;
            foreach (string word in arguments.Inputs)
                command = command.Subcommands.FirstOrDefault(sub => sub.Name == word)
                    ?? throw new UsageException($"there is no command '{word}'"
                        + $"{Spelling.Hint(word, command.Subcommands.Select(sub => sub.Name))} ('kernelcli help' shows all)");
            Show(command, isShort: false);
            return ExitCode.Done;
        });
    }

    /// <summary>Writes the help of a command to standard output.</summary>
    public static void Show(Command command, bool isShort) =>
        Console.Out.Write(HelpText.Of(CommandModel.Of(command), isShort, TextLayout.WidthOfOutput()));
}
