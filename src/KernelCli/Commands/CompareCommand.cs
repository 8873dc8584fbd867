using System.CommandLine;
using KernelCli.Cli.Compare;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli compare ACTUAL EXPECTED</c>.</summary>
internal static class CompareCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var files = new OperandDefinition("ACTUAL EXPECTED", "Two pictures, or two folders of pictures", Least: 2, Most: 2);
        return new DefinedCommand("compare", "Compare pictures: exit 0 where they are equal, 1 where they differ.",
            "ACTUAL EXPECTED [options]", files, CompareOptions.All, arguments => Run(arguments, cancellation));
    }

    private static int Run(ParsedArguments arguments, CancellationToken cancellation) =>
        new CompareRun(CompareRequest.Create(arguments), cancellation).Run();
}
