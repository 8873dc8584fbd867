using System.CommandLine;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Chains.Steps;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Correlation;
using KernelCli.Primitives;

namespace KernelCli.Cli.Jobs;

/// <summary>What was typed, understood: everything that does not depend on the pictures.</summary>
internal sealed record ApplyRequest
{
    public required string[] Inputs { get; init; }

    public required IReadOnlyList<FilterStep> Steps { get; init; }

    public required ChainOptions Chain { get; init; }

    public required EncodeOptions Encoding { get; init; }

    public required OutputPlace Place { get; init; }

    public ImageCodec? Format { get; init; }

    public bool DryRun { get; init; }

    public bool Quiet { get; init; }

    public bool Verbose { get; init; }

    public bool Json { get; init; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">They do not make sense, or not together.</exception>
    public static ApplyRequest Create(ApplyOptions options, ParseResult parsed)
    {
        int jobs = parsed.GetValue(options.Jobs);
        if (jobs < 0)
            throw new UsageException($"--jobs {jobs}: use 0 for all cores, or a number of threads");
        long maxPixels = parsed.GetValue(options.MaxPixels);
        if (maxPixels < 1)
            throw new UsageException($"--max-pixels {maxPixels}: use a number above 0");
        var limits = new ImageLimits { MaxPixels = maxPixels, MaxMemory = OptionValues.Size("--max-memory", parsed.GetValue(options.MaxMemory), ImageLimits.Default.MaxMemory) };
        return new ApplyRequest
        {
            Inputs = parsed.GetValue(options.Inputs)!,
            Steps = Array.ConvertAll(parsed.GetValue(options.Filters)!, spec => Spec(() => FilterParser.Parse(spec, ReadKernelFile))),
            Chain = new ChainOptions
            {
                Channels = OptionValues.Channels(parsed.GetValue(options.Channels)),
                Luma = OptionValues.LumaOf(parsed.GetValue(options.Luma)),
                Alpha = OptionValues.Alpha(parsed.GetValue(options.Alpha)),
                Range = OptionValues.Range(parsed.GetValue(options.Range)),
                Depth = OptionValues.Depth(parsed.GetValue(options.Depth)),
                Limits = limits,
                Movement = new CorrelationOptions
                {
                    Padding = Option("--padding", parsed.GetValue(options.Padding), MovementParser.ParsePadding, Padding.Same),
                    Border = Option("--border", parsed.GetValue(options.Border), MovementParser.ParseBorder, Border.Replicate),
                    Stride = Option("--stride", parsed.GetValue(options.Stride), MovementParser.ParseStride, Step.One),
                    Convolve = parsed.GetValue(options.Convolve),
                    Threads = jobs,
                },
            },
            Encoding = new EncodeOptions
            {
                Compression = OptionValues.InRange("--compression", parsed.GetValue(options.Compression), 0, 9),
                Quality = OptionValues.InRange("--quality", parsed.GetValue(options.Quality), 1, 100),
                KeepMetadata = OptionValues.KeepMetadata(parsed.GetValue(options.Metadata)),
            },
            Place = OutputPlace.Create(options, parsed),
            Format = OptionValues.Format(parsed.GetValue(options.Format)),
            DryRun = parsed.GetValue(options.DryRun),
            Quiet = parsed.GetValue(options.Quiet),
            Verbose = parsed.GetValue(options.Verbose),
            Json = parsed.GetValue(options.Json),
        };
    }

    private static byte[] ReadKernelFile(string path) => FileException.Guard(path, () => File.ReadAllBytes(path));

    private static T Option<T>(string name, string? text, Func<string, T> parse, T otherwise)
    {
        try
        {
            return text is null ? otherwise : parse(text);
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException($"{name} {exception.Message}");
        }
    }

    private static T Spec<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException($"filter {exception.Message}");
        }
    }
}
