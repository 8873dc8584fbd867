using System.CommandLine;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Jobs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Primitives;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli info FILE...</c>.</summary>
internal static class InfoCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var files = new Argument<string[]>("FILE") { Description = "Pictures; - is standard input", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var maxPixels = new Option<long>("--max-pixels") { Description = "Refuse larger pictures [1000000000]", HelpName = "N", DefaultValueFactory = _ => ImageLimits.Default.MaxPixels };
        var maxMemory = new Option<string>("--max-memory") { Description = "Refuse what needs larger buffers [2G]", HelpName = "SIZE" };
        var command = new Command("info", "Say what pictures are, and check them to their end.") { files, json, maxPixels, maxMemory };
        command.SetAction(parsed =>
        {
            var limits = new ImageLimits
            {
                MaxPixels = parsed.GetValue(maxPixels),
                MaxMemory = OptionValues.Size("--max-memory", parsed.GetValue(maxMemory), ImageLimits.Default.MaxMemory),
            };
            return Run(parsed.GetValue(files)!, parsed.GetValue(json), limits, cancellation);
        });
        return command;
    }

    // Every file gets its answer; one that is broken does not keep the others from theirs.
    private static int Run(string[] files, bool json, ImageLimits limits, CancellationToken cancellation)
    {
        int failed = 0, code = ExitCode.Done;
        foreach (string path in files)
        {
            try
            {
                PictureReport report = FileException.Guard(path, () => PictureReport.Read(path, Open(path), limits, cancellation));
                Console.Out.WriteLine(json ? report.ToJson() : report.ToText());
            }
            catch (FileException exception)
            {
                failed++;
                code = Failures.Report(exception, debug: false);
            }
        }
        return failed == 0 ? ExitCode.Done : failed < files.Length ? ExitCode.Partial : files.Length == 1 ? code : ExitCode.Failed;
    }

    private static Stream Open(string path) => path == OutputPlace.Standard
        ? Console.OpenStandardInput()
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
}
