using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tga;

/// <summary>Truevision TGA: gray, colour and color-mapped pictures of 8 to 32 bits, plain or run-length encoded.</summary>
internal sealed class TgaCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "tga";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".tga"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8];

    /// <inheritdoc/>
    public override bool CanWrite(PixelLayout layout) => layout is not PixelLayout.GrayAlpha;

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => TgaHeader.LooksLikeOne(head);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options)
    {
        using var reader = new ByteReader(stream, "TGA");
        return TgaDecoder.Decode(reader, options);
    }

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        new TgaEncoder(stream, info, options);
}
