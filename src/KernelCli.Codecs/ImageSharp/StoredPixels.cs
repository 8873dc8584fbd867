using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>What a file's header says of its pixels.</summary>
/// <param name="IsGray">Whether all colours are gray by declaration.</param>
/// <param name="HasAlpha">Whether alpha is declared.</param>
/// <param name="IsDeep">Whether a sample has more than 8 bits.</param>
internal readonly record struct StoredPixels(bool IsGray, bool HasAlpha, bool IsDeep)
{
    /// <summary>Reads it off what the library identified.</summary>
    public static StoredPixels Of(ImageInfo info)
    {
        if (info.Metadata.TryGetFormatMetadata(PngFormat.Instance, out PngMetadata? png) && info.Metadata.DecodedImageFormat is PngFormat)
            return new StoredPixels(
                png!.ColorType is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha,
                png.ColorType is PngColorType.GrayscaleWithAlpha or PngColorType.RgbWithAlpha || png.TransparentColor is not null,
                png.BitDepth is PngBitDepth.Bit16);
        if (info.Metadata.DecodedImageFormat is JpegFormat
            && info.Metadata.TryGetFormatMetadata(JpegFormat.Instance, out JpegMetadata? jpeg))
            return new StoredPixels(jpeg!.ColorType is JpegEncodingColor.Luminance, false, false);
        if (info.Metadata.DecodedImageFormat is TgaFormat && info.Metadata.TryGetFormatMetadata(TgaFormat.Instance, out TgaMetadata? tga))
            return new StoredPixels(tga!.BitsPerPixel is TgaBitsPerPixel.Pixel8, false, false);
        if (info.Metadata.DecodedImageFormat is TiffFormat && info.FrameMetadataCollection is [var first, ..]
            && first.TryGetFormatMetadata(TiffFormat.Instance, out TiffFrameMetadata? tiff))
            return new StoredPixels(
                tiff!.PhotometricInterpretation is TiffPhotometricInterpretation.BlackIsZero or TiffPhotometricInterpretation.WhiteIsZero,
                false,
                tiff.BitsPerSample?.Channel0 > 8);
        return default;
    }
}
