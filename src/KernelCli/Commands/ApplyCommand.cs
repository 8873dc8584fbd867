using System.CommandLine;
using KernelCli.Cli.Jobs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli apply INPUT -f SPEC -o FILE</c>.</summary>
internal static class ApplyCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var options = new ApplyOptions();
        var command = new Command("apply", "Filter a picture and write the result.");
        command.Arguments.Add(options.Inputs);
        foreach (Option option in options.All)
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            ApplyRequest request = ApplyRequest.Create(options, parsed);
            new ApplyJob(request, request.Inputs[0], cancellation).Run();
            return ExitCode.Done;
        });
        return command;
    }
}
