using System.CommandLine;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Volumes;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli volume SLICE... -f SPEC3D -O DIR</c>.</summary>
internal static class VolumeCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var slices = new Argument<string[]>("SLICE") { Description = "Pictures of one size, in their order", Arity = ArgumentArity.OneOrMore };
        var command = new Command("volume", "Filter a stack of pictures in three dimensions.");
        var binding = new OptionBinding(command, slices, VolumeOptions.All);
        command.SetAction(parsed =>
        {
            new VolumeJob(VolumeRequest.Create(binding.Read(parsed)), cancellation).Run();
            return ExitCode.Done;
        });
        return command;
    }
}
