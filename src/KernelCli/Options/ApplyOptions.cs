namespace KernelCli.Cli.Options;

/// <summary>The options of <c>apply</c>.</summary>
internal static class ApplyOptions
{
    public static readonly OptionSpec Filters = new("--filter", "SPEC", "One step of the chain; repeat it ('kernelcli kernels list' shows all filters)", "-f", "-k", "--kernel")
    {
        IsRepeated = true,
        IsRequired = true,
    };

    public static readonly OptionSpec Output = new("--output", "FILE", "Where the result goes; - is standard output (then --format is needed)", "-o");

    public static readonly OptionSpec OutputFolder = new("--output-dir", "DIR", "A folder for results; paths below the inputs' folders are kept", "-O");

    public static readonly OptionSpec InPlace = new("--in-place", null, "Replace the inputs");

    public static readonly OptionSpec Channels = new("--channels", "gray|color", "Filter the luma, or every colour channel [gray]");

    public static readonly OptionSpec Luma = new("--luma", "bt601|bt709|average|max|red|green|blue", "What gray means [bt601]");

    public static readonly OptionSpec Alpha = new("--alpha", "auto|keep|drop", "Weight colours by alpha, keep alpha as it is, or drop it [auto]");

    public static readonly OptionSpec Padding = new("--padding", "same|valid|full|N|T,R,B,L", "How far kernels may reach outside [same]");

    public static readonly OptionSpec Border = new("--border", "replicate|reflect101|symmetric|wrap|constant[=V]", "What is found there [replicate]");

    public static readonly OptionSpec Stride = new("--stride", "N|XxY", "Step of the kernels [1]");

    public static readonly OptionSpec Convolve = new("--convolve", null, "Turn kernels by 180 degrees (the default is correlation)");

    public static readonly OptionSpec Range = new("--range", "clip|abs|mid|stretch", "How results outside the output range are brought in [clip]");

    public static readonly OptionSpec Depth = new("--depth", "keep|8|16|f32", "Sample type written [keep]");

    public static readonly OptionSpec Format = new("--format", "png|jpeg|bmp|pnm|pam|pfm|qoi|npy", "Output format [from the output's extension]");

    public static readonly OptionSpec Quality = new("--quality", "1..100", "Quality of JPEG [90]");

    public static readonly OptionSpec Subsampling = new("--subsampling", "420|444", "Colour samples of JPEG: a quarter of them, or all [420]");

    public static readonly OptionSpec Optimize = new("--optimize", null, "Give a JPEG Huffman tables of its own; keeps its coefficients in memory");

    public static readonly OptionSpec Restart = new("--restart", "ROWS", "Restart markers in a JPEG, one every so many rows of blocks; 0 for none [0]");

    public static readonly OptionSpec Compression = new("--compression", "0..9", "Effort of lossless compression [6]");

    public static readonly OptionSpec Metadata = new("--metadata", "keep|none", "ICC, EXIF, XMP, resolution, texts; orientation is always applied to the pixels [keep]");

    public static readonly OptionSpec Jobs = new("--jobs", "N", "Threads; 0 for all cores [0]", "-j");

    public static readonly OptionSpec NoClobber = new("--no-clobber", null, "Fail where the output exists");

    public static readonly OptionSpec SkipExisting = new("--skip-existing", null, "Do nothing where the output exists");

    public static readonly OptionSpec Update = new("--update", null, "Do nothing unless the input is newer than the output");

    public static readonly OptionSpec DryRun = new("--dry-run", null, "Print the plan: steps, algorithms, output size, memory", "-n");

    public static readonly OptionSpec MaxPixels = new("--max-pixels", "N", "Refuse larger pictures [1000000000]");

    public static readonly OptionSpec MaxMemory = new("--max-memory", "SIZE", "Refuse what needs larger buffers, as in 500M or 4G [2G]");

    public static readonly OptionSpec Decoder = new("--decoder", "builtin|imagesharp", "What decodes PNG, JPEG and BMP; the second where it is built in [builtin]");

    public static readonly OptionSpec Lenient = new("--lenient", null, "Decode damaged pictures as far as they go");

    public static readonly OptionSpec Quiet = new("--quiet", null, "No warnings", "-q");

    public static readonly OptionSpec Verbose = new("--verbose", null, "Say what was done", "-v");

    public static readonly OptionSpec Json = new("--json", null, "What was done, or with -n the plan, as JSON lines on standard output");

    public static readonly OptionSpec Debug = new("--debug", null, "Show where an error came from");

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionSpec[] All =
    [
        Filters, Output, OutputFolder, InPlace, Channels, Luma, Alpha, Padding, Border, Stride, Convolve, Range, Depth, Format, Quality, Subsampling, Optimize, Restart, Compression,
        Metadata, Jobs, NoClobber, SkipExisting, Update, DryRun, MaxPixels, MaxMemory, Decoder, Lenient, .. BatchOptions.All, Quiet, Verbose, Json, Debug,
    ];
}
