using System.CommandLine;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Layers;
using KernelCli.Cli.Options;
using KernelCli.Cli.Progress;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli layer INPUT --weights W -o FILE.npy</c>.</summary>
internal static class LayerCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var input = new OperandDefinition("INPUT", "A picture, or an .npy array (channels, rows, columns)", Least: 1, Most: 1);
        return new DefinedCommand("layer", "Run convolution layers of a network over a picture.",
            "INPUT (--weights W | --model FILE.json) (-o FILE.npy | -O DIR | --montage FILE) [options]", input, LayerOptions.All,
            arguments =>
        {
            var meter = new WorkMeter(1, "files");
            LayerRequest request = LayerRequest.Create(arguments);
            using var log = RunLog.Create(arguments);
            ProgressDisplay.Run(arguments, meter, "", new LayerJob(request, meter.Begin(), log, cancellation).Run);
            return ExitCode.Done;
        });
    }
}
