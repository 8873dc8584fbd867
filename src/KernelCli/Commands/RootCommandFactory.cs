using System.CommandLine;
using KernelCli.Cli.Completions;

namespace KernelCli.Cli.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(CancellationToken cancellation)
    {
        var root = new RootCommand("Applies convolution kernels to pictures: exact, fast, in flat memory.")
        {
            ApplyCommand.Create(cancellation),
            CompareCommand.Create(cancellation),
            InfoCommand.Create(cancellation),
            KernelsCommand.Create(),
            LayerCommand.Create(cancellation),
            VolumeCommand.Create(cancellation),
        };
        root.Subcommands.Add(CompletionsCommand.Create(root));
        HelpExamples.AddTo(root);
        return root;
    }
}
