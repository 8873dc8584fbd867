using System.CommandLine;

namespace KernelCli.Cli.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(CancellationToken cancellation)
    {
        var root = new RootCommand("Applies convolution kernels to pictures: exact, fast, in flat memory.")
        {
            ApplyCommand.Create(cancellation),
            InfoCommand.Create(cancellation),
            KernelsCommand.Create(),
        };
        root.Options.Add(new Option<bool>("--debug") { Description = "Show where an error came from", Recursive = true });
        return root;
    }
}
