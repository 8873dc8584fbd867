using System.CommandLine;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli apply INPUT -f SPEC -o FILE</c>.</summary>
internal static class ApplyCommand
{
    public const string Name = "apply";

    public static Command Create(CancellationToken cancellation)
    {
        var command = new Command(Name, "Filter pictures and write the results.");
        var inputs = new Argument<string[]>("INPUT") { Description = "Pictures, folders (with -r) or patterns; - is standard input", Arity = ArgumentArity.ZeroOrMore };
        var binding = new OptionBinding(command, inputs, ApplyOptions.All);
        command.SetAction(parsed => Run(binding.Read(parsed), cancellation));
        return command;
    }

    /// <summary>Runs the command as it was typed.</summary>
    public static int Run(ParsedArguments words, CancellationToken cancellation)
    {
        ApplyRequest request = ApplyRequest.Create(words);
        if (BatchRequest.Create(words) is { } batch)
            return new BatchRun(request, batch, cancellation).Run();
        JobResult result = new ApplyJob(request, BatchInput.Named(words.Arguments[0]), null, null, cancellation).Run();
        if (result.Note is { } note)
            Failures.Note($"{result.Input}: {note}");
        return ExitCode.Done;
    }
}
