using System.Diagnostics;
using System.Globalization;
using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Inspection;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Cli.Progress;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>Applies the chain to one input: opens it, builds a chain for each frame, writes the results and puts them in place.</summary>
/// <param name="request">The parsed options.</param>
/// <param name="input">The input.</param>
/// <param name="budget">The memory that concurrent inputs share, or null for an input alone.</param>
/// <param name="beforeCommit">Called with the expected result just before the output is put in place; or null.</param>
/// <param name="meter">Counts rows.</param>
/// <param name="cancellation">Checked before every row.</param>
internal sealed class ApplyJob(ApplyRequest request, BatchInput input, MemoryBudget? budget,
    Action<JobResult>? beforeCommit, PictureMeter meter, CancellationToken cancellation)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ClippingStatistics? _statistics = request.IsMeasured ? new ClippingStatistics() : null;
    private readonly MetadataNotes _notes = new(request);
    private readonly StageClock? _clock = request.Verbose ? new StageClock() : null;
    private readonly ImageCodec? _format = request.Format ?? OutputEncoding.OfName(request.Target.File);
    private JobResult _result = new(input.Path, null, JobStatus.Done);

    /// <summary>Runs the job.</summary>
    /// <exception cref="FileException">The input cannot be read, or the output cannot be written.</exception>
    public JobResult Run()
    {
        string? output = request.OutputOf(input);
        _result = _result with { Output = output };
        if (!request.Target.IsPerFrame && IsSkipped(output))
            return _result with { Status = JobStatus.Skipped, Time = _watch.Elapsed };
        FileException.Guard(input.Path, () =>
        {
            using FrameChains frames = Open();
            using FilterChain first = frames.Open(frames.Selected[0], out ImageInfo source);
            _result = _result with { Source = source, Result = first.Info };
            if (request.DryRun)
                PlanReport.Write(input.Path, output, frames, first, request);
            else
                using (budget?.Admit(first.BufferBytes, cancellation))
                    Write(frames, first, output!);
            _result = _result with { Touched = frames.Touched };
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
        bool isCurrent = request.Target.Update && input.Path != StandardStreams.Name
            && File.GetLastWriteTimeUtc(input.Path) <= File.GetLastWriteTimeUtc(output);
        if (!request.Target.SkipExisting && !isCurrent)
            return false;
        if (request.Verbose)
            Console.Error.WriteLine($"{input.Path}: skipped, {output} {(request.Target.SkipExisting ? "exists" : "is not older")}");
        return true;
    }

    private FrameChains Open()
    {
        Stream stream = ImageFile.OpenStream(input.Path);
        if (_statistics is not null && stream is FileStream { CanSeek: true } file)
        {
            _result = _result with { InputBytes = file.Length, InputHash = Sha256.Of(file) };
            file.Position = 0;
        }
        return new FrameChains(request.For(input), input.Path, stream, _format, _notes, _statistics, meter, cancellation)
        {
            Clock = _clock,
        };
    }

    private void Write(FrameChains frames, FilterChain first, string output)
    {
        if (request.Target.IsPerFrame)
            WriteFiles(frames, first, output);
        else if (output == StandardStreams.Name)
        {
            if (!Console.IsOutputRedirected)
                throw new UsageException("standard output is a terminal: send it to a file or a pipe");
            using var stream = new StandardOutput();
            Pump(frames, first, stream, frames.Selected, frames.Sequence);
            frames.Complete();
            stream.Flush();
        }
        else
            _result = With(WriteFile(frames, first, output, frames.Selected, isLast: true));
        if (request.Verbose)
            Report(first, output, frames.Selected.Length);
    }

    // A file for each frame. All names are checked before the first is written.
    private void WriteFiles(FrameChains frames, FilterChain first, string output)
    {
        string[] paths = Array.ConvertAll(frames.Selected, index => OutputTarget.PathOfFrame(output, index, frames.Count));
        bool[] skipped = Array.ConvertAll(paths, IsSkipped);
        if (input.Path != StandardStreams.Name && Array.Find(paths, path => RealPath.Of(path) == RealPath.Of(input.Path)) is { } same)
            throw new UsageException($"{same} is the input, which would be written over: choose another name");
        FilterChain? chain = first;
        int last = Array.LastIndexOf(skipped, false);
        if (last < 0)
            _result = _result with { Status = JobStatus.Skipped };
        var files = new List<FrameFile>();
        for (int i = 0; i < paths.Length; i++)
        {
            FrameFile? written = skipped[i] ? new FrameFile(paths[i], null, null, 0)
                : WriteFile(frames, chain ??= frames.Open(frames.Selected[i], out _), paths[i], [frames.Selected[i]], isLast: i == last);
            chain?.Dispose();
            chain = null;
            if (written is not null)
                files.Add(written);
        }
        if (_statistics is not null)
            _result = _result with { Files = files, OutputBytes = files.Sum(file => file.OutputBytes) };
    }

    // Returns what was written where results are measured.
    private FrameFile? WriteFile(FrameChains frames, FilterChain first, string output, int[] indices, bool isLast)
    {
        FrameFile? written = null;
        request.Target.Prepare(output);
        using AtomicFile file = FileException.Guard(output, () => AtomicFile.Create(output, replace: !request.Target.NoClobber));
        if (request.Target.InPlace && file.NotKept is { } lost)
            _notes.AddOfFile($"of the file that is replaced, this cannot be kept: {lost}");
        var sequence = frames.Sequence with { Count = indices.Length };
        if (_statistics is null)
            Pump(frames, first, new NamedStream(output, file.Stream), indices, sequence);
        else
        {
            var hash = new SampleHash(first.Info);
            var stream = new HashingStream(output, file.Stream);
            Pump(frames, first, stream, indices, sequence, hash);
            written = new FrameFile(output, hash.Finish(), stream.Finish(), stream.Written);
        }
        if (isLast)
        {
            frames.Complete();

            // On some systems an input that is still open cannot be replaced.
            first.Dispose();
            frames.Dispose();
        }
        beforeCommit?.Invoke(With(written) with { Status = JobStatus.Writing });
        FileException.Guard(output, () =>
        {
            file.Commit();
        });
        return written;
    }

    private JobResult With(FrameFile? written) => written is null ? _result : _result with
    {
        SampleHash = written.SampleHash,
        OutputHash = written.OutputHash,
        OutputBytes = written.OutputBytes,
    };

    private void Pump(FrameChains frames, FilterChain first, Stream stream, int[] indices, FrameSequence sequence, SampleHash? hash = null)
    {
        using FrameWriter writer = frames.Format.CreateFrames(stream, sequence, _notes.Observe(request.Encoding));
        foreach (int index in indices)
        {
            FilterChain chain = index == indices[0] ? first : frames.Open(index, out _);
            using (chain)
            using (var sink = new CountedRowSink(writer.Begin(chain.Info, frames.DelayOf(index)), meter))
            {
                hash?.Continue(chain.Info, sink);
                IRowSink to = hash is null ? sink : hash;
                if (_clock is null)
                    RowPump.Run(chain.Output, to, cancellation);
                else
                    _clock.Run(chain, to, cancellation);
            }
        }
        writer.Complete();
    }

    private void Report(FilterChain chain, string output, int frames)
    {
        var lines = new System.Text.StringBuilder();
        foreach (ChainStage stage in chain.Stages)
            lines.Append("  ").Append(stage.Name).Append(": ").Append(stage.Description).Append('\n');
        lines.Append("  stages: ").Append(_clock!.Text).Append('\n');
        lines.Append($"{input.Path} -> {output}: {(frames > 1 ? $"{frames} frames, " : "")}");
        lines.Append($"{chain.Info.Width}x{chain.Info.Height} {chain.Info.Format}, ");
        lines.Append(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalMilliseconds:0} ms");
        Console.Error.WriteLine(lines);
    }
}
