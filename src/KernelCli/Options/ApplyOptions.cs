using System.CommandLine;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>apply</c>: what may be typed.</summary>
internal sealed class ApplyOptions
{
    public Argument<string[]> Inputs { get; } = new("INPUT") { Description = "The picture; - is standard input", Arity = ArgumentArity.OneOrMore };

    public Option<string[]> Filters { get; } = new("--filter", "-f", "-k", "--kernel")
    {
        Description = "One step of the chain; repeat it ('kernelcli kernels list' shows all filters)",
        HelpName = "SPEC",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<string> Output { get; } = Text("--output", "FILE", "Where the result goes; - is standard output (then --format is needed)", "-o");

    public Option<string> OutputFolder { get; } = Text("--output-dir", "DIR", "A folder for the result, under the input's name", "-O");

    public Option<bool> InPlace { get; } = Switch("--in-place", "Replace the input");

    public Option<string> Channels { get; } = Choice("--channels", "Filter the luma, or every colour channel", "gray", "color");

    public Option<string> Luma { get; } = Choice("--luma", "What gray means", "bt601", "bt709", "average", "max", "red", "green", "blue");

    public Option<string> Alpha { get; } = Choice("--alpha", "Weight colours by alpha, keep alpha as it is, or drop it", "auto", "keep", "drop");

    public Option<string> Padding { get; } = Text("--padding", "same|valid|full|N|T,R,B,L", "How far kernels may reach outside [same]");

    public Option<string> Border { get; } = Text("--border", "replicate|reflect101|symmetric|wrap|constant[=V]", "What is found there [replicate]");

    public Option<string> Stride { get; } = Text("--stride", "N|XxY", "Step of the kernels [1]");

    public Option<bool> Convolve { get; } = Switch("--convolve", "Turn kernels by 180 degrees (the default is correlation)");

    public Option<string> Range { get; } = Choice("--range", "How results outside the output range are brought in", "clip", "abs", "mid", "stretch");

    public Option<string> Depth { get; } = Choice("--depth", "Sample type written", "keep", "8", "16", "f32");

    public Option<string> Format { get; } = Text("--format", "png|bmp|pnm|pam|pfm|qoi|npy", "Output format [from the output's extension]");

    public Option<int> Quality { get; } = Number("--quality", "1..100", "Quality of lossy formats", 90);

    public Option<int> Compression { get; } = Number("--compression", "0..9", "Effort of lossless compression", 6);

    public Option<string> Metadata { get; } = Choice("--metadata", "ICC, EXIF, resolution; orientation is always applied to the pixels", "keep", "none");

    public Option<int> Jobs { get; } = Number("--jobs", "N", "Threads; 0 for all cores", 0, "-j");

    public Option<bool> NoClobber { get; } = Switch("--no-clobber", "Fail where the output exists");

    public Option<bool> SkipExisting { get; } = Switch("--skip-existing", "Do nothing where the output exists");

    public Option<bool> Update { get; } = Switch("--update", "Do nothing unless the input is newer than the output");

    public Option<bool> DryRun { get; } = Switch("--dry-run", "Print the plan: steps, algorithms, output size, memory", "-n");

    public Option<long> MaxPixels { get; } = new("--max-pixels") { Description = "Refuse larger pictures [1000000000]", HelpName = "N", DefaultValueFactory = _ => 1_000_000_000 };

    public Option<string> MaxMemory { get; } = Text("--max-memory", "SIZE", "Refuse what needs larger buffers, as in 500M or 4G [2G]");

    public Option<bool> Quiet { get; } = Switch("--quiet", "No warnings", "-q");

    public Option<bool> Verbose { get; } = Switch("--verbose", "Say what was done", "-v");

    public Option<bool> Json { get; } = Switch("--json", "Plan or result as JSON on standard output");

    /// <summary>All options in the order that help shows them.</summary>
    public IEnumerable<Option> All =>
    [
        Filters, Output, OutputFolder, InPlace, Channels, Luma, Alpha, Padding, Border, Stride, Convolve, Range, Depth, Format, Quality, Compression,
        Metadata, Jobs, NoClobber, SkipExisting, Update, DryRun, MaxPixels, MaxMemory, Quiet, Verbose, Json,
    ];

    private static Option<string> Text(string name, string help, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = help };

    private static Option<bool> Switch(string name, string description, params string[] aliases) => new(name, aliases) { Description = description };

    private static Option<string> Choice(string name, string description, params string[] values) =>
        new(name) { Description = $"{description} [{values[0]}]", HelpName = string.Join('|', values) };

    private static Option<int> Number(string name, string help, string description, int otherwise, params string[] aliases) =>
        new(name, aliases) { Description = $"{description} [{otherwise}]", HelpName = help, DefaultValueFactory = _ => otherwise };
}
