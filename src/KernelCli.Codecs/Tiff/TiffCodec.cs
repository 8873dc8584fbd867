using KernelCli.Codecs.Frames;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Tagged Image File Format 6.0 and BigTIFF: strips and tiles, samples of 1 to 64 bits, one page or several. Integers of up to 16 bits keep
/// their share of the full range; larger and signed ones and floating-point numbers become float32 with the numbers that they are.
/// </summary>
internal sealed class TiffCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "tiff";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".tif", ".tiff"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8, SampleType.UInt16, SampleType.Float32];

    /// <inheritdoc/>
    public override bool StoresPages => true;

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) =>
        head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options) => TiffPages.OpenFirst(stream, options);

    /// <inheritdoc/>
    internal override FrameReader OpenFrames(Stream stream, DecodeOptions options) => new TiffPages(stream, options);

    /// <inheritdoc/>
    private protected override FrameWriter CreateWriter(Stream stream, FrameSequence sequence, EncodeOptions options) =>
        new TiffWriter(stream, sequence, options);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        new StillSink(new TiffWriter(stream, new FrameSequence(1, 1), options), info);
}
