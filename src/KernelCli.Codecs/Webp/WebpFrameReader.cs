using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Webp;

/// <summary>The frames of an animated WebP as a viewer shows them.</summary>
internal sealed class WebpFrameReader : FrameReader
{
    private readonly ByteReader _reader;
    private readonly WebpFile _file;
    private readonly WebpCanvas _canvas;

    public WebpFrameReader(ByteReader reader, WebpFile file, DecodeOptions options)
    {
        (_reader, _file) = (reader, file);
        ImageInfo info = file.Describe(file.Frames.Count);
        _canvas = new WebpCanvas(reader, file, info, options);
        Frames = [.. file.Frames.Select(frame => new Frame(info, FrameDelay.FromMilliseconds(frame.Delay)))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Frame> Frames { get; }

    /// <inheritdoc/>
    public override int Plays => IsAnimation ? _file.Plays : 1;

    /// <inheritdoc/>
    public override bool IsAnimation => Frames.Count > 1;

    /// <inheritdoc/>
    protected override IRowSource OpenFrame(int index)
    {
        _canvas.Show(index);
        return new CanvasRows(_canvas.Pixels, _canvas.Info);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _reader.Dispose();
}
