using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Chains.Steps;
using KernelCli.Cli.Batch;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Cli.Apply;

/// <summary>What was typed, understood: everything that does not depend on the pictures.</summary>
internal sealed record ApplyRequest
{
    public required IReadOnlyList<FilterStep> Steps { get; init; }

    /// <summary>Hashes of the files that filters were read from, for the chain's fingerprint.</summary>
    public required IReadOnlyList<string> FilterFileHashes { get; init; }

    public required ChainOptions Chain { get; init; }

    public required EncodeOptions Encoding { get; init; }

    public required OutputTarget Place { get; init; }

    public ImageCodec? Format { get; init; }

    /// <summary>Whether damaged pictures are decoded as far as they go.</summary>
    public bool Lenient { get; init; }

    /// <summary>Whether the ImageSharp library decodes what there are codecs of our own for.</summary>
    public bool ForceImageSharp { get; init; }

    public bool DryRun { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }

    public bool Json { get; init; }

    /// <summary>Whether errors are told with where they came from.</summary>
    public bool Debug { get; init; }

    /// <summary>Whether results are measured and hashed on the way, for a report.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">They do not make sense, or not together.</exception>
    public static ApplyRequest Create(ParsedArguments words)
    {
        ImageLimits limits = OptionValues.Limits(words.Text(ApplyOptions.MaxPixels), words.Text(ApplyOptions.MaxMemory));
        var fileHashes = new List<string>();
        int threads = (int)OptionValues.Whole("--jobs", words.Text(ApplyOptions.Jobs), 0, 0, 1024);
        return new ApplyRequest
        {
            Steps = ParseSteps(words.Texts(ApplyOptions.Filters), fileHashes),
            FilterFileHashes = fileHashes,
            Chain = new ChainOptions
            {
                Channels = OptionValues.Channels(words.Text(ApplyOptions.Channels)),
                Luma = OptionValues.LumaOf(words.Text(ApplyOptions.Luma)),
                Alpha = OptionValues.Alpha(words.Text(ApplyOptions.Alpha)),
                Range = OptionValues.Range(words.Text(ApplyOptions.Range)),
                Depth = OptionValues.Depth(words.Text(ApplyOptions.Depth)),
                Limits = limits,
                Geometry = new CorrelationOptions
                {
                    Padding = OptionValues.Parsed(ApplyOptions.Padding, words, GeometryText.ParsePadding, Padding.Same),
                    Border = OptionValues.Parsed(ApplyOptions.Border, words, GeometryText.ParseBorder, Border.Replicate),
                    Stride = OptionValues.Parsed(ApplyOptions.Stride, words, GeometryText.ParseSpacing, Spacing.One),
                    Convolve = words.Has(ApplyOptions.Convolve),
                    Threads = threads,
                },
            },
            Encoding = new EncodeOptions
            {
                Compression = (int)OptionValues.Whole("--compression", words.Text(ApplyOptions.Compression), 6, 0, 9),
                Quality = (int)OptionValues.Whole("--quality", words.Text(ApplyOptions.Quality), 90, 1, 100),
                Subsampling = OptionValues.Subsampling(words.Text(ApplyOptions.Subsampling)),
                OptimizeTables = words.Has(ApplyOptions.Optimize),
                RestartRows = (int)OptionValues.Whole("--restart", words.Text(ApplyOptions.Restart), 0, 0, 65535),
                Limits = limits,
                Threads = threads == 0 ? Environment.ProcessorCount : threads,
                KeepMetadata = OptionValues.KeepMetadata(words.Text(ApplyOptions.Metadata)),
            },
            Place = OutputTarget.Create(words),
            Format = OptionValues.Format(words.Text(ApplyOptions.Format)),
            Lenient = words.Has(ApplyOptions.Lenient),
            ForceImageSharp = OptionValues.ForcesImageSharp(words),
            DryRun = words.Has(ApplyOptions.DryRun),
            Quiet = words.Has(ApplyOptions.Quiet),
            Verbose = words.Has(ApplyOptions.Verbose),
            Json = words.Has(ApplyOptions.Json),
            Debug = words.Has(ApplyOptions.Debug),
            IsMeasured = !words.Has(ApplyOptions.DryRun) && (words.Has(ApplyOptions.Json) || words.Has(BatchOptions.Report) || words.Has(BatchOptions.Resume)),
        };
    }

    /// <summary>The path of an input's result; null where none was named.</summary>
    public string? OutputOf(BatchInput input) => Place.PathFor(input, Format?.Extensions[0]);

    /// <summary>The same for one picture of several, which has so many threads.</summary>
    public ApplyRequest WithThreads(int threads) => this with
    {
        Chain = Chain with { Geometry = Chain.Geometry with { Threads = threads } },
        Encoding = Encoding with { Threads = threads },
    };

    /// <summary>How a picture is decoded; the first damage that is read past is told on standard error under the picture's name.</summary>
    public DecodeOptions Decoding(string path)
    {
        bool told = Quiet;
        return new DecodeOptions
        {
            Limits = Chain.Limits,
            ForceImageSharp = ForceImageSharp,
            LumaOnly = Chain.Channels is ChannelMode.Gray && Chain.Luma is Luma.Bt601,
            OnDamage = Lenient ? Tell : null,
        };

        void Tell(ImageFormatException exception)
        {
            if (!told)
                Failures.Warn($"{path}: {exception.Message}; what is there is used");
            told = true;
        }
    }


    private static FilterStep[] ParseSteps(IReadOnlyList<string> specs, List<string> fileHashes)
    {
        var steps = new FilterStep[specs.Count];
        try
        {
            for (int i = 0; i < steps.Length; i++)
                steps[i] = FilterParser.Parse(specs[i], Read);
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException($"filter {exception.Message}");
        }
        return steps;

        // What was read counts, not what a pipe would give a second time.
        byte[] Read(string path) => FileException.Guard(path, () =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            fileHashes.Add(ChainFingerprint.OfFile(bytes));
            return bytes;
        });
    }
}
