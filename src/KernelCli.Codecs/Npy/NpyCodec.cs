using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Npy;

/// <summary>NumPy arrays of two axes (rows, columns) or three (rows, columns, channels), C order. In float arrays 1.0 is white.</summary>
internal sealed class NpyCodec : ImageCodec
{
    /// <inheritdoc/>
    public override string Name => "npy";

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => (string[])[".npy"];

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.Float32, SampleType.UInt8, SampleType.UInt16];

    /// <inheritdoc/>
    internal override bool StoresArrays => true;

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith(NpyHeader.Magic);

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options) =>
        new NpyDecoder(new ByteReader(stream, "NPY"), options.Limits);

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options)
    {
        MetadataLoss.Report(options, "NPY", info.Metadata, MetadataKinds.None);
        return new NpyEncoder(stream, info);
    }
}
