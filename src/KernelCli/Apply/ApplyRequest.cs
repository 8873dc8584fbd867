using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Codecs;
using KernelCli.Correlation;
using KernelCli.Primitives;

namespace KernelCli.Cli.Apply;

/// <summary>The parsed arguments of <c>apply</c>, as far as they are the same for all pictures.</summary>
internal sealed record ApplyRequest
{
    public required IReadOnlyList<FilterStep> Steps { get; init; }

    /// <summary>The files that filters were read from.</summary>
    public required NamedFiles Files { get; init; }

    public required ChainOptions Chain { get; init; }

    public required EncodeOptions Encoding { get; init; }

    public required OutputTarget Target { get; init; }

    public ImageCodec? Format { get; init; }

    /// <summary>Which pictures of a file with several are filtered.</summary>
    public FrameSelection Frames { get; init; } = FrameSelection.All;

    /// <summary>Whether damaged pictures are decoded as far as they go.</summary>
    public bool Lenient { get; init; }

    /// <summary>Whether the ImageSharp library decodes PNG, JPEG and BMP instead of the built-in codecs.</summary>
    public bool ForceImageSharp { get; init; }

    public bool DryRun { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }

    public bool Json { get; init; }

    /// <summary>Whether errors are reported with a stack trace.</summary>
    public bool Debug { get; init; }

    /// <summary>Whether results are measured and hashed while they are written, for a report.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">An option is invalid, or options contradict each other.</exception>
    public static ApplyRequest Create(ParsedArguments arguments)
    {
        FilterSpec.CheckInputs(arguments, ApplyOptions.Filters);
        if (arguments.IsGiven(ApplyOptions.NoData)
            && (arguments.IsGiven(ApplyOptions.Where) || arguments.Get(ApplyOptions.Light) is LightMode.Linear))
            throw new UsageException($"{ApplyOptions.NoData.Name} does not go with "
                + $"{(arguments.IsGiven(ApplyOptions.Where) ? "--where" : "--light linear")}: leave out one of them");
        var files = new NamedFiles();
        int threads = arguments.Get(CommonOptions.Jobs);
        return new ApplyRequest
        {
            Steps = Array.ConvertAll(arguments.GetAll(ApplyOptions.Filters), spec => FilterSpec.Parse(spec, files.Read)),
            Files = files,
            Chain = ChainOf(arguments),
            Encoding = EncodingOf(arguments, threads == 0 ? Environment.ProcessorCount : threads),
            Target = OutputTarget.Create(arguments),
            Format = arguments.Get(ApplyOptions.Format),
            Frames = arguments.Get(ApplyOptions.Frames),
            Lenient = arguments.Get(ApplyOptions.Lenient),
            ForceImageSharp = CommonOptions.ForcesImageSharp(arguments),
            DryRun = arguments.Get(ApplyOptions.DryRun),
            Quiet = arguments.Get(CommonOptions.Quiet),
            Verbose = arguments.Get(CommonOptions.Verbose),
            Json = arguments.Get(ApplyOptions.Json),
            Debug = arguments.Get(CommonOptions.Debug),
            IsMeasured = !arguments.Get(ApplyOptions.DryRun)
                && (arguments.Get(ApplyOptions.Json) || arguments.IsGiven(BatchOptions.Report) || arguments.IsGiven(BatchOptions.Resume)),
        };
    }

    /// <summary>The options that decide what a chain makes.</summary>
    /// <exception cref="UsageException">An option is invalid.</exception>
    public static ChainOptions ChainOf(ParsedArguments arguments) => new()
    {
        Channels = arguments.Get(ApplyOptions.Channels),
        Luma = arguments.Get(ApplyOptions.Luma),
        Alpha = arguments.Get(ApplyOptions.Alpha),
        Range = arguments.Get(ApplyOptions.Range),
        Depth = arguments.Get(ApplyOptions.Depth),
        Light = arguments.Get(ApplyOptions.Light),
        Where = arguments.IsGiven(ApplyOptions.Where) ? arguments.GetAll(ApplyOptions.Where) : null,
        NoData = arguments.Get(ApplyOptions.NoData),
        Limits = CommonOptions.Limits(arguments),
        Geometry = new CorrelationOptions
        {
            Padding = arguments.Get(ApplyOptions.Padding),
            Border = arguments.Get(ApplyOptions.Border),
            Stride = arguments.Get(CommonOptions.Stride),
            Convolve = arguments.Get(ApplyOptions.Convolve),
            Threads = arguments.Get(CommonOptions.Jobs),
        },
    };

    /// <summary>The options that decide how a file is written.</summary>
    /// <exception cref="UsageException">An option is invalid.</exception>
    public static EncodeOptions EncodingOf(ParsedArguments arguments, int threads) => new()
    {
        Compression = arguments.Get(ApplyOptions.Compression),
        Quality = arguments.Get(ApplyOptions.Quality),
        Subsampling = arguments.Get(ApplyOptions.Subsampling),
        OptimizeTables = arguments.Get(ApplyOptions.Optimize),
        RestartRows = arguments.Get(ApplyOptions.Restart),
        Limits = CommonOptions.Limits(arguments),
        Threads = threads,
        TiffCompression = arguments.Get(ApplyOptions.TiffCompression),
        KeepMetadata = arguments.Get(ApplyOptions.Metadata),
    };

    /// <summary>The path of an input's result, or - for standard output; null if no output was named.</summary>
    /// <remarks>With a file for each frame, it still contains <see cref="OutputTarget.FramePlace"/>.</remarks>
    public string? OutputOf(BatchInput input) => Target.PathFor(input, Format?.Extensions[0]);

    /// <summary>A copy for one input, in which each folder of masks is the input's mask.</summary>
    /// <exception cref="FileException">The input has no mask there.</exception>
    public ApplyRequest For(BatchInput input) => Chain.Where is not { } places ? this : this with
    {
        Chain = Chain with { Where = [.. places.Select(place => MaskFolder.Is(place) ? MaskFolder.MaskOf(place, input) : place)] },
    };

    /// <summary>A copy that uses another number of threads, for one of several concurrent pictures.</summary>
    public ApplyRequest WithThreads(int threads) => this with
    {
        Chain = Chain with { Geometry = Chain.Geometry with { Threads = threads } },
        Encoding = Encoding with { Threads = threads },
    };

    /// <summary>
    /// The decoding options for a picture. If damage is tolerated, the first damage is reported on standard error,
    /// except in a quiet run.
    /// </summary>
    public DecodeOptions Decoding(string path)
    {
        bool told = Quiet;
        return new DecodeOptions
        {
            Limits = Chain.Limits,
            ForceImageSharp = ForceImageSharp,
            LumaOnly = Chain.Channels is ChannelMode.Gray && Chain.Luma is Luma.Bt601
                && Chain.Light is LightMode.Encoded && Chain.NoData is null,
            Threads = Encoding.Threads,
            OnDamage = Lenient ? ReportDamage : null,
        };

        void ReportDamage(ImageFormatException exception)
        {
            if (!told)
                Failures.WriteWarning($"{path}: {exception.Message}; the rest is used");
            told = true;
        }
    }
}
