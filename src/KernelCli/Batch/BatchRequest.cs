using System.Globalization;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Compare;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Batch;

/// <summary>What was typed about many pictures.</summary>
internal sealed record BatchRequest
{
    public required InputOptions Inputs { get; init; }

    /// <summary>The words themselves, of which the chain's fingerprint is made.</summary>
    public required ParsedArguments Words { get; init; }

    public Shard? Shard { get; init; }

    public string? Report { get; init; }

    public string? Resume { get; init; }

    public GoldenImages? GoldenImages { get; init; }

    public ProgressMode Progress { get; init; }

    public ColorMode Color { get; init; }

    /// <summary>Whether the report goes on where the one that is resumed ended.</summary>
    public bool IsResumedInPlace => Report is not null && Resume is not null && RealPath.Of(Report) == RealPath.Of(Resume) && File.Exists(Resume);

    /// <summary>Reads the options; null where one picture is to be done and nothing noted about it.</summary>
    public static BatchRequest? Create(ParsedArguments words)
    {
        InputOptions inputs = InputOptions.Create(words);
        bool isPlain = inputs.IsOneFile && !Array.Exists((OptionSpec[])[BatchOptions.Report, BatchOptions.Resume, BatchOptions.Shard, BatchOptions.Expect], words.Has)
            && (!words.Has(ApplyOptions.Json) || words.Has(ApplyOptions.DryRun));
        if (isPlain)
            return null;
        if (words.Text(ApplyOptions.Output) == OutputTarget.Standard && !words.Has(ApplyOptions.DryRun) && (words.Has(ApplyOptions.Json) || words.Has(BatchOptions.Expect)))
            throw new UsageException("standard output is the picture's: --json and --expect need -o FILE, or --report for a report in a file");
        if (words.Text(BatchOptions.Expect) is { } expected && (words.Text(ApplyOptions.Output) ?? words.Text(ApplyOptions.OutputFolder)) is { } place && RealPath.Of(expected) == RealPath.Of(place))
            throw new UsageException($"--expect {expected}: results would be written over what they are compared with");
        return new BatchRequest
        {
            Inputs = inputs,
            Words = words,
            Shard = Shard.Parse(words.Text(BatchOptions.Shard), Environment.GetEnvironmentVariable),
            Report = words.Text(BatchOptions.Report),
            Resume = words.Text(BatchOptions.Resume),
            GoldenImages = words.Text(BatchOptions.Expect) is { } golden ? new GoldenImages(golden, ToleranceOf(words)) : null,
            Progress = (ProgressMode)OptionValues.Pick(BatchOptions.Progress.Name, words.Text(BatchOptions.Progress), ["auto", "always", "never"]),
            Color = (ColorMode)OptionValues.Pick(BatchOptions.Color.Name, words.Text(BatchOptions.Color), ["auto", "always", "never"]),
        };
    }

    /// <summary>How far pictures may differ.</summary>
    public static Tolerance ToleranceOf(ParsedArguments words) => new(
        Number(BatchOptions.MaxDiff, words.Text(BatchOptions.MaxDiff), 255), Number(BatchOptions.MaxPercent, words.Text(BatchOptions.MaxPercent), 100));

    private static double Number(OptionSpec option, string? text, double most)
    {
        if (text is null)
            return 0;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= most
            ? value
            : throw new UsageException($"{option.Name} {text}: use a number from 0 to {most}");
    }
}
