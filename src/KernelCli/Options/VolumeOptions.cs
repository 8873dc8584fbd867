namespace KernelCli.Cli.Options;

/// <summary>The options of <c>volume</c>.</summary>
internal static class VolumeOptions
{
    public static readonly OptionSpec Filter = new("--filter", "SPEC3D", "box3d:3, box3d:5x5x3, gaussian3d:1.5, or file=K.npy of shape (slices, rows, columns)", "-f");

    public static readonly OptionSpec OutputFolder = new("--output-dir", "DIR", "A folder for the slices, slice-0000 and so on in the first one's format", "-O");

    public static readonly OptionSpec Padding = new("--padding", "P|X,Y,Z", "same, valid, full or a number; for all axes, or for each [same]");

    public static readonly OptionSpec Border = new("--border", "B|X,Y,Z", "What is found outside, as for apply; for all axes, or for each [replicate]");

    public static readonly OptionSpec Stride = new("--stride", "N|X,Y,Z", "Step of the kernel; for all axes, or for each [1]");

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionSpec[] All =
        [Filter, OutputFolder, Padding, Border, Stride, ApplyOptions.Jobs, ApplyOptions.MaxPixels, ApplyOptions.MaxMemory, ApplyOptions.Debug];
}
