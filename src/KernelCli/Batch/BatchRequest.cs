using KernelCli.Cli.Compare;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Batch;

/// <summary>The parsed arguments of <c>apply</c> that concern a batch.</summary>
internal sealed record BatchRequest
{
    public required InputOptions Inputs { get; init; }

    /// <summary>All parsed arguments, from which the fingerprint is computed.</summary>
    public required ParsedArguments Arguments { get; init; }

    public Shard? Shard { get; init; }

    public string? Report { get; init; }

    public string? Resume { get; init; }

    public GoldenImages? Golden { get; init; }

    /// <summary>Whether the report is the existing file that is resumed, so that lines are appended to it.</summary>
    public bool IsResumedInPlace =>
        Report is not null && Resume is not null && RealPath.Of(Report) == RealPath.Of(Resume) && File.Exists(Resume);

    /// <summary>
    /// Reads the options; null for a single picture that is not to be reported, resumed, sharded or compared.
    /// </summary>
    /// <exception cref="UsageException">An option is invalid, or options contradict each other.</exception>
    public static BatchRequest? Create(ParsedArguments arguments)
    {
        var inputs = new InputOptions(arguments.Inputs, arguments.Get(BatchOptions.Recursive), arguments.GetAll(BatchOptions.Glob),
            arguments.GetAll(BatchOptions.Exclude), arguments.Get(BatchOptions.FilesFrom))
        {
            TakesHidden = arguments.Get(BatchOptions.Hidden),
            OutputFolder = arguments.Get(ApplyOptions.OutputFolder),
        };
        bool writesJson = arguments.Get(ApplyOptions.Json) && !arguments.Get(ApplyOptions.DryRun);
        bool isPlain = inputs.IsOneFile && !writesJson && !Array.Exists(
            (OptionDefinition[])[BatchOptions.Report, BatchOptions.Resume, BatchOptions.Shard, BatchOptions.Expect], arguments.IsGiven);
        if (isPlain)
            return null;
        string? output = arguments.Get(ApplyOptions.Output), golden = arguments.Get(BatchOptions.Expect);
        if (output == StandardStreams.Name && !arguments.Get(ApplyOptions.DryRun) && (writesJson || golden is not null))
            throw new UsageException("standard output is the picture's: --json and --expect need -o FILE, or --report for a report in a "
                + "file");
        if (golden is not null && (output ?? arguments.Get(ApplyOptions.OutputFolder)) is { } target
            && RealPath.Of(golden) == RealPath.Of(target))
            throw new UsageException($"{BatchOptions.Expect.Name} {golden}: results would be written over what they are compared with");
        if (golden is not null && output is null && arguments.IsGiven(BatchOptions.Resume) && !arguments.Get(ApplyOptions.InPlace)
            && !arguments.IsGiven(ApplyOptions.OutputFolder))
            throw new UsageException($"{BatchOptions.Resume.Name} goes on with results that were kept: use -o FILE or -O DIR");
        return new BatchRequest
        {
            Inputs = inputs,
            Arguments = arguments,
            Shard = Shard.Of(arguments),
            Report = arguments.Get(BatchOptions.Report),
            Resume = arguments.Get(BatchOptions.Resume),
            Golden = golden is null ? null : GoldenImages.Find(golden, Tolerance.Of(arguments), inputs),
        };
    }
}
