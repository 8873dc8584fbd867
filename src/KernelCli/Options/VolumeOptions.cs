using KernelCli.Layers;
using KernelCli.SlidingWindow;
using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>volume</c>.</summary>
internal static class VolumeOptions
{
    private const int MaxSlices = 1 << 20;

    public static readonly OptionDefinition<string?> Filter = new(["--filter", "-f"], "SPEC3D",
        "box3d:3, box3d:5x5x3, gaussian3d:1.5, or file=K.npy of shape (slices, rows, columns)", OptionReaders.Text, null, ChangesOutput)
    {
        BeginsWith = () => VolumeKernelCatalogue.Names,
        NamesFile = VolumeKernelCatalogue.FileOf,
    };

    public static readonly OptionDefinition<string?> OutputFolder = new(["--output-dir", "-O"], "DIR",
        "A folder for the slices, slice-0000 and so on in the first one's format", OptionReaders.Text, null, LeavesOutput)
    { Kind = CompletionKind.Folder };

    public static readonly OptionDefinition<Padding[]> Padding =
        new(["--padding"], "P|X,Y,Z", "same, valid, full or a number; for all axes, or for each",
        token => Array.ConvertAll(token.PerAxis(), GeometryText.ParseAxisPadding), Same(SlidingWindow.Padding.Same), ChangesOutput)
        {
            DefaultNote = "same",
            BeginsWith = () => GeometryText.Paddings,
        };

    public static readonly OptionDefinition<Border[]> Border =
        new(["--border"], "B|X,Y,Z", "What is found outside, as for apply; for all axes, or for each",
        token => Array.ConvertAll(token.PerAxis(), GeometryText.ParseBorder), Same(SlidingWindow.Border.Replicate), ChangesOutput)
        {
            DefaultNote = "replicate",
            BeginsWith = () => GeometryText.Borders,
        };

    public static readonly OptionDefinition<int[]> Stride = new(["--stride"], "N|X,Y,Z", "Step of the kernel; for all axes, or for each",
        token => Array.ConvertAll(token.PerAxis(), axis => axis.Integer("the stride", 1, MaxSlices)), Same(1), ChangesOutput)
    { DefaultNote = "1" };

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All =
        [Filter, OutputFolder, Padding, Border, Stride, CommonOptions.Jobs, CommonOptions.MaxPixels,
            CommonOptions.MaxMemory, CommonOptions.Progress, CommonOptions.Color, CommonOptions.Debug];

    private static T[] Same<T>(T value) => [value, value, value];
}
