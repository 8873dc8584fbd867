using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Gif;

/// <summary>The frames of a GIF as a viewer shows them.</summary>
internal sealed class GifFrameReader : FrameReader
{
    // Delays are stored in hundredths of a second.
    private const int UnitsPerSecond = 100;

    private readonly ByteReader _reader;
    private readonly GifFile _file;
    private readonly GifCanvas _canvas;

    public GifFrameReader(ByteReader reader, GifFile file, DecodeOptions options)
    {
        (_reader, _file) = (reader, file);
        ImageInfo info = file.Describe(file.Frames.Count);
        _canvas = new GifCanvas(reader, file, info, options);
        Frames = [.. file.Frames.Select(frame => new Frame(info, new FrameDelay(frame.Delay, UnitsPerSecond)))];
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
