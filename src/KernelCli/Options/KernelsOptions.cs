using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>How <c>kernels export</c> writes a kernel.</summary>
internal enum KernelForm
{
    Text,
    Json,
    Npy,
    Png,
}

/// <summary>The options of <c>kernels export</c> and <c>kernels sheet</c>.</summary>
internal static class KernelsOptions
{
    private const int MaxCell = 256;

    public static readonly ChoiceDefinition<KernelForm> Form = new(["--as"], Heading.Output, "The form", KernelForm.Text, ChangesOutput,
        ("text", KernelForm.Text), ("json", KernelForm.Json), ("npy", KernelForm.Npy), ("png", KernelForm.Png));

    public static readonly OptionDefinition<int> ExportCell =
        new(["--cell"], Heading.Output, "N", "Pixels along a side of each weight's square, for png",
            OptionReaders.Integer(1, MaxCell), 24, ChangesOutput);

    public static readonly OptionDefinition<string?> ExportOutput = new(["--output", "-o"], Heading.Output, "FILE",
        "Where it goes", OptionReaders.Text, null, LeavesOutput)
    {
        DefaultNote = "standard output",
        Kind = CompletionKind.File,
    };

    public static readonly OptionDefinition<string?> Picture =
        new(["--apply"], Heading.Picture, "IMAGE", "Show the catalogue's kernels on this picture instead",
        OptionReaders.Text, null, ChangesOutput)
        { Kind = CompletionKind.File, NamesFile = path => path };

    public static readonly OptionDefinition<int> SheetCell =
        new(["--cell"], Heading.Output, "N", "Pixels along a side of each weight's square",
            OptionReaders.Integer(1, MaxCell), 12, ChangesOutput);

    public static readonly ChoiceDefinition<bool> SharesScale =
        new(["--scale"], Heading.Output, "One scale of colours for all kernels, or each its own", false, ChangesOutput,
            ("each", false), ("one", true));

    public static readonly OptionDefinition<string> SheetOutput = new(["--output", "-o"], Heading.Output, "FILE", "Where the picture goes",
        OptionReaders.Text, "", LeavesOutput)
    {
        IsRequired = true,
        Kind = CompletionKind.File,
    };

    /// <summary>Those of <c>kernels export</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] Export = [Form, ExportCell, ExportOutput];

    /// <summary>Those of <c>kernels sheet</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] Sheet = [Picture, SheetCell, SharesScale, SheetOutput];
}
