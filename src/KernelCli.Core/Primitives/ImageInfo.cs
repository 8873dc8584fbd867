namespace KernelCli.Primitives;

/// <summary>The size, pixel format and metadata of a picture.</summary>
public sealed record ImageInfo
{
    /// <summary>Describes a picture of <paramref name="width"/> by <paramref name="height"/> pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, a row is longer than 2^31 - 1 bytes, or the format has no
    /// known layout and sample type, as the default value has none.</exception>
    public ImageInfo(int width, int height, PixelFormat format)
    {
        if (format.Layout is < PixelLayout.Gray or > PixelLayout.Rgba || format.Sample is < SampleType.UInt8 or > SampleType.Float32)
            throw new ArgumentOutOfRangeException(nameof(format), format, "a pixel has 1 to 4 channels of a known type");
        if (width < 1 || (long)width * format.BytesPerPixel > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(width), width, "a picture is 1 pixel wide or more, and its rows are below 2 GiB");
        if (height < 1)
            throw new ArgumentOutOfRangeException(nameof(height), height, "a picture is 1 pixel high or more");
        (Width, Height, Format) = (width, height, format);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Channels and sample type of the rows.</summary>
    public PixelFormat Format { get; }

    /// <summary>ICC profile, EXIF and so on.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public ImageMetadata Metadata
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Metadata));
    } = ImageMetadata.None;

    /// <summary>Bytes of one row, without any padding.</summary>
    public int RowBytes => Width * Format.BytesPerPixel;

    /// <summary>Samples of one row: width times channels.</summary>
    public int RowSamples => Width * Format.Channels;

    /// <summary>Width times height.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>The same size and metadata with another pixel format.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A row is then longer than 2^31 - 1 bytes, or the format is not known.</exception>
    public ImageInfo With(PixelFormat format) => new(Width, Height, format) { Metadata = Metadata };

    /// <summary>The same format and metadata with another size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or a row is longer than 2^31 - 1 bytes.</exception>
    public ImageInfo With(int width, int height) => new(width, height, Format) { Metadata = Metadata };
}
