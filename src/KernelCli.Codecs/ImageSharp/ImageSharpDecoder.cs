using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using ImageFormatException = KernelCli.Primitives.ImageFormatException;
using ImageInfo = KernelCli.Primitives.ImageInfo;
using ImageMetadata = KernelCli.Primitives.ImageMetadata;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>
/// Reads a PNG, JPEG or BMP with the library, to check the codecs of this one against it. The header is read first, and the
/// picture is decoded only if it is within the limits. Gray files stay gray; alpha is kept if the file declares it or a pixel has it.
/// </summary>
internal static class ImageSharpDecoder
{
    // A pixel of 16-bit RGBA.
    private const int MaxPixelBytes = 8;

    /// <summary>Decodes a file.</summary>
    /// <param name="stream">The file, at its first byte; owned, and closed at once.</param>
    /// <param name="format">The name of its codec: png, jpeg or bmp.</param>
    /// <param name="options">The limits.</param>
    /// <exception cref="ImageFormatException">The file is damaged.</exception>
    /// <exception cref="UnsupportedImageException">The library does not read this variant.</exception>
    /// <exception cref="ImageLimitException">The picture exceeds the limits.</exception>
    public static IRowSource Open(Stream stream, string format, DecodeOptions options)
    {
        using var reader = new ByteReader(stream, format.ToUpperInvariant());
        using MemoryStream file = reader.ReadRest(options.Limits);
        return Decode(file, format, options);
    }

    private static ImageSharpRows Decode(MemoryStream file, string format, DecodeOptions options)
    {
        ImageLimits limits = options.Limits;
        string name = format.ToUpperInvariant();
        IImageInfo header = ImageSharpErrors.Guard(name, () =>
            Image.Identify(ImageSharpSettings.For(format, limits), file)
            ?? throw new ImageFormatException(name, 0, "its header cannot be read"));
        limits.CheckPixels(header.Width, header.Height);
        limits.CheckRow(header.Width, MaxPixelBytes);
        StoredPixels stored = StoredPixels.Of(format, header.Metadata);
        limits.CheckMemory((long)header.Width * header.Height * (stored.IsDeep ? MaxPixelBytes : MaxPixelBytes / 2));
        file.Position = 0;
        return ImageSharpErrors.Guard(name, () => stored.IsDeep
            ? Rows(Image.Load<Rgba64>(ImageSharpSettings.For(format, limits), file), stored, pixel => pixel.A == ushort.MaxValue)
            : Rows(Image.Load<Rgba32>(ImageSharpSettings.For(format, limits), file), stored, pixel => pixel.A == byte.MaxValue));
    }

    private static ImageSharpRows Rows<TPixel>(Image<TPixel> image, StoredPixels stored, Func<TPixel, bool> isOpaque)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        bool alpha = stored.HasAlpha;
        for (int y = 0; y < image.Height && !alpha; y++)
            foreach (TPixel pixel in image.DangerousGetPixelRowMemory(y).Span)
                alpha |= !isOpaque(pixel);
        PixelLayout layout = (stored.IsGray, alpha) switch
        {
            (true, false) => PixelLayout.Gray,
            (true, true) => PixelLayout.GrayAlpha,
            (false, false) => PixelLayout.Rgb,
            _ => PixelLayout.Rgba,
        };
        var format = new PixelFormat(layout, stored.IsDeep ? SampleType.UInt16 : SampleType.UInt8);
        return new ImageSharpRows(image, new ImageInfo(image.Width, image.Height, format) { Metadata = MetadataOf(image.Metadata) });
    }

    private static ImageMetadata MetadataOf(SixLabors.ImageSharp.Metadata.ImageMetadata metadata)
    {
        byte[]? exif = metadata.ExifProfile?.ToByteArray() is { Length: > 0 } block ? ExifBlock.WithoutPrefix(block).ToArray() : null;
        if (exif is not null && !ExifBlock.IsOne(exif))
            exif = null;
        double unit = metadata.ResolutionUnits switch
        {
            PixelResolutionUnit.PixelsPerMeter => 1,
            PixelResolutionUnit.PixelsPerCentimeter => 100,
            PixelResolutionUnit.PixelsPerInch => 1 / PixelDensity.MetresPerInch,
            _ => 0,
        };
        return new ImageMetadata
        {
            Exif = exif,
            IccProfile = metadata.IccProfile?.ToByteArray(),
            Orientation = exif is null ? Orientation.Normal : ExifBlock.ReadOrientation(exif),
            Density = unit > 0 ? new PixelDensity(metadata.HorizontalResolution * unit, metadata.VerticalResolution * unit) : null,
        };
    }
}
