using KernelCli.Codecs.ImageSharp;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Tga;

namespace KernelCli.Codecs.Tga;

/// <summary>Writes a TGA: gray of 8 bits, RGB of 24, RGBA of 32, run-length encoded unless compression is off.</summary>
internal sealed class TgaEncoder : ImageSharpSink
{
    private const int MaxSide = ushort.MaxValue;

    // The library writes the whole file into one buffer.
    private const long MaxFileBytes = int.MaxValue - (1 << 20);

    private readonly Stream _stream;
    private readonly IImageEncoder _encoder;

    public TgaEncoder(Stream stream, ImageInfo info, EncodeOptions options)
        : base(Checked(info), "tga", options.Limits)
    {
        _stream = stream;
        _encoder = new SixLabors.ImageSharp.Formats.Tga.TgaEncoder
        {
            BitsPerPixel = info.Format.Layout switch
            {
                PixelLayout.Gray => TgaBitsPerPixel.Pixel8,
                PixelLayout.Rgb => TgaBitsPerPixel.Pixel24,
                _ => TgaBitsPerPixel.Pixel32,
            },
            Compression = options.Compression == 0 ? TgaCompression.None : TgaCompression.RunLength,
        };
        MetadataLoss.Report(options, "TGA", info.Metadata, MetadataKinds.None);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        using MemoryStream file = Encode(_encoder);
        file.CopyTo(_stream);
        _stream.Flush();
    }

    private static ImageInfo Checked(ImageInfo info)
    {
        int side = Math.Max(info.Width, info.Height);
        if (side > MaxSide)
            throw new ImageLimitException("pixels on a side of a TGA", MaxSide, side, "write another format");
        long bytes = info.Pixels * (1 + info.Format.Channels);
        return bytes <= MaxFileBytes ? info
            : throw new ImageLimitException("bytes in one buffer", MaxFileBytes, bytes, "write another format");
    }
}
