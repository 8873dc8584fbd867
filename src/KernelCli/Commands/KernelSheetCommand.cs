using System.CommandLine;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Layers;
using KernelCli.Cli.Options;
using KernelCli.Cli.Paths;
using KernelCli.Cli.Sheets;
using KernelCli.Layers;
using KernelCli.Primitives;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli kernels sheet W -o grid.png</c> and <c>kernels sheet --apply IMAGE -o grid.png</c>.</summary>
internal static class KernelSheetCommand
{
    public static Command Create()
    {
        var bank = new OperandDefinition("W", "Weights: FILE.npy or FILE.safetensors:NAME", Least: 0, Most: 1);
        return new DefinedCommand("sheet", "Show every kernel of a bank as a tile, or what the catalogue's kernels make of a picture.",
            "(W | --apply IMAGE) -o FILE [options]", bank, KernelsOptions.Sheet, Run);
    }

    private static int Run(ParsedArguments arguments)
    {
        string output = arguments.Get(KernelsOptions.SheetOutput);
        bool sharesScale = arguments.Get(KernelsOptions.SharesScale);
        int cell = arguments.Get(KernelsOptions.SheetCell);
        using var log = RunLog.Create(arguments);
        switch (arguments.Inputs, arguments.Get(KernelsOptions.Picture))
        {
            case ([var bank], null):
                ShowBank(bank, output, cell, sharesScale);
                break;
            case ([], { } picture):
                CatalogueSheet.Write(picture, output);
                break;
            default:
                throw new UsageException("sheet shows weights, or with --apply the catalogue on a picture: name one of them");
        }
        string shown = arguments.Get(KernelsOptions.Picture) ?? arguments.Inputs[0];
        log.Tell("sheet", $"{shown} -> {output}", json =>
        {
            json.WriteString("input", PathStyle.Current.Shown(shown));
            json.WriteString("output", PathStyle.Current.Shown(output));
        });
        return ExitCode.Done;
    }

    private static void ShowBank(string word, string to, int cell, bool isOneScale)
    {
        Tensor bank = LayerRequest.ReadTensor(word, ImageLimits.Default);
        if (bank.Shape.Length is < 2 or > 4 || bank.Values.Length == 0)
            throw new UsageException($"{word} has shape {Tensor.Text(bank.Shape)}: a bank of kernels is (out, in, rows, columns), "
                + "(count, rows, columns) or (rows, columns)");
        Montage.WriteKernels(to, bank, cell, isOneScale, ImageLimits.Default);
    }
}
