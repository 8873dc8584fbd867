using System.Diagnostics;
using KernelCli.Chains;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Jobs;

/// <summary>One picture through the chain: open, build, pump, put in place.</summary>
internal sealed class ApplyJob(ApplyRequest request, string input, CancellationToken cancellation)
{
    /// <summary>Runs the job.</summary>
    public void Run()
    {
        var watch = Stopwatch.StartNew();
        ImageCodec? format = request.Format ?? FormatByName();
        string? output = request.Place.PathFor(input, request.Format?.Extensions[0]);
        if (IsSkipped(output))
            return;
        FileException.Guard(input, () =>
        {
            using FilterChain chain = Open(ref format);
            if (request.DryRun)
                PlanReport.Write(input, output, format, chain, request.Json);
            else
                Write(chain, format, output!);
            if (request.Verbose && !request.DryRun)
                Report(chain, output!, watch.Elapsed);
            return true;
        });
    }

    private bool IsSkipped(string? output)
    {
        if (output is null || output == OutputPlace.Standard || !File.Exists(output))
            return false;
        if (input != OutputPlace.Standard && !File.Exists(input) && !Directory.Exists(input))
            throw new FileException(input, new FileNotFoundException());
        if (request.Place.NoClobber)
            throw new FileException(output, new IOException("exists, and --no-clobber forbids to replace it"));
        return request.Place.SkipExisting
            || (request.Place.Update && input != OutputPlace.Standard && File.GetLastWriteTimeUtc(input) <= File.GetLastWriteTimeUtc(output));
    }

    // The format that the output's name says; null to write what was read.
    private ImageCodec? FormatByName()
    {
        if (request.Place.File is not { } file || file == OutputPlace.Standard)
            return null;
        return ImageCodecs.ByExtension(file) ?? throw new UsageException(Path.GetExtension(file) is { Length: > 0 } extension
            ? $"'{file}': no format has the extension '{extension}'; use one of {string.Join(' ', ImageCodecs.All.SelectMany(codec => codec.Extensions.ToArray()))}, or --format"
            : $"'{file}' has no extension: say the format with --format");
    }

    private FilterChain Open(ref ImageCodec? format)
    {
        IRowSource source = ImageCodecs.Open(OpenInput(input), request.Decoding(input), out ImageCodec inputFormat);
        try
        {
            format ??= inputFormat;
            CheckInPlace(format);
            source = OrientedRowSource.Apply(source, request.Chain.Limits);
            SampleType depth = OutputDepth(format, source.Info.Format.Sample);
            FilterChain chain = ChainBuilder.Build(source, request.Steps, request.Chain with { Depth = depth }, OpenMask);
            CheckLayout(format, chain.Info.Format.Layout);
            return chain;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    // A file whose ending says another format than it holds would be no service.
    private void CheckInPlace(ImageCodec format)
    {
        if (request.Place.InPlace && request.Format is not null && ImageCodecs.ByExtension(input)?.Name != format.Name)
            throw new UsageException($"{input}: --in-place keeps the name, so --format {format.Name} cannot be written: use -o or -O");
    }

    private SampleType OutputDepth(ImageCodec format, SampleType source)
    {
        SampleType wanted = request.Chain.Depth ?? source;
        if (format.WritableSamples.Contains(wanted))
            return wanted;

        // A format that holds one type alone leaves nothing to choose, unless precision would be lost.
        if (request.Chain.Depth is null && format.WritableSamples is [SampleType.Float32])
            return SampleType.Float32;
        string held = string.Join(" or ", Array.ConvertAll(format.WritableSamples.ToArray(), DepthName));
        throw new UsageException($"{input}: {format.Name} holds {held}, not {DepthName(wanted)}: add --depth {held.Replace(" or ", "|", StringComparison.Ordinal).Replace(" bit", "", StringComparison.Ordinal)}, or write another format");
    }

    private static string DepthName(SampleType sample) => sample switch
    {
        SampleType.UInt8 => "8 bit",
        SampleType.UInt16 => "16 bit",
        _ => "f32",
    };

    private void CheckLayout(ImageCodec format, PixelLayout layout)
    {
        if (!format.CanWrite(layout))
            throw new UsageException($"{input}: {format.Name} holds no alpha channel: add --alpha drop, or write png or pam");
    }

    private void Write(FilterChain chain, ImageCodec? format, string output)
    {
        if (output == OutputPlace.Standard)
        {
            if (!Console.IsOutputRedirected)
                throw new UsageException("standard output is a terminal: send it to a file or a pipe");
            using var stream = new StandardOutput();
            Pump(chain, format!, stream);
            stream.Flush();
            return;
        }
        if (request.Place.Folder is { } folder)
            FileException.Guard(folder, () => Directory.CreateDirectory(folder));
        using AtomicFile file = FileException.Guard(output, () => AtomicFile.Create(output, replace: !request.Place.NoClobber));
        Pump(chain, format!, new NamedStream(output, file.Stream));

        // An input that is still open could not be replaced on every system.
        chain.Dispose();
        FileException.Guard(output, () =>
        {
            file.Commit();
            return true;
        });
    }

    private void Pump(FilterChain chain, ImageCodec format, Stream stream)
    {
        using IRowSink sink = format.Create(stream, chain.Info, request.Encoding);
        RowPump.Run(chain.Output, sink, cancellation);
    }

    private IRowSource OpenMask(string path) => FileException.Guard(path, () =>
    {
        IRowSource mask = ImageCodecs.Open(OpenInput(path), request.Decoding(path) with { LumaOnly = request.Chain.Luma is Luma.Bt601 }, out _);
        mask = OrientedRowSource.Apply(mask, request.Chain.Limits);
        if (mask.Info.Format.HasAlpha)
            mask = new OpaqueRowSource(mask);
        return (IRowSource)new NamedRowSource(path, mask.Info.Format.ColorChannels == 3 ? new LumaRowSource(mask, request.Chain.Luma) : mask);
    });

    private static Stream OpenInput(string path) => path == OutputPlace.Standard
        ? Console.OpenStandardInput()
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private void Report(FilterChain chain, string output, TimeSpan time)
    {
        foreach (ChainStage stage in chain.Stages)
            Console.Error.WriteLine($"  {stage.Name}: {stage.Description}");
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{input} -> {output}: {chain.Info.Width}x{chain.Info.Height} {chain.Info.Format}, {time.TotalMilliseconds:0} ms"));
    }
}
