using System.Runtime.InteropServices;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using ImageFormatException = KernelCli.Primitives.ImageFormatException;
using ImageInfo = KernelCli.Primitives.ImageInfo;
using ImageMetadata = KernelCli.Primitives.ImageMetadata;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>
/// Reads the first frame of a file with the ImageSharp library, whole, and gives it out row by row. Size and limits are checked by the
/// header, before the pixels are decoded. Gray files stay gray; alpha is kept where the file declares it or a pixel has it.
/// </summary>
internal sealed class ImageSharpDecoder : RowSource
{
    // What the library keeps for a pixel, at most.
    private const int DecodedBytes = 8;

    private readonly Image _image;

    private ImageSharpDecoder(Image image, ImageInfo info) => (_image, Info) = (image, info);

    /// <summary>Decodes a file.</summary>
    /// <param name="stream">The file, at its first byte; owned, and closed at once.</param>
    /// <param name="format">Its format, for errors.</param>
    /// <param name="options">Limits.</param>
    public static IRowSource Open(Stream stream, string format, DecodeOptions options)
    {
        ImageLimits limits = options.Limits;
        using Stream file = Seekable(stream, limits);
        DecoderOptions decoding = Options(limits);
        SixLabors.ImageSharp.ImageInfo header = ImageSharpErrors.Guard(format, limits,
            () => Image.Identify(Options(limits, int.MaxValue), file));
        limits.CheckPixels(header.Width, header.Height);
        limits.CheckRow(header.Width, DecodedBytes);
        StoredPixels stored = StoredPixels.Of(header);
        limits.CheckMemory((long)header.Width * header.Height * (stored.IsDeep ? 8 : 4));
        CheckEnd(file, format, options);
        file.Position = 0;
        int frames = Math.Max(1, header.FrameMetadataCollection.Count);
        options.CheckPictureCount(frames, format.ToUpperInvariant(), "for instance with magick IN OUT-%d.png");
        return stored.IsDeep
            ? Create(ImageSharpErrors.Guard(format, limits, () => Image.Load<Rgba64>(decoding, file)), stored, frames, pixel =>
                pixel.A == ushort.MaxValue)
            : Create(ImageSharpErrors.Guard(format, limits, () => Image.Load<Rgba32>(decoding, file)), stored, frames, pixel =>
                pixel.A == byte.MaxValue);
    }

    /// <inheritdoc/>
    protected override void ReadNextRow(Span<byte> row, int y)
    {
        if (_image is Image<Rgba64> deep)
            Pack(MemoryMarshal.Cast<Rgba64, ushort>(deep.DangerousGetPixelRowMemory(y).Span), MemoryMarshal.Cast<byte, ushort>(row));
        else
            Pack(MemoryMarshal.Cast<Rgba32, byte>(((Image<Rgba32>)_image).DangerousGetPixelRowMemory(y).Span), row);
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _image.Dispose();

    private static DecoderOptions Options(ImageLimits limits, uint frames = 1) => new()
    {
        MaxFrames = frames,
        Configuration = new Configuration(new SixLabors.ImageSharp.Formats.Png.PngConfigurationModule(),
            new SixLabors.ImageSharp.Formats.Jpeg.JpegConfigurationModule(),
            new SixLabors.ImageSharp.Formats.Bmp.BmpConfigurationModule(), new SixLabors.ImageSharp.Formats.Gif.GifConfigurationModule(),
            new SixLabors.ImageSharp.Formats.Tiff.TiffConfigurationModule(),
                new SixLabors.ImageSharp.Formats.Webp.WebpConfigurationModule(),
            new SixLabors.ImageSharp.Formats.Tga.TgaConfigurationModule())
        {
            MaxDegreeOfParallelism = 1,
            MemoryAllocator =
                MemoryAllocator.Create(
                new MemoryAllocatorOptions { AllocationLimitMegabytes = (int)Math.Clamp(limits.MaxMemory >> 20, 1, int.MaxValue) }),
        },
    };

    private static void CheckEnd(Stream file, string format, DecodeOptions options)
    {
        try
        {
            WholeFile.Check(file, format);
        }
        catch (ImageFormatException damage)
        {
            options.ReportDamage(damage);
        }
    }

    // A pipe is kept, within the limits.
    private static Stream Seekable(Stream stream, ImageLimits limits)
    {
        if (stream.CanSeek)
            return stream;
        using (stream)
        {
            var copy = new MemoryStream();
            byte[] piece = new byte[1 << 16];
            for (int read; (read = stream.Read(piece)) > 0;)
            {
                limits.CheckMemory(copy.Length + read);
                copy.Write(piece, 0, read);
            }
            copy.Position = 0;
            return copy;
        }
    }

    private static ImageSharpDecoder Create<TPixel>(Image<TPixel> image, StoredPixels stored, int frames, Func<TPixel, bool> isOpaque)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        bool alpha = stored.HasAlpha;
        for (int y = 0; y < image.Height && !alpha; y++)
            foreach (TPixel pixel in image.DangerousGetPixelRowMemory(y).Span)
                alpha |= !isOpaque(pixel);
        PixelLayout layout = stored.IsGray ? (alpha ? PixelLayout.GrayAlpha : PixelLayout.Gray) : alpha ? PixelLayout.Rgba
            : PixelLayout.Rgb;
        var format = new PixelFormat(layout, stored.IsDeep ? SampleType.UInt16 : SampleType.UInt8);
        return new ImageSharpDecoder(image, new ImageInfo(image.Width, image.Height,
            format) { Metadata = MetadataOf(image.Metadata, frames) });
    }

    private static ImageMetadata MetadataOf(SixLabors.ImageSharp.Metadata.ImageMetadata metadata, int frames)
    {
        byte[]? exif = metadata.ExifProfile?.ToByteArray();
        double unit = metadata.ResolutionUnits switch
        {
            PixelResolutionUnit.PixelsPerMeter => 1,
            PixelResolutionUnit.PixelsPerCentimeter => 100,
            PixelResolutionUnit.PixelsPerInch => 1 / PixelDensity.MetresPerInch,
            _ => 0,
        };
        return new ImageMetadata
        {
            Frames = frames,
            Exif = exif is { Length: > 0 } ? exif : null,
            IccProfile = metadata.IccProfile?.ToByteArray(),
            Orientation = exif is null ? Orientation.Normal : ExifBlock.ReadOrientation(exif),
            Density = unit > 0 ? new PixelDensity(metadata.HorizontalResolution * unit, metadata.VerticalResolution * unit) : null,
        };
    }

    // From red, green, blue, alpha to the channels that the rows have.
    private void Pack<T>(ReadOnlySpan<T> pixels, Span<T> row)
    {
        int channels = Info.Format.Channels, colors = Info.Format.ColorChannels;
        for (int from = 0, to = 0; to < row.Length; from += 4, to += channels)
        {
            pixels.Slice(from, colors).CopyTo(row[to..]);
            if (channels > colors)
                row[to + colors] = pixels[from + 3];
        }
    }
}
