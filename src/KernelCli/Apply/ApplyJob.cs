using System.Diagnostics;
using System.Globalization;
using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>Runs one picture through the filter chain and writes the result.</summary>
/// <param name="request">The options of the run.</param>
/// <param name="input">The picture.</param>
/// <param name="budget">The memory that concurrent jobs share, or null for a single picture.</param>
/// <param name="beforeCommit">
/// Called with the coming result just before the output file is replaced; null for no call. Standard output causes no
/// call.
/// </param>
/// <param name="cancellation">Checked between rows.</param>
internal sealed class ApplyJob(ApplyRequest request, BatchInput input, MemoryBudget? budget,
    Action<JobResult>? beforeCommit, CancellationToken cancellation)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ClippingStatistics? _statistics = request.IsMeasured ? new ClippingStatistics() : null;
    private readonly MetadataNotes _notes = new(request);
    private JobResult _result = new(input.Path, null, JobStatus.Done);

    /// <summary>Runs the job.</summary>
    /// <exception cref="FileException">The input cannot be read, or the output cannot be written.</exception>
    /// <exception cref="UsageException">
    /// The output format cannot store the result, or standard output is a terminal.
    /// </exception>
    public JobResult Run()
    {
        ImageCodec? format = request.Format ?? OutputEncoding.OfName(request.Target.File);
        string? output = request.OutputOf(input);
        _result = _result with { Output = output };
        if (IsSkipped(output))
            return _result with { Status = JobStatus.Skipped, Time = _watch.Elapsed };
        FileException.Guard(input.Path, () =>
        {
            using FilterChain chain = Open(ref format);
            if (request.DryRun)
                PlanReport.Write(input.Path, output, format, chain, request);
            else
                using (budget?.Admit(chain.BufferBytes, cancellation))
                    Write(chain, format, output!);
        });
        return _result with { Time = _watch.Elapsed, Statistics = _statistics, Note = _notes.Text };
    }

    private bool IsSkipped(string? output)
    {
        if (output is null || output == StandardStreams.Name || !AtomicFile.Exists(output))
            return false;
        if (input.Path != StandardStreams.Name && !File.Exists(input.Path) && !Directory.Exists(input.Path))
            throw new FileException(input.Path, new FileNotFoundException());
        if (request.Target.NoClobber)
            throw new FileException(output, new IOException("exists, and --no-clobber forbids to replace it"));
        return request.Target.SkipExisting
            || (request.Target.Update && input.Path != StandardStreams.Name
                && File.GetLastWriteTimeUtc(input.Path) <= File.GetLastWriteTimeUtc(output));
    }

    private FilterChain Open(ref ImageCodec? format)
    {
        Stream stream = ImageFile.OpenStream(input.Path);
        if (_statistics is not null && stream is FileStream file)
        {
            _result = _result with { InputBytes = file.Length, InputHash = Sha256.Of(file) };
            file.Position = 0;
        }
        IRowSource source = ImageFile.Open(stream, _notes.Observe(request.Decoding(input.Path)), out ImageCodec inputFormat);
        try
        {
            format ??= inputFormat;
            if (request.Target.InPlace)
                OutputEncoding.CheckInPlace(input.Path, request.Format, format);
            SampleType depth = OutputEncoding.Depth(input.Path, format, request.Chain.Depth, source.Info.Format.Sample);
            FilterChain chain = ChainBuilder.Build(source, request.Steps, request.Chain with { Depth = depth, Statistics = _statistics },
                OpenMask);
            OutputEncoding.CheckLayout(input.Path, format, chain.Info.Format.Layout);
            _result = _result with { Source = source.Info, Result = chain.Info };
            return chain;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private void Write(FilterChain chain, ImageCodec? format, string output)
    {
        if (output == StandardStreams.Name)
        {
            if (!Console.IsOutputRedirected)
                throw new UsageException("standard output is a terminal: send it to a file or a pipe");
            using var stream = new StandardOutput();
            Pump(chain, format!, stream);
            stream.Flush();
        }
        else
        {
            request.Target.Prepare(output);
            using AtomicFile file = FileException.Guard(output, () => AtomicFile.Create(output, replace: !request.Target.NoClobber));
            if (_statistics is null)
                Pump(chain, format!, new NamedStream(output, file.Stream));
            else
                PumpHashed(chain, format!, new HashingStream(output, file.Stream));

            // The input is closed first, because not every system can replace an open file.
            chain.Dispose();
            beforeCommit?.Invoke(_result with { Status = JobStatus.Writing });
            FileException.Guard(output, () =>
            {
                file.Commit();
            });
        }
        if (request.Verbose)
            Report(chain, output);
    }

    private void Pump(FilterChain chain, ImageCodec format, Stream stream)
    {
        using IRowSink sink = format.Create(stream, chain.Info, _notes.Observe(request.Encoding));
        RowPump.Run(chain.Output, sink, cancellation);
    }

    private void PumpHashed(FilterChain chain, ImageCodec format, HashingStream stream)
    {
        using var sink = new SampleHash(chain.Info, format.Create(stream, chain.Info, _notes.Observe(request.Encoding)));
        RowPump.Run(chain.Output, sink, cancellation);
        _result = _result with { SampleHash = sink.Finish(), OutputHash = stream.Finish(), OutputBytes = stream.Written };
    }

    private IRowSource OpenMask(string path) => FileException.Guard(path, () =>
    {
        IRowSource mask = ImageFile.OpenOpaque(path, request.Decoding(path) with { LumaOnly = request.Chain.Luma is Luma.Bt601 });
        return (IRowSource)new NamedRowSource(path, mask.Info.Format.ColorChannels == 3
            ? new LumaRowSource(mask, request.Chain.Luma)
            : mask);
    });

    private void Report(FilterChain chain, string output)
    {
        var lines = new System.Text.StringBuilder();
        foreach (ChainStage stage in chain.Stages)
            lines.Append("  ").Append(stage.Name).Append(": ").Append(stage.Description).Append('\n');
        lines.Append($"{input.Path} -> {output}: {chain.Info.Width}x{chain.Info.Height} {chain.Info.Format}, ");
        lines.Append(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalMilliseconds:0} ms");
        Console.Error.WriteLine(lines);
    }
}
