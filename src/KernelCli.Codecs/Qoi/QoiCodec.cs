using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Qoi;

/// <summary>The Quite OK Image Format, version 1.0 of its specification: 8-bit RGB or RGBA.</summary>
internal sealed class QoiCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "qoi";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".qoi"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8];

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith("qoif"u8);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options) => new QoiDecoder(new ByteReader(stream, "QOI"), options);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options)
    {
        MetadataLoss.Report(options, "QOI", info.Metadata, MetadataKinds.None);
        return new QoiEncoder(stream, info);
    }
}

/// <summary>A pixel with its hash into the index of recently seen pixels.</summary>
internal readonly record struct QoiPixel(byte R, byte G, byte B, byte A)
{
    /// <summary>The pixel before the first one, for encoder and decoder: opaque black.</summary>
    public static QoiPixel Start => new(0, 0, 0, 255);

    /// <summary>The position of the pixel in the index, 0 to 63.</summary>
    public int Hash => ((R * 3) + (G * 5) + (B * 7) + (A * 11)) & 63;
}
