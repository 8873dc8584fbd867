using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>apply</c> that concern many pictures.</summary>
internal static class BatchOptions
{
    public static readonly SwitchDefinition Recursive = new(["--recursive", "-r"], Heading.Input, "Go into folders and their subfolders",
        LeavesOutput)
    { IsMain = true };

    public static readonly OptionDefinition<string> Glob = new(["--glob"], Heading.Input, "PATTERN",
        "In folders, take only names that match, as in '*.png' or 'raw/**/*.jpg'; repeat it", OptionReaders.Text, "", LeavesOutput)
    { IsRepeated = true };

    public static readonly OptionDefinition<string> Exclude =
        new(["--exclude"], Heading.Input, "PATTERN", "Skip what matches; repeat it", OptionReaders.Text, "", LeavesOutput)
        { IsRepeated = true };

    public static readonly SwitchDefinition Hidden =
        new(["--hidden"], Heading.Input, "In folders, take hidden files and folders too", LeavesOutput);

    public static readonly OptionDefinition<string?> FilesFrom = new(["--files-from"], Heading.Input, "FILE|-",
        "Read names of inputs, one a line or ended by zero bytes", OptionReaders.Text, null, LeavesOutput)
    { Kind = CompletionKind.File };

    public static readonly OptionDefinition<string?> Report =
        new(["--report"], Heading.Batch, "FILE", "Write what was done, as .jsonl or .csv", OptionReaders.Text, null,
            LeavesOutput)
        { Kind = CompletionKind.File };

    public static readonly OptionDefinition<string?> Resume = new(["--resume"], Heading.Batch, "FILE.jsonl",
        "Skip inputs that an earlier report lists as done and whose files are unchanged", OptionReaders.Text, null, LeavesOutput)
    { Kind = CompletionKind.File };

    public static readonly OptionDefinition<string?> Shard = new(["--shard"], Heading.Batch, "I/N|auto[/N]",
        "Do one of N disjoint parts; auto reads the array job's environment", OptionReaders.Text, null, LeavesOutput);

    public static readonly OptionDefinition<string?> Expect = new(["--expect"], Heading.Comparison, "FILE|DIR",
        "Compare with golden images; exit 1 where they differ; without -o or -O, keep nothing", OptionReaders.Text, null, LeavesOutput)
    { Kind = CompletionKind.File };

    public static readonly OptionDefinition<double> MaxDiff =
        new(["--max-diff"], Heading.Comparison, "N", "Differences up to N levels of 255 do not count",
            OptionReaders.Fraction(255), 0, LeavesOutput);

    public static readonly OptionDefinition<double> MaxPercent =
        new(["--max-percent"], Heading.Comparison, "P", "Up to P percent of the pixels may differ by more",
            OptionReaders.Fraction(100), 0, LeavesOutput);

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All = [Recursive, Glob, Exclude, Hidden, FilesFrom, Shard, Report, Resume, Expect, MaxDiff,
        MaxPercent, CommonOptions.Progress, CommonOptions.Color];
}
