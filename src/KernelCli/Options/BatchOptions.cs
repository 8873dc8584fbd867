namespace KernelCli.Cli.Options;

/// <summary>The options of <c>apply</c> that concern many pictures.</summary>
internal static class BatchOptions
{
    public static readonly OptionSpec Recursive = new("--recursive", null, "Go through folders", "-r");

    public static readonly OptionSpec Glob = new("--glob", "PATTERN", "Of folders take what matches, as in '*.png' or 'raw/**/*.jpg'; repeat it") { IsRepeated = true };

    public static readonly OptionSpec Exclude = new("--exclude", "PATTERN", "Leave out what matches; repeat it") { IsRepeated = true };

    public static readonly OptionSpec FilesFrom = new("--files-from", "FILE|-", "Read names of inputs, one a line or ended by zero bytes");

    public static readonly OptionSpec Report = new("--report", "FILE", "Write what was done, as .jsonl or .csv");

    public static readonly OptionSpec Resume = new("--resume", "FILE.jsonl", "Leave out what an earlier report says is done and is still valid");

    public static readonly OptionSpec Shard = new("--shard", "I/N|auto[/N]", "Do one of N disjoint parts; auto reads the array job's environment");

    public static readonly OptionSpec Expect = new("--expect", "FILE|DIR", "Compare results with golden images; exit 1 where they differ");

    public static readonly OptionSpec MaxDiff = new("--max-diff", "N", "Differences up to N levels of 255 do not count [0]");

    public static readonly OptionSpec MaxPercent = new("--max-percent", "P", "Up to P percent of the pixels may differ by more [0]");

    public static readonly OptionSpec Progress = new("--progress", "auto|always|never", "Show how far a batch is, on standard error [auto]");

    public static readonly OptionSpec Color = new("--color", "auto|always|never", "Colours on the terminal; NO_COLOR is heeded [auto]");

    /// <summary>All of them, in the order that help shows.</summary>
    public static readonly OptionSpec[] All = [Recursive, Glob, Exclude, FilesFrom, Shard, Report, Resume, Expect, MaxDiff, MaxPercent, Progress, Color];
}
