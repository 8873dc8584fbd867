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

/// <summary>The options of <c>kernels export</c>, <c>kernels sheet</c> and <c>kernels fit</c>.</summary>
internal static class KernelsOptions
{
    private const int MaxCell = 256;
    private const int MaxFitSide = 31;

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

    public static readonly OptionDefinition<(int Width, int Height)> FitSize = new(["--size"], Heading.Picture, "N|WxH",
        "Columns and rows of the kernel",
        token => token.Pair("the size", 1, MaxFitSide), (0, 0), ChangesOutput)
    {
        IsRequired = true,
    };

    public static readonly SwitchDefinition FitBias = new(["--bias"], Heading.Picture, "Look for a number that is added, too",
        ChangesOutput);

    public static readonly SwitchDefinition FitSymmetric =
        new(["--symmetric"], Heading.Picture, "Of kernels that equal themselves turned by 180 degrees", ChangesOutput);

    public static readonly OptionDefinition<string?> FitFile = new(["--save"], Heading.Output, "FILE",
        "Write the kernel to a .txt, .json or .npy file, too", OptionReaders.Text, null, LeavesOutput)
    {
        Kind = CompletionKind.File,
    };

    /// <summary>Those of <c>kernels fit</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] Fit = [FitSize, FitBias, FitSymmetric, FitFile, .. CommonOptions.OfAnswers];

    /// <summary>Those of <c>kernels export</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] Export = [Form, ExportCell, ExportOutput, .. CommonOptions.OfAnswers];

    /// <summary>Those of <c>kernels sheet</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] Sheet = [Picture, SheetCell, SharesScale, SheetOutput, .. CommonOptions.OfAnswers];
}
