using System.CommandLine;

namespace KernelCli.Cli.Commands;

/// <summary>The tree of commands.</summary>
internal static class RootCommandFactory
{
    public static RootCommand Create(CancellationToken cancellation)
    {
        return new RootCommand("Applies convolution kernels to pictures: exact, fast, in flat memory.")
        {
            ApplyCommand.Create(cancellation),
            InfoCommand.Create(cancellation),
            KernelsCommand.Create(),
        };
    }
}
