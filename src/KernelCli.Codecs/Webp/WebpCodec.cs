using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Webp;

/// <summary>WebP: lossy and lossless pictures and animations are read, lossless ones written.</summary>
internal sealed class WebpCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "webp";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".webp"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8];

    /// <inheritdoc/>
    public override bool StoresAnimations => true;

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..].StartsWith("WEBP"u8);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options)
    {
        var reader = new ByteReader(stream, "WebP");
        WebpFile file = WebpFile.Read(reader, options);
        options.CheckPictureCount(file.Frames.Count, "WebP", "for instance with magick IN -coalesce OUT-%d.png");
        if (!file.IsAnimated)
            return WebpStill.Open(reader, file, options);
        var canvas = new WebpCanvas(reader, file, file.Describe(1), options);
        canvas.Show(0);
        return new CanvasRows(canvas.Pixels, canvas.Info, reader);
    }

    /// <inheritdoc/>
    internal override FrameReader OpenFrames(Stream stream, DecodeOptions options)
    {
        var reader = new ByteReader(stream, "WebP");
        WebpFile file = WebpFile.Read(reader, options);
        if (!file.IsAnimated)
            return new SingleFrameReader(WebpStill.Open(reader, file, options));
        var canvas = new WebpCanvas(reader, file, file.Describe(file.Frames.Count), options);
        return new AnimationReader(canvas, file.Frames.Select(frame => FrameDelay.FromMilliseconds(frame.Delay)), file.Plays, reader);
    }

    /// <inheritdoc/>
    private protected override FrameWriter CreateWriter(Stream stream, FrameSequence sequence, EncodeOptions options) =>
        new WebpWriter(stream, sequence, options);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        new StillSink(new WebpWriter(stream, new FrameSequence(1, 1), options), info);
}
