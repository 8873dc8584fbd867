using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>compare</c> and <c>info</c>.</summary>
internal static class CompareOptions
{
    public static readonly OptionDefinition<string?> Difference =
        new(["--diff"], Heading.Comparison, "FILE", "A picture of the differences: black where there are none", OptionReaders.Text, null,
            LeavesOutput)
        { Kind = CompletionKind.File };

    public static readonly OptionDefinition<string?> Report =
        new(["--report"], Heading.Batch, "FILE.xml", "A JUnit file for CI", OptionReaders.Text, null, LeavesOutput)
        { Kind = CompletionKind.File };

    public static readonly SwitchDefinition Quiet =
        new(["--quiet", "-q"], Heading.Messages, "Nothing but errors; the exit code is the answer", LeavesOutput);

    /// <summary>Those of <c>compare</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All =
    [
        BatchOptions.MaxDiff, BatchOptions.MaxPercent, Difference, Report, BatchOptions.Hidden, CommonOptions.MaxPixels,
        CommonOptions.MaxMemory, Quiet, CommonOptions.Verbose, CommonOptions.Json, CommonOptions.Debug,
    ];

    /// <summary>Those of <c>info</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] Info =
    [
        CommonOptions.MaxPixels, CommonOptions.MaxMemory, CommonOptions.Decoder, Quiet, CommonOptions.Verbose, CommonOptions.Json,
        CommonOptions.Debug,
    ];
}
