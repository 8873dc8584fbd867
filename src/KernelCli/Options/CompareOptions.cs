using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Text;
using static KernelCli.Cli.Options.OutputEffect;

namespace KernelCli.Cli.Options;

/// <summary>The options of <c>compare</c> and <c>info</c>.</summary>
internal static class CompareOptions
{
    public static readonly OptionDefinition<double?> MinPsnr =
        new(["--min-psnr"], Heading.Comparison, "DB", "Different below this signal-to-noise ratio; alone, pixels are not counted",
            OptionReaders.OptionalFraction(1000), null, LeavesOutput);

    public static readonly OptionDefinition<double?> MinSsim =
        new(["--min-ssim"], Heading.Comparison, "S", "Different below this structural similarity; alone, pixels are not counted",
            OptionReaders.OptionalFraction(1), null, LeavesOutput);

    public static readonly OptionDefinition<Place> Ignore =
        new(["--ignore"], Heading.Comparison, PlaceParser.Forms, "What is there does not count: a rectangle, or a mask (not black); "
            + "repeat it", PlaceParser.Parse, null!, LeavesOutput)
        {
            IsRepeated = true,
            DefaultNote = "nothing",
            Kind = CompletionKind.File,
            NamesFile = text => (PlaceParser.Parse(text) as MaskPlace)?.Path,
        };

    public static readonly ChoiceDefinition<bool> Antialiasing =
        new(["--antialiasing"], Heading.Comparison, "Whether pixels count that only smooth an edge (the rule of pixelmatch)", false,
            LeavesOutput, ("count", false), ("ignore", true));

    public static readonly OptionDefinition<Metrics> MetricsList =
        new(["--metrics"], Heading.Comparison, "LIST|none", "What is measured: of psnr, ssim, mean, histogram", ReadMetrics,
            Metrics.Psnr | Metrics.Ssim | Metrics.Mean, LeavesOutput)
        { DefaultNote = "psnr,ssim,mean" };

    public static readonly OptionDefinition<string?> Difference =
        new(["--diff"], Heading.Comparison, "FILE",
            "The expected picture in pale gray; differences are red, smoothed edges yellow, ignored places blue", OptionReaders.Text, null,
            LeavesOutput)
        { Kind = CompletionKind.File };

    public static readonly SwitchDefinition Regions =
        new(["--regions"], Heading.Comparison, "List the boxes of connected differences, the largest first", LeavesOutput);

    public static readonly SwitchDefinition Accept =
        new(["--accept"], Heading.Comparison, "Put ACTUAL in EXPECTED's place where they differ or EXPECTED is missing", LeavesOutput);

    public static readonly OptionDefinition<string> Report =
        new(["--report"], Heading.Batch, "FILE",
            "A report: .html is a page to look at, .xml JUnit, .md a job's summary, .jsonl lines; repeat it", OptionReaders.Text, "",
            LeavesOutput)
        { IsRepeated = true, Kind = CompletionKind.File };

    public static readonly SwitchDefinition Quiet =
        new(["--quiet", "-q"], Heading.Messages, "Nothing but errors; the exit code is the answer", LeavesOutput);

    /// <summary>Those of <c>compare</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] All =
    [
        BatchOptions.MaxDiff, BatchOptions.MaxPercent, MinPsnr, MinSsim, Ignore, Antialiasing, MetricsList, Regions, Difference, Accept,
        Report, BatchOptions.Hidden, BatchOptions.Shard, CommonOptions.Jobs, CommonOptions.MaxPixels, CommonOptions.MaxMemory, Quiet,
        CommonOptions.Verbose, CommonOptions.Progress, CommonOptions.Color, CommonOptions.Json, CommonOptions.Debug,
    ];

    /// <summary>Those of <c>info</c>, in the order that help shows.</summary>
    public static readonly OptionDefinition[] Info =
    [
        CommonOptions.MaxPixels, CommonOptions.MaxMemory, CommonOptions.Decoder, Quiet, CommonOptions.Verbose, CommonOptions.Json,
        CommonOptions.Debug,
    ];

    private static Metrics ReadMetrics(SpecToken token)
    {
        if (token.Text == "none")
            return Metrics.None;
        Metrics all = Metrics.None;
        foreach (string name in token.Text.Split(','))
            all |= name switch
            {
                "psnr" => Metrics.Psnr,
                "ssim" => Metrics.Ssim,
                "mean" => Metrics.Mean,
                "histogram" => Metrics.Histogram,
                _ => throw token.Refuse("use none, or some of psnr, ssim, mean, histogram with commas between them"),
            };
        return all;
    }
}

/// <summary>What is measured of pictures that differ.</summary>
[Flags]
internal enum Metrics
{
    /// <summary>Nothing but the pixels that differ.</summary>
    None = 0,

    /// <summary>The peak signal-to-noise ratio.</summary>
    Psnr = 1,

    /// <summary>The structural similarity.</summary>
    Ssim = 2,

    /// <summary>The mean difference.</summary>
    Mean = 4,

    /// <summary>How many pixels differ by how many levels.</summary>
    Histogram = 8,
}
