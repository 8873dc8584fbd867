using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Codecs.Pnm;

/// <summary>
/// The Netpbm family: P1 to P6, PAM (P7) and PFM. A codec of any name reads all of these; the name determines what is
/// written: P5 or P6 for "pnm", P7 for "pam", Pf or PF for "pfm".
/// </summary>
/// <param name="name">pnm, pam or pfm.</param>
internal sealed class PnmCodec(string name) : ImageCodec
{
    /// <inheritdoc/>
    public override string Name { get; } = name is "pnm" or "pam" or "pfm"
        ? name
        : throw new ArgumentException($"'{name}' is none of pnm, pam and pfm", nameof(name));

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => Name switch
    {
        "pnm" => (string[])[".pnm", ".pgm", ".ppm", ".pbm"],
        "pam" => (string[])[".pam"],
        _ => (string[])[".pfm"],
    };

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples =>
        Name == "pfm" ? [SampleType.Float32] : [SampleType.UInt8, SampleType.UInt16];

    /// <inheritdoc/>
    public override bool CanWrite(PixelLayout layout) => Name == "pam" || layout is PixelLayout.Gray or PixelLayout.Rgb;

    /// <inheritdoc/>
    internal override bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 3 && head[0] == 'P' && Name switch
    {
        "pnm" => head[1] is >= (byte)'1' and <= (byte)'6',
        "pam" => head[1] == '7',
        _ => head[1] is (byte)'F' or (byte)'f',
    } && (PnmText.IsWhitespace(head[2]) || head[2] == '#');

    /// <inheritdoc/>
    internal override IRowSource Open(Stream stream, DecodeOptions options)
    {
        var reader = new ByteReader(stream, name.ToUpperInvariant());
        PnmHeader header = PnmHeader.Read(reader, options.Limits);
        return header.Kind is 'F' or 'f' ? new PfmDecoder(reader, header, options) : new PnmDecoder(reader, header, options);
    }

    /// <inheritdoc/>
    private protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options)
    {
        MetadataLoss.Report(options, name.ToUpperInvariant(), info.Metadata, MetadataKinds.None);
        return Name == "pfm" ? new PfmEncoder(stream, info, options.Limits) : new PnmEncoder(stream, info, isPam: Name == "pam");
    }
}
