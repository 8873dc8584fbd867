using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Bmp;

/// <summary>Windows and OS/2 bitmaps: 1 to 32 bits per pixel, channel masks, run-length encoding, bottom-up or top-down.</summary>
internal sealed class BmpCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "bmp";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".bmp", ".dib"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8];

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 14 && head.StartsWith("BM"u8);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options) => new BmpDecoder(new ByteReader(stream, "BMP"), options);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        new BmpEncoder(stream, info, options);
}
