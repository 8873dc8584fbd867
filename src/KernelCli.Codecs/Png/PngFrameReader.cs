using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>
/// The frames of an animated PNG. A default image that is not part of the animation is shown only by programs that do not know
/// animations; it is no frame.
/// </summary>
internal sealed class PngFrameReader : FrameReader
{
    private readonly ByteReader _reader;
    private readonly DecodeOptions _options;
    private readonly PngHeader _header;
    private readonly byte[]? _palette;
    private readonly byte[]? _transparency;
    private readonly List<PngFrame> _frames;
    private readonly PngCanvas _canvas;
    private int _drawn;

    /// <param name="decoder">The file, whose chunks were read up to the image data; owned.</param>
    /// <param name="reader">The same file.</param>
    /// <param name="options">Limits, and whether damage is tolerated.</param>
    public PngFrameReader(PngDecoder decoder, ByteReader reader, DecodeOptions options)
    {
        (_reader, _options, _header) = (reader, options, decoder.Header);
        (_palette, _transparency) = (decoder.Palette, decoder.Transparency);
        if (!reader.CanSeek)
            reader.Keep(options.Limits);
        _frames = PngAnimation.Read(reader, decoder.Chunks, _header, decoder.Animation!.Value.Frames, decoder.FirstFrameControl, options);
        Plays = (int)Math.Min(decoder.Animation.Value.Plays, int.MaxValue);
        if (decoder.FirstFrameControl is null)
            options.OnNote?.Invoke("the picture beside the animation, which only programs without animations show: left out");
        _canvas = new PngCanvas(_header, decoder.Info.Format, _frames, options.Limits);
        ImageMetadata metadata = decoder.Info.Metadata with { Frames = _frames.Count };
        var info = new ImageInfo(_header.Width, _header.Height, _canvas.Format) { Metadata = metadata };
        Frames = [.. _frames.Select(frame => new Frame(info, frame.Delay))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Frame> Frames { get; }

    /// <inheritdoc/>
    public override int Plays { get; }

    /// <inheritdoc/>
    public override bool IsAnimation => true;

    /// <inheritdoc/>
    protected override IRowSource OpenFrame(int index)
    {
        for (; _drawn <= index; _drawn++)
        {
            PngFrame frame = _frames[_drawn];
            if (_drawn > 0)
                _canvas.Dispose(_frames[_drawn - 1]);
            Stream still = PngAnimation.ToStill(_reader, frame, _header, _palette, _transparency, _options.Limits);
            using var rows = new PngDecoder(new ByteReader(still, "PNG"), _options with { OnNote = null, OnDetail = null });
            _canvas.Draw(frame, rows, _options);
        }
        return new CanvasRows(_canvas.Image, Frames[index].Info);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();
}
