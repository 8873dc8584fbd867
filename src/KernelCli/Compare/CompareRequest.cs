using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Paths;
using KernelCli.Primitives;

namespace KernelCli.Cli.Compare;

/// <summary>The parsed arguments of <c>compare</c>.</summary>
internal sealed record CompareRequest
{
    public required ParsedArguments Arguments { get; init; }

    public required Tolerance Tolerance { get; init; }

    public required ImageLimits Limits { get; init; }

    public required Metrics Metrics { get; init; }

    public required IReadOnlyList<Place> Ignored { get; init; }

    /// <summary>The threads of all pairs together.</summary>
    public required int Threads { get; init; }

    public Shard? Shard { get; init; }

    public string? Difference { get; init; }

    public required ReportFile[] Reports { get; init; }

    public string Actual => Arguments.Inputs[0];

    public string Expected => Arguments.Inputs[1];

    public bool Accepts => Arguments.Get(CompareOptions.Accept);

    public bool IsJson => Arguments.Get(CommonOptions.Json);

    public bool IsQuiet => Arguments.Get(CompareOptions.Quiet);

    public bool IsVerbose => Arguments.Get(CommonOptions.Verbose);

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">An option is invalid, or options contradict each other.</exception>
    public static CompareRequest Create(ParsedArguments arguments)
    {
        string? difference = arguments.Get(CompareOptions.Difference);
        if (difference is not null && arguments.Inputs.Exists(picture => RealPath.Of(picture) == RealPath.Of(difference)))
            throw new UsageException($"{CompareOptions.Difference.Name} {difference} would be written over a picture that is compared");
        int jobs = arguments.Get(CommonOptions.Jobs);
        return new CompareRequest
        {
            Arguments = arguments,
            Tolerance = Tolerance.Of(arguments),
            Limits = CommonOptions.Limits(arguments),
            Metrics = arguments.Get(CompareOptions.MetricsList)
                | (arguments.IsGiven(CompareOptions.MinPsnr) ? Metrics.Psnr : Metrics.None)
                | (arguments.IsGiven(CompareOptions.MinSsim) ? Metrics.Ssim : Metrics.None),
            Ignored = arguments.IsGiven(CompareOptions.Ignore) ? arguments.GetAll(CompareOptions.Ignore) : [],
            Threads = jobs == 0 ? Environment.ProcessorCount : jobs,
            Shard = Shard.Of(arguments),
            Difference = difference,
            Reports = Array.ConvertAll(arguments.GetAll(CompareOptions.Report), ReportFile.Named),
        };
    }

    /// <summary>The pairs of this run.</summary>
    /// <exception cref="UsageException">There are none, or there is one picture of differences for several.</exception>
    public List<PicturePair> FindPairs()
    {
        List<PicturePair> pairs = ImagePairs.Find(Actual, Expected, Arguments.Get(BatchOptions.Hidden), Accepts);
        if (Difference is not null && pairs.Count > 1)
            throw new UsageException($"{CompareOptions.Difference.Name} {Difference} is one picture, and there are {pairs.Count} pairs");
        if (Shard is { } shard)
            pairs.RemoveAll(pair => !shard.Has(new BatchInput(pair.Actual ?? pair.Expected, pair.Name)));
        return pairs;
    }
}
