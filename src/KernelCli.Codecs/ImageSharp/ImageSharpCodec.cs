using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp.Formats;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>A format that the ImageSharp library reads and writes.</summary>
/// <param name="name">The name that options use.</param>
/// <param name="extensions">File name endings.</param>
/// <param name="recognises">Whether a file starts like one.</param>
/// <param name="layouts">What can be written as it is.</param>
/// <param name="encoder">The library's encoder for pixels and options.</param>
internal sealed class ImageSharpCodec(
    string name, string[] extensions, Func<byte[], bool> recognises, PixelLayout[] layouts,
        Func<PixelLayout, EncodeOptions, IImageEncoder> encoder) : ImageCodec
{
    /// <summary>The formats that there is no codec of our own for.</summary>
    public static IReadOnlyList<ImageCodec> All { get; } =
    [
        new ImageSharpCodec("gif", [".gif"], head =>
            Starts(head, "GIF87a"u8) || Starts(head, "GIF89a"u8),
            [PixelLayout.Gray, PixelLayout.Rgb, PixelLayout.Rgba], ImageSharpEncoders.Gif),
        new ImageSharpCodec("webp", [".webp"], head =>
            Starts(head, "RIFF"u8) && head.AsSpan(8).StartsWith("WEBP"u8),
            [PixelLayout.Gray, PixelLayout.Rgb, PixelLayout.Rgba], ImageSharpEncoders.Webp),
        new ImageSharpCodec("tga", [".tga"], LooksLikeTga, [PixelLayout.Gray, PixelLayout.Rgb, PixelLayout.Rgba], ImageSharpEncoders.Tga),
    ];

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override ReadOnlySpan<string> Extensions => extensions;

    /// <inheritdoc/>
    public override ReadOnlySpan<SampleType> WritableSamples => [SampleType.UInt8];

    /// <inheritdoc/>
    public override bool CanWrite(PixelLayout layout) => Array.IndexOf(layouts, layout) >= 0;

    /// <inheritdoc/>
    public override bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 12 && recognises(head.ToArray());

    /// <inheritdoc/>
    public override IRowSource Open(Stream stream, DecodeOptions options) => ImageSharpDecoder.Open(stream, name, options);

    /// <inheritdoc/>
    protected override IRowSink CreateSink(Stream stream, ImageInfo info, EncodeOptions options) =>
        new ImageSharpSink(stream, info, name, options, encoder(info.Format.Layout, options));

    private static bool Starts(byte[] head, ReadOnlySpan<byte> magic) => head.AsSpan().StartsWith(magic);

    // TGA has no signature: a colour map that is there or not, and a picture type that exists. It comes last among the formats.
    private static bool LooksLikeTga(byte[] head) =>
        head[1] <= 1 && head[2] is 1 or 2 or 3 or 9 or 10 or 11 && head[1] == (head[2] is 1 or 9 ? 1 : 0)
            && (head[1] == 1 ? head[7] is 15 or 16 or 24 or 32 : head[7] == 0);
}
