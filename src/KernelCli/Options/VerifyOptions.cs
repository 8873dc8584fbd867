using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>verify</c>.</summary>
internal static class VerifyOptions
{
    /// <summary>
    /// Runs the cases once for each width that the loops are compiled for and the processor has, narrowest first.
    /// </summary>
    public static readonly SwitchDefinition EveryWidth = new(["--isa"], Heading.Comparison,
        "At every vector width that the processor has, not only at the widest", LeavesOutput);

    /// <summary>
    /// The folder that receives every picture, mask and kernel file of the cases, under the names that the cases use.
    /// </summary>
    public static readonly OptionDefinition<string?> Pictures = new(["--pictures"], Heading.Output, "DIR",
        "Write the pictures of the cases there, for the command lines that show a case", OptionReaders.Text, null, LeavesOutput)
    {
        Kind = CompletionKind.Folder,
    };

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All = [EveryWidth, Pictures, .. CommonOptions.OfAnswers];
}
