using System.CommandLine;
using KernelCli.Cli.Layers;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli layer INPUT --weights W -o FILE.npy</c>.</summary>
internal static class LayerCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var input = new Argument<string[]>("INPUT") { Description = "A picture, or an .npy array (channels, rows, columns)", Arity = ArgumentArity.OneOrMore };
        var command = new Command("layer", "Run convolution layers of a network over a picture.");
        var binding = new OptionBinding(command, input, LayerOptions.All);
        command.SetAction(parsed =>
        {
            new LayerJob(LayerRequest.Create(binding.Read(parsed)), cancellation).Run();
            return ExitCode.Done;
        });
        return command;
    }
}
