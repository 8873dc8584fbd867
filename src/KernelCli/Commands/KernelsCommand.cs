using System.CommandLine;
using System.Diagnostics;
using System.Text;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Sheets;
using KernelCli.Kernels;
using KernelCli.Kernels.Files;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli kernels list | show SPEC | export SPEC | sheet | fit</c>.</summary>
internal static class KernelsCommand
{
    public static Command Create() =>
        new("kernels", "List filters, show, export and fit kernels.") { CreateList(), CreateShow(),
        CreateExport(), KernelSheetCommand.Create(), KernelFitCommand.Create() };

    private static DefinedCommand CreateList() =>
        new("list", "All filters, and how they are written.", "[options]", null, [], _ =>
        {
            int width = FilterCatalogue.Families.Max(family => family.Usage.Length);
            foreach (FilterFamily family in FilterCatalogue.Families)
                Console.Out.WriteLine($"{family.Usage.PadRight(width)}  {family.Summary}");
            Console.Out.WriteLine();
            Console.Out.WriteLine("Keys of every kernel:");
            foreach ((string form, string summary) in KernelKeys.All)
                Console.Out.WriteLine($"{form.PadRight(width)}  {summary}");
            Console.Out.WriteLine("Keys of every filter of a window: stride= padding= border=; sizes are odd, N or WxH");
            return ExitCode.Done;
        });

    private static DefinedCommand CreateShow() =>
        new("show", "Weights, sum, range of results, factors, effective sigma and a picture of a kernel.", "SPEC [options]", Spec(), [],
            arguments =>
        {
            if (Parse(arguments.Inputs[0]) is WindowStep window)
            {
                Console.Out.Write(WindowReport.Create(arguments.Inputs[0], window.Filter));
                return ExitCode.Done;
            }
            foreach ((string title, Kernel kernel) in KernelsOf(arguments.Inputs[0]))
                Console.Out.Write(KernelReport.Create(title, kernel));
            return ExitCode.Done;
        });

    private static DefinedCommand CreateExport() =>
        new("export", "Write a kernel as a file that file=PATH reads, or as a picture.", "SPEC [options]", Spec(), KernelsOptions.Export,
            arguments =>
        {
            string spec = arguments.Inputs[0];
            if (KernelsOf(spec) is not [(_, Kernel kernel)])
                throw new UsageException($"'{spec}' is a pair of kernels: export '{spec}:x' and '{spec}:y'");
            byte[] content = Format(kernel, arguments.Get(KernelsOptions.Form), arguments.Get(KernelsOptions.ExportCell));
            if (arguments.Get(KernelsOptions.ExportOutput) is { } path && path != StandardStreams.Name)
                AtomicFile.Write(path, stream => stream.Write(content));
            else
            {
                using var stream = new StandardOutput();
                stream.Write(content);
                stream.Flush();
            }
            return ExitCode.Done;
        });

    private static OperandDefinition Spec() =>
        new("SPEC", "A filter, as for apply -f", Least: 1, Most: 1) { Kind = CompletionKind.Filter };

    private static byte[] Format(Kernel kernel, KernelForm form, int cell)
    {
        switch (form)
        {
            case KernelForm.Text:
                return Encoding.UTF8.GetBytes(TextKernelFile.Format(kernel));
            case KernelForm.Json:
                return Encoding.UTF8.GetBytes(JsonKernelFile.Format(kernel));
            case KernelForm.Npy:
                return NpyKernelFile.Format(kernel);
            case KernelForm.Png:
                using (var stream = new MemoryStream())
                {
                    KernelImage.Write(kernel, cell, stream);
                    return stream.ToArray();
                }
            default:
                throw new UnreachableException();
        }
    }

    private static (string Title, Kernel Kernel)[] KernelsOf(string spec) => Parse(spec) switch
    {
        KernelStep step => [(spec, step.Kernel)],
        GradientStep step => [($"{spec}, x", step.Kernels.X), ($"{spec}, y", step.Kernels.Y)],
        UnsharpStep step => [($"{spec}, the blur", step.Blur)],
        WindowStep => throw new UsageException($"'{spec}' has no weights: 'kernelcli kernels show {spec}' says what it looks at"),
        _ => throw new UsageException($"'{spec}' has no kernel: it works on single pixels"),
    };

    private static FilterStep Parse(string spec) => FilterSpec.Parse(spec, path =>
        FileException.Guard(path, () => File.ReadAllBytes(path)));
}
