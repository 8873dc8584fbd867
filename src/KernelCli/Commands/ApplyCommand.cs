using System.CommandLine;
using KernelCli.Cli.Jobs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli apply INPUT -f SPEC -o FILE</c>.</summary>
internal static class ApplyCommand
{
    public const string Name = "apply";

    public static Command Create(CancellationToken cancellation)
    {
        var command = new Command(Name, "Filter a picture and write the result.");
        var inputs = new Argument<string[]>("INPUT") { Description = "The picture; - is standard input", Arity = ArgumentArity.OneOrMore };
        var binding = new OptionBinding(command, inputs, ApplyOptions.All);
        command.SetAction(parsed => Run(binding.Read(parsed), cancellation));
        return command;
    }

    /// <summary>Runs the command as it was typed.</summary>
    public static int Run(ParsedWords words, CancellationToken cancellation)
    {
        ApplyRequest request = ApplyRequest.Create(words);
        new ApplyJob(request, request.Inputs[0], cancellation).Run();
        return ExitCode.Done;
    }
}
