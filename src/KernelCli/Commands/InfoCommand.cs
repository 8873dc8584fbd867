using System.CommandLine;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Primitives;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli info FILE...</c>.</summary>
internal static class InfoCommand
{
    private static readonly OptionSpec Json = new("--json", null, "One JSON object a line");

    public static Command Create(CancellationToken cancellation)
    {
        var files = new Argument<string[]>("FILE") { Description = "Pictures; - is standard input", Arity = ArgumentArity.OneOrMore };
        var command = new Command("info", "Say what pictures are, and check them to their end.");
        var binding = new OptionBinding(command, files, [Json, ApplyOptions.MaxPixels, ApplyOptions.MaxMemory, ApplyOptions.Decoder, ApplyOptions.Debug]);
        command.SetAction(parsed =>
        {
            ParsedArguments words = binding.Read(parsed);
            ImageLimits limits = OptionValues.Limits(words.Text(ApplyOptions.MaxPixels), words.Text(ApplyOptions.MaxMemory));
            return Run(words.Arguments, words, new DecodeOptions { Limits = limits, ForceImageSharp = OptionValues.ForcesImageSharp(words) }, cancellation);
        });
        return command;
    }

    // Every file gets its answer; one that is broken does not keep the others from theirs.
    private static int Run(List<string> files, ParsedArguments words, DecodeOptions options, CancellationToken cancellation)
    {
        int failed = 0, code = ExitCode.Done;
        foreach (string path in files)
        {
            try
            {
                ImageReport report = FileException.Guard(path, () => ImageReport.Read(path, ImageFile.OpenStream(path), options, cancellation));
                Console.Out.WriteLine(words.Has(Json) ? report.ToJson() : report.ToText());
            }
            catch (FileException exception)
            {
                failed++;
                code = Failures.Report(exception, words.Has(ApplyOptions.Debug));
            }
        }
        return failed == 0 ? ExitCode.Done : failed < files.Count ? ExitCode.Partial : files.Count == 1 ? code : ExitCode.Failed;
    }
}
