using KernelCli.Primitives;
using SixLabors.ImageSharp.Compression.Zlib;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>The library's encoders, set so that nothing is lost where the format allows it.</summary>
internal static class ImageSharpEncoders
{
    /// <summary>A palette of at most 256 colours: lossy.</summary>
    public static IImageEncoder Gif(PixelLayout layout, EncodeOptions options) => new GifEncoder { SkipMetadata = !options.KeepMetadata };

    public static IImageEncoder Tiff(PixelLayout layout, EncodeOptions options) => new TiffEncoder
    {
        BitsPerPixel = layout is PixelLayout.Gray ? TiffBitsPerPixel.Bit8 : TiffBitsPerPixel.Bit24,
        PhotometricInterpretation = layout is PixelLayout.Gray
            ? TiffPhotometricInterpretation.BlackIsZero
            : TiffPhotometricInterpretation.Rgb,
        Compression = options.Compression == 0 ? TiffCompression.None : TiffCompression.Deflate,
        CompressionLevel = (DeflateCompressionLevel)options.Compression,
        HorizontalPredictor = TiffPredictor.Horizontal,
        SkipMetadata = !options.KeepMetadata,
    };

    public static IImageEncoder Webp(PixelLayout layout, EncodeOptions options) => new WebpEncoder
    {
        FileFormat = WebpFileFormatType.Lossless,
        TransparentColorMode = WebpTransparentColorMode.Preserve,
        SkipMetadata = !options.KeepMetadata,
    };

    public static IImageEncoder Tga(PixelLayout layout, EncodeOptions options) => new TgaEncoder
    {
        BitsPerPixel = layout switch { PixelLayout.Gray => TgaBitsPerPixel.Pixel8, PixelLayout.Rgb => TgaBitsPerPixel.Pixel24,
            _ => TgaBitsPerPixel.Pixel32 },
        Compression = options.Compression == 0 ? TgaCompression.None : TgaCompression.RunLength,
        SkipMetadata = !options.KeepMetadata,
    };
}
