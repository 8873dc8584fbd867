using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Gif;

/// <summary>
/// GIF (CompuServe, version 89a): pictures of up to 256 colours, and animations. Gray is written exactly, colour exactly while a frame
/// has at most 256 colours.
/// </summary>
internal sealed class GifCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "gif";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".gif"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8];

    /// <inheritdoc/>
    public override bool StoresAnimations => true;

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith("GIF87a"u8) || head.StartsWith("GIF89a"u8);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options)
    {
        var reader = new ByteReader(stream, "GIF");
        GifFile file = GifFile.Read(reader, options);
        options.CheckPictureCount(file.Frames.Count, "GIF", "for instance with magick IN -coalesce OUT-%d.png");
        var canvas = new GifCanvas(reader, file, file.Describe(1), options);
        canvas.Show(0);
        return new CanvasRows(canvas.Pixels, canvas.Info, reader);
    }

    /// <inheritdoc/>
    internal override FrameReader OpenFrames(Stream stream, DecodeOptions options)
    {
        var reader = new ByteReader(stream, "GIF");
        GifFile file = GifFile.Read(reader, options);
        var canvas = new GifCanvas(reader, file, file.Describe(file.Frames.Count), options);
        IEnumerable<FrameDelay> delays = file.Frames.Select(frame => new FrameDelay(frame.Delay, GifFrame.UnitsPerSecond));
        return new AnimationReader(canvas, delays, file.Plays, reader);
    }

    /// <inheritdoc/>
    private protected override FrameWriter CreateWriter(Stream stream, FrameSequence sequence, EncodeOptions options) =>
        new GifWriter(stream, sequence, options);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        new StillSink(new GifWriter(stream, new FrameSequence(1, 1), options), info);
}
