namespace KernelCli.Cli.Options;

/// <summary>The options of <c>layer</c>.</summary>
internal static class LayerOptions
{
    public static readonly OptionSpec Weights = new("--weights", "W", "Weights: FILE.npy or FILE.safetensors:NAME, of shape (out, in/groups, rows, columns)");

    public static readonly OptionSpec Model = new("--model", "FILE.json", "Several layers in order, instead of --weights");

    public static readonly OptionSpec Bias = new("--bias", "B", "One number for each output channel, from such a file");

    public static readonly OptionSpec Stride = new("--stride", "N|XxY", "Step of the kernels [1]");

    public static readonly OptionSpec Padding = new("--padding", "N|XxY", "Rows and columns around the input [0]");

    public static readonly OptionSpec Border = new("--border", "zero|replicate|reflect101|symmetric|wrap|constant=V", "What is found there [zero]");

    public static readonly OptionSpec Dilation = new("--dilation", "N|XxY", "Step of the taps [1]");

    public static readonly OptionSpec Groups = new("--groups", "G", "Groups of channels that do not see each other [1]");

    public static readonly OptionSpec Transpose = new("--transpose", null, "The transposed layer; weights are (in, out/groups, rows, columns)");

    public static readonly OptionSpec OutputPadding = new("--output-padding", "N|XxY", "What a transposed layer's output has more [0]");

    public static readonly OptionSpec Activation = new("--activation", "none|relu|sigmoid|tanh|leaky:A", "What follows each sum [none]");

    public static readonly OptionSpec Mean = new("--mean", "M,...", "Taken off each input channel, in fractions of full range");

    public static readonly OptionSpec Std = new("--std", "S,...", "What each input channel is then divided by");

    public static readonly OptionSpec Gate = new("--gate", "MASK", "Multiply the picture by the layer's activation over this mask");

    public static readonly OptionSpec Output = new("--output", "FILE.npy", "All feature maps as one array (channels, rows, columns)", "-o");

    public static readonly OptionSpec OutputFolder = new("--output-dir", "DIR", "Each feature map as an array of its own", "-O");

    public static readonly OptionSpec Montage = new("--montage", "FILE", "A picture of all feature maps, each from its least to its largest value");

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionSpec[] All =
    [
        Weights, Bias, Model, Stride, Padding, Border, Dilation, Groups, Transpose, OutputPadding, Activation, Mean, Std, Gate, Output, OutputFolder, Montage,
        ApplyOptions.Channels, ApplyOptions.Jobs, ApplyOptions.MaxPixels, ApplyOptions.MaxMemory, ApplyOptions.Verbose, ApplyOptions.Debug,
    ];
}
