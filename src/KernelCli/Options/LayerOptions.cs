using KernelCli.Chains;
using KernelCli.Layers;
using KernelCli.Layers.Files;
using KernelCli.SlidingWindow;
using KernelCli.Text;
using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>layer</c>.</summary>
internal static class LayerOptions
{
    private const int MaxPixels = 1_000_000;
    private const int MaxGroups = 1 << 20;

    public static readonly OptionDefinition<string?> Weights = File("--weights", "W",
        "Weights: FILE.npy or FILE.safetensors:NAME, of shape (out, in/groups, rows, columns)");

    public static readonly OptionDefinition<string?> Model = File("--model", "FILE.json", "Several layers in order, instead of --weights");

    public static readonly OptionDefinition<string?> Bias = File("--bias", "B", "One number for each output channel, from such a file");

    public static readonly OptionDefinition<(int X, int Y)> Padding = Pair("--padding", "Rows and columns around the input");

    public static readonly OptionDefinition<Border> Border =
        new(["--border"], Heading.Picture, "zero|" + GeometryText.BorderForms, "What is found there",
        LayerModelFile.ParseBorder, new Border(BorderMode.Constant), ChangesOutput)
        { DefaultNote = "zero" };

    public static readonly OptionDefinition<Spacing> Dilation = new(["--dilation"], Heading.Picture, GeometryText.SpacingForms,
        "Step of the taps", token => GeometryText.ParseSpacing(token, "the dilation"), Spacing.One, ChangesOutput);

    public static readonly OptionDefinition<int> Groups =
        new(["--groups"], Heading.Picture, "G", "Groups of channels that do not see each other",
            OptionReaders.Integer(1, MaxGroups), 1, ChangesOutput);

    public static readonly SwitchDefinition Transpose =
        new(["--transpose"], Heading.Picture, "The transposed layer; weights are (in, out/groups, rows, columns)", ChangesOutput);

    public static readonly OptionDefinition<(int X, int Y)> OutputPadding =
        Pair("--output-padding", "Extra rows and columns at the end of a transposed layer's output");

    public static readonly OptionDefinition<Activation> Activation =
        new(["--activation"], Heading.Picture, KernelCli.Layers.Activation.Forms, "What follows each sum",
        KernelCli.Layers.Activation.Read, default, ChangesOutput)
        { DefaultNote = "none", IsMain = true };

    public static readonly OptionDefinition<double[]?> Mean =
        new(["--mean"], Heading.Picture, "M,...", "Mean of each input channel, subtracted first, in fractions of full range",
        token => token.Numbers("a mean"), null, ChangesOutput);

    public static readonly OptionDefinition<double[]?> Std =
        new(["--std"], Heading.Picture, "S,...", "Standard deviation of each input channel, divided by next",
        ReadDivisors, null, ChangesOutput);

    public static readonly OptionDefinition<string?> Gate =
        File("--gate", "MASK", "Multiply the picture by the layer's activation over this mask");

    public static readonly OptionDefinition<string?> Output =
        new(["--output", "-o"], Heading.Output, "FILE.npy", "All feature maps as one array (channels, rows, columns)",
        OptionReaders.Text, null, LeavesOutput)
        { Kind = CompletionKind.File, IsMain = true };

    public static readonly OptionDefinition<string?> OutputFolder =
        new(["--output-dir", "-O"], Heading.Output, "DIR", "Each feature map as an array of its own", OptionReaders.Text, null,
            LeavesOutput)
        { Kind = CompletionKind.Folder, IsMain = true };

    public static readonly OptionDefinition<string?> Montage =
        new(["--montage"], Heading.Output, "FILE", "A picture of all feature maps, each from its least to its largest value",
        OptionReaders.Text, null, LeavesOutput)
        { Kind = CompletionKind.File, IsMain = true };

    public static readonly ChoiceDefinition<ChannelMode?> Channels = new(["--channels"], Heading.Picture,
        "Filter the luma, or every colour channel", null, ChangesOutput,
        ("gray", ChannelMode.Gray), ("color", ChannelMode.Color))
    { DefaultNote = "what the picture has" };

    /// <summary>The options of a single layer, which a model file sets for each of its layers instead.</summary>
    public static readonly OptionDefinition[] OfOneLayer = [Bias, CommonOptions.Stride, Padding, Border, Dilation, Groups, Transpose,
        OutputPadding, Activation];

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All =
    [
        Weights, Bias, Model, CommonOptions.Stride, Padding, Border, Dilation, Groups, Transpose,
            OutputPadding, Activation, Mean, Std, Gate,
        Output, OutputFolder, Montage, Channels, CommonOptions.Jobs, CommonOptions.MaxPixels, CommonOptions.MaxMemory,
            CommonOptions.LineReport, CommonOptions.Progress, CommonOptions.Color, .. CommonOptions.OfAnswers, CommonOptions.Debug,
    ];

    private static OptionDefinition<string?> File(string name, string value, string help) =>
        new([name], Heading.Picture, value, help, OptionReaders.Text, null, ChangesOutput)
        { Kind = CompletionKind.File, NamesFile = path => path, IsMain = name is "--weights" or "--model" };

    private static OptionDefinition<(int X, int Y)> Pair(string name, string help) =>
        new([name], Heading.Picture, GeometryText.SpacingForms, help, token => token.Pair("the padding", 0, MaxPixels), (0, 0),
            ChangesOutput)
        { DefaultNote = "0" };

    private static double[] ReadDivisors(SpecToken token) => Array.ConvertAll(token.Split(','), part =>
        part.Number("a divisor") is not 0 and var value ? value : throw part.Error("0 cannot be divided by"));
}
