using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Png;

/// <summary>Portable Network Graphics, ISO/IEC 15948: all colour types and depths, interlaced or not.</summary>
internal sealed class PngCodec : ImageCodec
{
    /// <summary>The bytes that every file starts with.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <inheritdoc/>
    public override string Name => "png";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".png"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8, SampleType.UInt16];

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith(Signature);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options) => new PngDecoder(new ByteReader(stream, "PNG"), options);

    /// <inheritdoc/>
    public override bool StoresAnimations => true;

    /// <inheritdoc/>
    internal override FrameReader OpenFrames(Stream stream, DecodeOptions options)
    {
        var reader = new ByteReader(stream, "PNG");
        var decoder = new PngDecoder(reader, options, readsFrames: true);
        return decoder.Animation is null ? new SingleFrameReader(decoder) : PngAnimation.Open(decoder, reader, options);
    }

    /// <inheritdoc/>
    private protected override FrameWriter CreateWriter(Stream stream, FrameSequence sequence, EncodeOptions options) =>
        sequence.Count == 1 ? base.CreateWriter(stream, sequence, options) : new PngFrameWriter(stream, sequence, options);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        PngEncoder.Create(stream, info, options);
}
