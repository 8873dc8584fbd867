using System.CommandLine;
using KernelCli.Cli.Layers;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Sheets;
using KernelCli.Layers;
using KernelCli.Primitives;

namespace KernelCli.Cli.Commands;

/// <summary><c>kernelcli kernels sheet W -o grid.png</c> and <c>kernels sheet --apply IMAGE -o grid.png</c>.</summary>
internal static class KernelSheetCommand
{
    private const int LargestCell = 256;

    public static Command Create()
    {
        var bank = new Argument<string?>("W") { Description = "Weights: FILE.npy or FILE.safetensors:NAME", Arity = ArgumentArity.ZeroOrOne };
        var apply = new Option<string>("--apply") { Description = "Show the catalogue's kernels on this picture instead", HelpName = "IMAGE" };
        var cell = new Option<string>("--cell") { Description = "Pixels along a side of each weight's square [12]", HelpName = "N" };
        var scale = new Option<string>("--scale") { Description = "One scale of colours for all kernels, or each its own [each]", HelpName = "each|one" };
        var output = new Option<string>("--output", "-o") { Description = "Where the picture goes", HelpName = "FILE", Required = true };
        var command = new Command("sheet", "Show every kernel of a bank as a tile, or what the catalogue's kernels make of a picture.") { bank, apply, cell, scale, output };
        command.SetAction(parsed =>
        {
            string to = parsed.GetValue(output)!;
            bool isOne = OptionValues.Pick("--scale", parsed.GetValue(scale), ["each", "one"]) == 1;
            int side = (int)OptionValues.Whole("--cell", parsed.GetValue(cell), 12, 1, LargestCell);
            switch (parsed.GetValue(bank), parsed.GetValue(apply))
            {
                case ({ } word, null):
                    ShowBank(word, to, side, isOne);
                    break;
                case (null, { } picture):
                    CatalogueSheet.Write(picture, to);
                    break;
                default:
                    throw new UsageException("sheet shows weights, or with --apply the catalogue on a picture: name one of them");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static void ShowBank(string word, string to, int cell, bool isOneScale)
    {
        Tensor bank = LayerRequest.ReadTensor(word, ImageLimits.Default);
        if (bank.Shape.Length is < 2 or > 4 || bank.Values.Length == 0)
            throw new UsageException($"{word} has shape {Tensor.Text(bank.Shape)}: a bank of kernels is (out, in, rows, columns), (count, rows, columns) or (rows, columns)");
        Montage.WriteKernels(to, bank, cell, isOneScale, ImageLimits.Default);
    }
}
