using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Metadata;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>What the header of a file says about its pixels.</summary>
/// <param name="IsGray">Whether the format declares all colours gray.</param>
/// <param name="HasAlpha">Whether alpha is declared.</param>
/// <param name="IsDeep">Whether a sample has more than 8 bits.</param>
internal readonly record struct StoredPixels(bool IsGray, bool HasAlpha, bool IsDeep)
{
    /// <summary>The pixels of a file that the library identified.</summary>
    public static StoredPixels Of(string format, ImageMetadata metadata)
    {
        switch (format)
        {
            case "png":
                PngMetadata png = metadata.GetFormatMetadata(PngFormat.Instance);
                return new StoredPixels(
                    png.ColorType is PngColorType.Grayscale or PngColorType.GrayscaleWithAlpha,
                    png.HasTransparency || png.ColorType is PngColorType.GrayscaleWithAlpha or PngColorType.RgbWithAlpha,
                    png.BitDepth is PngBitDepth.Bit16);
            case "jpeg":
                return new StoredPixels(metadata.GetFormatMetadata(JpegFormat.Instance).ColorType is JpegColorType.Luminance, false, false);
            case "tga":
                TgaMetadata tga = metadata.GetFormatMetadata(TgaFormat.Instance);
                return new StoredPixels(false, tga.AlphaChannelBits > 0, false);
            default:
                return default;
        }
    }
}
