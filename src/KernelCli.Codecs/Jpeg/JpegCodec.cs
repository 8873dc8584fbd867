using KernelCli.Codecs.Jpeg.Decoding;
using KernelCli.Codecs.Jpeg.Encoding;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Jpeg;

/// <summary>
/// JPEG (ITU-T T.81) in JFIF, EXIF or Adobe files. It reads sequential and progressive Huffman coding of 8-bit samples
/// in gray, YCbCr, RGB, CMYK or YCCK, and writes baseline files in gray or YCbCr.
/// </summary>
internal sealed class JpegCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "jpeg";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".jpg", ".jpeg", ".jpe", ".jfif"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8];

    /// <inheritdoc/>
    public override bool CanWrite(PixelLayout layout) => layout is PixelLayout.Gray or PixelLayout.Rgb;

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith([(byte)0xFF, JpegMarker.StartOfImage, (byte)0xFF]);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options) => new JpegDecoder(new ByteReader(stream, "JPEG"), options);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        new JpegEncoder(stream, info, options);
}
