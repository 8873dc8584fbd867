using KernelCli.Layers;
using KernelCli.SlidingWindow;
using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>volume</c>.</summary>
internal static class VolumeOptions
{
    private const int MaxSlices = 1 << 20;
    private const string AxisForms = "|X,Y,Z";

    public static readonly OptionDefinition<string?> Filter = new(["--filter", "-f"], Heading.Picture, VolumeKernelCatalogue.Forms,
        "The kernel; the array in a file has the shape (slices, rows, columns)", OptionReaders.Text, null, ChangesOutput)
    {
        NamesFile = VolumeKernelCatalogue.FileOf,
    };

    public static readonly OptionDefinition<string?> OutputFolder = new(["--output-dir", "-O"], Heading.Output, "DIR",
        "A folder for the slices, slice-0000 and so on in the first one's format", OptionReaders.Text, null, LeavesOutput)
    { Kind = CompletionKind.Folder };

    public static readonly OptionDefinition<Padding[]> Padding =
        new(["--padding"], Heading.Picture, GeometryText.AxisPaddingForms + AxisForms,
        "How far the kernel may reach outside; for all axes, or for each",
        token => Array.ConvertAll(token.PerAxis(), GeometryText.ParseAxisPadding), Same(SlidingWindow.Padding.Same), ChangesOutput)
        { DefaultNote = "same" };

    public static readonly OptionDefinition<Border[]> Border =
        new(["--border"], Heading.Picture, GeometryText.BorderForms + AxisForms, "What is found there; for all axes, or for each",
        token => Array.ConvertAll(token.PerAxis(), GeometryText.ParseBorder), Same(SlidingWindow.Border.Replicate), ChangesOutput)
        { DefaultNote = "replicate" };

    public static readonly OptionDefinition<int[]> Stride = new(["--stride"], Heading.Picture, "N" + AxisForms,
        "Step of the kernel; for all axes, or for each",
        token => Array.ConvertAll(token.PerAxis(), axis => axis.Integer("the stride", 1, MaxSlices)), Same(1), ChangesOutput)
    { DefaultNote = "1" };

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All =
        [Filter, OutputFolder, Padding, Border, Stride, CommonOptions.Jobs, CommonOptions.MaxPixels,
            CommonOptions.MaxMemory, CommonOptions.LineReport, CommonOptions.Progress, CommonOptions.Color, .. CommonOptions.OfAnswers,
            CommonOptions.Debug];

    private static T[] Same<T>(T value) => [value, value, value];
}
