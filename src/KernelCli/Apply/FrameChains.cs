using KernelCli.Chains;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Progress;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Apply;

/// <summary>The selected frames of an input, each of which goes through a chain of its own.</summary>
internal sealed class FrameChains : IDisposable
{
    private readonly ApplyRequest _request;
    private readonly string _path;
    private readonly FrameReader _frames;
    private readonly MetadataNotes _notes;
    private readonly ClippingStatistics? _statistics;
    private readonly DecodeOptions _decoding;
    private readonly PictureMeter _meter;
    private readonly CancellationToken _cancellation;
    private int _opened;

    /// <param name="request">The parsed options.</param>
    /// <param name="path">The input, for errors.</param>
    /// <param name="stream">The input; owned.</param>
    /// <param name="format">The output format; null for that of the input.</param>
    /// <param name="notes">Collects what the decoder leaves out.</param>
    /// <param name="statistics">Collects statistics of the results, or null.</param>
    /// <param name="meter">Counts the rows that are read.</param>
    /// <param name="cancellation">Checked before each of them.</param>
    public FrameChains(ApplyRequest request, string path, Stream stream, ImageCodec? format, MetadataNotes notes,
        ClippingStatistics? statistics, PictureMeter meter, CancellationToken cancellation)
    {
        (_meter, _cancellation, _notes) = (meter, cancellation, notes);
        (_request, _path, _statistics, _decoding) = (request, path, statistics, notes.Observe(request.Decoding(path)));
        _frames = ImageFile.OpenFrames(stream, _decoding, out ImageCodec inputFormat);
        try
        {
            Format = format ?? inputFormat;
            if (request.Target.InPlace)
                OutputEncoding.CheckInPlace(path, request.Format, Format);
            Selected = request.Frames.Select(Count, path);
            CheckFrames(notes);
        }
        catch
        {
            _frames.Dispose();
            throw;
        }
    }

    /// <summary>The output format.</summary>
    public ImageCodec Format { get; }

    /// <summary>The frames that are filtered, counted from 0, in increasing order.</summary>
    public int[] Selected { get; }

    /// <summary>How many frames the input has.</summary>
    public int Count => _frames.Frames.Count;

    /// <summary>Counts how long decoding takes; or null.</summary>
    public StageClock? Clock { get; init; }

    /// <summary>The frames to write and how often they play.</summary>
    public FrameSequence Sequence => new(Selected.Length, _frames.Plays);

    /// <summary>The number of pixels that the chains of all frames so far were asked to change; null for all.</summary>
    public long? Touched { get; private set; }

    /// <summary>How long a frame is shown.</summary>
    public FrameDelay DelayOf(int index) => _frames.Frames[index].Delay;

    /// <summary>Opens a frame and builds its chain. Frames are opened in increasing order, one at a time.</summary>
    /// <param name="index">The frame.</param>
    /// <param name="source">The frame as it is read.</param>
    public FilterChain Open(int index, out ImageInfo source)
    {
        IRowSource frame = ImageFile.OpenFrame(_frames, index, _decoding);
        try
        {
            source = frame.Info;
            if (source.Metadata.NoData is { } noData && _request.Chain.NoData is null)
                _notes.Add($"{noData} holds no value by the file's own field, and is filtered as a number: --nodata auto leaves it out");
            SampleType depth = OutputEncoding.Depth(_path, Format, _request.Chain.Depth, source.Format.Sample);
            IRowSource rows = new CountedRowSource(Clock?.Decoding(frame) ?? frame, _meter, _cancellation);
            FilterChain chain = ChainBuilder.Build(rows, _request.Steps,
                _request.Chain with { Depth = depth, Statistics = _statistics }, OpenMask);
            if (chain.Warning is { } warning && !_request.Quiet && _opened == 0)
                Failures.WriteWarning($"{_path}: {warning}");
            if (chain.Touched is { } touched)
                Touched = (Touched ?? 0) + touched;
            _meter.BeginFrame(++_opened, Selected.Length, source.Width, source.Height, chain.Info.Height);
            OutputEncoding.CheckLayout(_path, Format, chain.Info.Format.Layout);
            return chain;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Checks the end of the input, after the last frame.</summary>
    public void Complete() => _frames.Complete();

    /// <inheritdoc/>
    public void Dispose() => _frames.Dispose();

    // Several frames in one file need a format for them; an animation needs frames of one size and type.
    private void CheckFrames(MetadataNotes notes)
    {
        if (_request.Target.IsPerFrame || Selected.Length == 1)
            return;
        if (!Format.StoresPages && !Format.StoresAnimations)
            throw new UsageException($"{_path}: {Selected.Length} frames, and {Format.Name} stores one picture in a file: "
                + $"choose one, as in --frames 1, or write a file for each, as in -o out-{OutputTarget.FramePlace}{Format.Extensions[0]}");
        if (!Format.StoresPages)
            foreach (int index in Selected)
                if (_frames.Frames[index].Info is var page && _frames.Frames[Selected[0]].Info is var first
                    && ((page.Width, page.Height) != (first.Width, first.Height) || page.Format != first.Format))
                    throw new UsageException(
                        $"{_path}: page {index + 1} is {page.Width}x{page.Height} {page.Format}, page {Selected[0] + 1} is "
                        + $"{first.Width}x{first.Height} {first.Format}: {Format.Name} needs frames of one size and type; write tiff, "
                        + $"or a file for each with {OutputTarget.FramePlace} in its name");
        if (_frames.IsAnimation && !Format.StoresAnimations)
            notes.Add($"{Format.Name} stores pages without delays: those of the animation are not kept");
    }

    private IRowSource OpenMask(string path) => FileException.Guard(path, () =>
    {
        IRowSource mask = ImageFile.OpenOpaque(path, _request.Decoding(path) with { LumaOnly = _request.Chain.Luma is Luma.Bt601 });
        return (IRowSource)new NamedRowSource(path, mask.Info.Format.ColorChannels == 3
            ? new LumaRowSource(mask, _request.Chain.Luma)
            : mask);
    });
}
