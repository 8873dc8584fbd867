using System.CommandLine;
using System.Diagnostics;
using System.Text;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
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
        new("list", "All filters, and how they are written.", "[options]", null, CommonOptions.OfAnswers, arguments =>
        {
            if (arguments.Get(CommonOptions.Json))
            {
                foreach (FilterFamily family in FilterCatalogue.Families)
                    Console.Out.WriteLine(FilterReport.ToJson(family));
                return ExitCode.Done;
            }
            int width = FilterCatalogue.Families.Max(family => family.Usage.Length);
            foreach (FilterFamily family in FilterCatalogue.Families)
            {
                Console.Out.WriteLine($"{family.Usage.PadRight(width)}  {family.Summary}");
                if (arguments.Get(CommonOptions.Verbose))
                    Console.Out.Write(FilterReport.Details(family));
            }
            Console.Out.WriteLine();
            Console.Out.WriteLine("Keys of every kernel:");
            foreach ((string form, string summary) in KernelKeys.All)
                Console.Out.WriteLine($"{form.PadRight(width)}  {summary}");
            Console.Out.WriteLine("Keys of every filter of a window: stride= padding= border=; sizes are odd, N or WxH");
            return ExitCode.Done;
        });

    private static DefinedCommand CreateShow() =>
        new("show", "Weights, sum, range of results, factors, effective sigma and a picture of a kernel.", "SPEC [options]", Spec(),
            CommonOptions.OfAnswers, arguments =>
        {
            (bool isJson, bool isWhole) = (arguments.Get(CommonOptions.Json), arguments.Get(CommonOptions.Verbose));
            if (Parse(arguments.Inputs[0]) is WindowStep window)
            {
                Console.Out.Write(isJson ? WindowReport.ToJson(arguments.Inputs[0], window.Filter)
                    : WindowReport.Create(arguments.Inputs[0], window.Filter));
                return ExitCode.Done;
            }
            foreach ((string title, Kernel kernel) in KernelsOf(arguments.Inputs[0]))
                Console.Out.Write(isJson ? KernelReport.ToJson(title, kernel) : KernelReport.Create(title, kernel, isWhole));
            return ExitCode.Done;
        });

    private static DefinedCommand CreateExport() =>
        new("export", "Write a kernel as a file that file=PATH reads, or as a picture.", "SPEC [options]", Spec(), KernelsOptions.Export,
            arguments =>
        {
            string spec = arguments.Inputs[0];
            string? path = arguments.Get(KernelsOptions.ExportOutput);
            bool isFile = path is not null and not StandardStreams.Name;
            if (!isFile && arguments.Get(CommonOptions.Json))
                throw new UsageException("standard output is the kernel's: --json needs -o FILE");
            using var log = RunLog.Create(arguments);
            if (KernelsOf(spec) is not [(_, Kernel kernel)])
                throw new UsageException($"'{spec}' is a pair of kernels: export '{spec}:x' and '{spec}:y'");
            byte[] content = Format(kernel, arguments.Get(KernelsOptions.Form), arguments.Get(KernelsOptions.ExportCell));
            if (isFile)
                AtomicFile.Write(path!, stream => stream.Write(content));
            else
            {
                using var stream = new StandardOutput();
                stream.Write(content);
                stream.Flush();
            }
            string form = arguments.Get(KernelsOptions.Form).ToString().ToLowerInvariant();
            log.Tell("export", $"{spec} -> {path ?? StandardStreams.Name}: {kernel.Width}x{kernel.Height}, {form}", json =>
            {
                json.WriteString("spec", spec);
                json.WriteString("output", PathStyle.Current.Shown(path));
                json.WriteString("as", form);
                json.WriteNumber("width", kernel.Width);
                json.WriteNumber("height", kernel.Height);
            });
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
