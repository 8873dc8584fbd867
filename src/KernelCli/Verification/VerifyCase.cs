using KernelCli.Chains;
using KernelCli.Cli.Apply;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;

namespace KernelCli.Cli.Verification;

/// <summary>
/// One case: a picture, filters and options. Its samples are those of the result; with <c>--format</c> the result is encoded and
/// decoded again first.
/// </summary>
internal sealed class VerifyCase
{
    /// <summary>The kernel that a filter reads from a file.</summary>
    public const string KernelFile = "kernel.txt";

    /// <summary>What the kernel file holds.</summary>
    public const string KernelText = "1 2 1\n2 -4 2\n1 2 1\n";

    private const string FilePrefix = "file of ";

    private readonly ParsedArguments _arguments;

    /// <summary>Reads the words of a case.</summary>
    public VerifyCase(string words)
    {
        (Name, _arguments) = (words, ArgumentParser.TryParse(words.Split(' '), ApplyOptions.All)
            ?? throw new ArgumentException($"no plain command line: {words}", nameof(words)));
        Picture = new TestPicture(_arguments.Inputs[0]);
        Steps = Array.ConvertAll(_arguments.GetAll(ApplyOptions.Filters), spec => FilterSpec.Parse(spec, _ => KernelBytes));
        Chain = ApplyRequest.ChainOf(_arguments);
        Format = _arguments.Get(ApplyOptions.Format);
        if (Format is not null)
            Chain = Chain with { Depth = OutputEncoding.Depth(Name, Format, Chain.Depth, Picture.Info.Format.Sample) };
    }

    /// <summary>The words after <c>kernelcli apply</c>.</summary>
    public string Name { get; }

    /// <summary>What is filtered.</summary>
    public TestPicture Picture { get; }

    /// <summary>The filters.</summary>
    public IReadOnlyList<FilterStep> Steps { get; }

    /// <summary>The options of the chain.</summary>
    public ChainOptions Chain { get; }

    /// <summary>The format that the result is written in and read from again; null for none.</summary>
    public ImageCodec? Format { get; }

    /// <summary>How the promise on the bytes of the file is called.</summary>
    public string FileName => FilePrefix + Name;

    /// <summary>The command line that shows the samples, for a folder that holds the pictures.</summary>
    public string Command
    {
        get
        {
            bool isReal = (Chain.Depth ?? Picture.Info.Format.Sample) is SampleType.Float32;
            return $"kernelcli apply {Name} -o result{Format?.Extensions[0] ?? (isReal ? ".npy" : ".pam")} --json";
        }
    }

    /// <summary>What the kernel file holds.</summary>
    public static byte[] KernelBytes => System.Text.Encoding.ASCII.GetBytes(KernelText);

    /// <summary>The results of the case.</summary>
    /// <param name="width">The vector width of the loops.</param>
    /// <returns>The SHA-256 of the samples, and of the file; null without one.</returns>
    public (string Samples, string? File) Run(VectorWidth width)
    {
        using FilterChain chain = ChainBuilder.Build(Picture.Open(), Steps, Chain with { Width = width },
            mask => new TestPicture(mask).Open());
        if (Format is null)
            return (HashOf(chain.Output), null);
        using var stream = new MemoryStream();
        Format.Write(stream, chain.Output, ApplyRequest.EncodingOf(_arguments, threads: 1));
        string file = Sha256.Of(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        stream.Position = 0;
        using IRowSource decoded = ImageCodecs.Open(stream);
        return (HashOf(decoded), file);
    }

    private static string HashOf(IRowSource rows)
    {
        using var hash = new SampleHash(rows.Info);
        RowPump.Run(rows, hash);
        return hash.Finish();
    }
}
