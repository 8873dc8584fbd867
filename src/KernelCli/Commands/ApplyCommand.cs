using System.CommandLine;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Progress;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli apply INPUT -f SPEC -o FILE</c>.</summary>
internal static class ApplyCommand
{
    public const string Name = "apply";

    public static Command Create(CancellationToken cancellation)
    {
        var inputs = new OperandDefinition("INPUT", "Pictures, folders (with -r) or patterns; - is standard input", Least: 0);
        return new DefinedCommand(Name, "Filter pictures and write the results.",
            "INPUT... -f SPEC... (-o FILE | -O DIR | --in-place) [options]", inputs, ApplyOptions.All, arguments =>
            Run(arguments, cancellation));
    }

    /// <summary>Runs the command for one picture or a batch, and returns the exit code.</summary>
    public static int Run(ParsedArguments arguments, CancellationToken cancellation)
    {
        ApplyRequest request = ApplyRequest.Create(arguments);
        if (BatchRequest.Create(arguments) is { } batch)
            return new BatchRun(request, batch, cancellation).Run();
        BatchInput input = BatchInput.Named(arguments.Inputs[0]);
        OutputConflicts.Check([input], request);
        FormatWarnings.Write(request, [input], arguments);
        var meter = new WorkMeter(1, "files");
        ProgressDisplay.Run(arguments, meter, request.Target.AfterInterruption, () =>
        {
            JobResult result = new ApplyJob(request, input, null, null, meter.Begin(), cancellation).Run();
            if (result.Note is { } note)
                Failures.WriteNote($"{result.Input}: {note}");
        });
        return ExitCode.Done;
    }
}
