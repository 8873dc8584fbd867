using System.CommandLine;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Cli.Progress;
using KernelCli.Cli.Volumes;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli volume SLICE... -f SPEC -O DIR</c>.</summary>
internal static class VolumeCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var slices = new OperandDefinition("SLICE", "Pictures of one size, in their order", Least: 1);
        return new DefinedCommand("volume", "Filter a stack of pictures in three dimensions.", "SLICE... -f SPEC -O DIR [options]",
            slices, VolumeOptions.All, arguments =>
        {
            VolumeRequest request = VolumeRequest.Create(arguments);
            using var log = RunLog.Create(arguments);
            var job = new VolumeJob(request, log, cancellation);
            ProgressDisplay.Run(arguments, job.Meter, "", job.Run);
            return ExitCode.Done;
        });
    }
}
