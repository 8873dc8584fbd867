using System.CommandLine;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Layers;
using KernelCli.Cli.Options;
using KernelCli.Cli.Progress;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli layer INPUT --weights W -o FILE.npy</c>.</summary>
internal static class LayerCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var inputs = new Argument<string[]>("INPUT")
        {
            Description = "A picture, or an .npy array (channels, rows, columns)",
            Arity = ArgumentArity.OneOrMore
        };
        return new DefinedCommand("layer", "Run convolution layers of a network over a picture.", inputs, LayerOptions.All, arguments =>
        {
            var meter = new WorkMeter(1, "files");
            LayerRequest request = LayerRequest.Create(arguments);
            ProgressDisplay.Run(arguments, meter, "", new LayerJob(request, meter.Begin(), cancellation).Run);
            return ExitCode.Done;
        });
    }
}
