using KernelCli.Primitives;
using KernelCli.SlidingWindow;
using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>When something is shown.</summary>
internal enum When
{
    /// <summary>On a terminal.</summary>
    Auto,

    /// <summary>Everywhere.</summary>
    Always,

    /// <summary>Nowhere.</summary>
    Never,
}

/// <summary>The options that several commands take.</summary>
internal static class CommonOptions
{
    private const int MaxThreads = 1024;

    public static readonly OptionDefinition<int> Jobs =
        new(["--jobs", "-j"], Heading.Limits, "N", "Threads; 0 for all cores", OptionReaders.Integer(0, MaxThreads), 0, LeavesOutput);

    public static readonly OptionDefinition<long> MaxPixels =
        new(["--max-pixels"], Heading.Limits, "N", "Refuse larger pictures", OptionReaders.Long(1, long.MaxValue),
            ImageLimits.Default.MaxPixels, LeavesOutput);

    public static readonly OptionDefinition<long> MaxMemory =
        new(["--max-memory"], Heading.Limits, "SIZE", "Refuse what needs larger buffers, as in 500M or 4G", token =>
            token.Bytes(), ImageLimits.Default.MaxMemory, LeavesOutput)
        {
            DefaultNote = "2G",
        };

    public static readonly ChoiceDefinition<bool> Decoder =
        new(["--decoder"], Heading.Input, "What decodes PNG, JPEG and BMP; the second is a cross-check", false, ChangesOutput,
            ("builtin", false), ("imagesharp", true));

    public static readonly OptionDefinition<Spacing> Stride =
        new(["--stride"], Heading.Picture, GeometryText.SpacingForms, "Step of the kernels", token =>
            GeometryText.ParseSpacing(token, "the stride"), Spacing.One, ChangesOutput)
        { IsMain = true };

    public static readonly ChoiceDefinition<When> Progress = Showing("--progress", "Show how far the work is, on standard error");

    public static readonly ChoiceDefinition<When> Color = Showing("--color", "Colours on the terminal; NO_COLOR is heeded");

    public static readonly SwitchDefinition Quiet =
        new(["--quiet", "-q"], Heading.Messages, "No warnings, notes and progress", LeavesOutput);

    public static readonly SwitchDefinition Verbose = new(["--verbose", "-v"], Heading.Messages, "Say what was done", LeavesOutput);

    public static readonly SwitchDefinition Json =
        new(["--json"], Heading.Messages, "The answer, or what was done, as JSON lines on standard output", LeavesOutput);

    /// <summary>A report of what a command wrote that is no batch.</summary>
    public static readonly OptionDefinition<string?> LineReport =
        new(["--report"], Heading.Batch, "FILE.jsonl", "Write what was done as JSON lines", OptionReaders.Text, null, LeavesOutput)
        { Kind = CompletionKind.File };

    /// <summary>The options of a command whose answer is text.</summary>
    public static readonly OptionDefinition[] OfAnswers = [Quiet, Verbose, Json];

    public static readonly SwitchDefinition Debug = new(["--debug"], Heading.Messages, "Show where an error came from", LeavesOutput);

    /// <summary>The option of every command that the parser library answers.</summary>
    public static readonly SwitchDefinition Help = new(["--help", "-h"], Heading.Messages, "Show help; -h a short one", LeavesOutput)
    { IsMain = true };

    /// <summary>The option of the program itself.</summary>
    public static readonly SwitchDefinition Version = new(["--version", "-V"], Heading.Messages, "Show the version", LeavesOutput)
    { IsMain = true };

    /// <summary>The limits on pictures and buffers.</summary>
    public static ImageLimits Limits(ParsedArguments arguments) =>
        new() { MaxPixels = arguments.Get(MaxPixels), MaxMemory = arguments.Get(MaxMemory) };

    /// <summary>Whether the ImageSharp library decodes PNG, JPEG and BMP instead of the codecs of this project.</summary>
    public static bool ForcesImageSharp(ParsedArguments arguments) => arguments.Get(Decoder);

    /// <summary>A choice of when something is shown.</summary>
    private static ChoiceDefinition<When> Showing(string name, string help) =>
        new([name], Heading.Messages, help, When.Auto, LeavesOutput, ("auto", When.Auto), ("always", When.Always), ("never", When.Never));
}
