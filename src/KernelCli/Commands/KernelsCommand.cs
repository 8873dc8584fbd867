using System.CommandLine;
using KernelCli.Chains.Parsing;
using KernelCli.Chains.Steps;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Sheets;
using KernelCli.Kernels;
using KernelCli.Kernels.Files;
using KernelCli.Primitives;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli kernels list | show SPEC | export SPEC</c>.</summary>
internal static class KernelsCommand
{
    private const int LargestCell = 256;

    public static Command Create() => new("kernels", "List filters, show and export kernels.") { CreateList(), CreateShow(), CreateExport(), KernelSheetCommand.Create() };

    private static Command CreateList()
    {
        var command = new Command("list", "All filters, and how they are written.");
        command.SetAction(_ =>
        {
            int width = FilterCatalogue.Families.Max(family => family.Usage.Length);
            foreach (FilterFamily family in FilterCatalogue.Families)
                Console.Out.WriteLine($"{family.Name,-10} {family.Usage.PadRight(width)}  {family.Summary}");
            Console.Out.WriteLine();
            Console.Out.WriteLine("Keys of every kernel: div= mul= bias= norm=none|sum|auto anchor=X+Y flip=0|1 stride= padding= border= dilate=");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        Argument<string> spec = Spec();
        var command = new Command("show", "Weights, sum, range of results, factors, effective sigma and a picture of a kernel.") { spec };
        command.SetAction(parsed =>
        {
            string text = parsed.GetValue(spec)!;
            foreach ((string title, Kernel kernel) in KernelsOf(text))
                Console.Out.Write(KernelReport.Create(title, kernel));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateExport()
    {
        Argument<string> spec = Spec();
        var format = new Option<string>("--as") { Description = "The form [text]", HelpName = "text|json|npy|png" };
        var cell = new Option<string>("--cell") { Description = "Pixels along a side of each weight's square, for png [24]", HelpName = "N" };
        var output = new Option<string>("--output", "-o") { Description = "Where it goes [standard output]", HelpName = "FILE" };
        var command = new Command("export", "Write a kernel as a file that file=PATH reads, or as a picture.") { spec, format, cell, output };
        command.SetAction(parsed =>
        {
            string text = parsed.GetValue(spec)!;
            if (KernelsOf(text) is not [(_, Kernel kernel)])
                throw new UsageException($"'{text}' is a pair of kernels: export '{text}:x' and '{text}:y'");
            byte[] content = Format(kernel, parsed.GetValue(format) ?? "text", (int)OptionValues.Whole("--cell", parsed.GetValue(cell), 24, 1, LargestCell));
            if (parsed.GetValue(output) is { } path && path != "-")
                AtomicFile.Write(path, stream => stream.Write(content));
            else
            {
                using var stream = new StandardOutput();
                stream.Write(content);
                stream.Flush();
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Spec() => new("SPEC") { Description = "A filter, as for apply -f" };

    private static byte[] Format(Kernel kernel, string form, int cell)
    {
        switch (form)
        {
            case "text":
                return System.Text.Encoding.UTF8.GetBytes(TextKernelFile.Format(kernel));
            case "json":
                return System.Text.Encoding.UTF8.GetBytes(JsonKernelFile.Format(kernel));
            case "npy":
                return NpyKernelFile.Format(kernel);
            case "png":
                using (var stream = new MemoryStream())
                {
                    KernelImage.Write(kernel, cell, stream);
                    return stream.ToArray();
                }
            default:
                throw new UsageException($"--as {form}: use text, json, npy or png");
        }
    }

    private static (string Title, Kernel Kernel)[] KernelsOf(string spec)
    {
        try
        {
            return FilterParser.Parse(spec, path => FileException.Guard(path, () => File.ReadAllBytes(path))) switch
            {
                KernelStep step => [(spec, step.Kernel)],
                GradientStep step => [($"{spec}, x", step.Kernels.X), ($"{spec}, y", step.Kernels.Y)],
                UnsharpStep step => [($"{spec}, the blur", step.Blur)],
                _ => throw new UsageException($"'{spec}' has no kernel: it works on single pixels"),
            };
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException($"filter {exception.Message}");
        }
    }
}
