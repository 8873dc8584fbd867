using System.CommandLine;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Codecs;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli info FILE...</c>.</summary>
internal static class InfoCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var files = new OperandDefinition("FILE", "Pictures; - is standard input", Least: 1);
        return new DefinedCommand("info", "Print size, format and metadata, and verify that files are intact.", "FILE... [options]",
            files, CompareOptions.Info, arguments =>
        {
            var options = new DecodeOptions
            {
                Limits = CommonOptions.Limits(arguments),
                ForceImageSharp = CommonOptions.ForcesImageSharp(arguments)
            };
            return Run(arguments, options, cancellation);
        });
    }

    // Every file is reported; a broken one does not stop the rest.
    private static int Run(ParsedArguments arguments, DecodeOptions options, CancellationToken cancellation)
    {
        List<string> files = arguments.Inputs;
        int failed = 0, code = ExitCode.Done;
        foreach (string path in files)
        {
            try
            {
                ImageReport report =
                    FileException.Guard(path, () => ImageReport.Read(path, ImageFile.OpenStream(path), options, cancellation));
                if (arguments.Get(CommonOptions.Json))
                    Console.Out.WriteLine(report.ToJson());
                else if (!arguments.Get(CompareOptions.Quiet))
                    Console.Out.WriteLine(report.ToText(isWhole: arguments.Get(CommonOptions.Verbose)));
            }
            catch (FileException exception)
            {
                failed++;
                code = Failures.Report(exception, arguments.Get(CommonOptions.Debug));
            }
        }
        return failed == 0 ? ExitCode.Done : failed < files.Count ? ExitCode.Partial : files.Count == 1 ? code : ExitCode.Failed;
    }
}
