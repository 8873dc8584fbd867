namespace KernelCli.Primitives;

/// <summary>Limits on pictures, buffers and metadata, checked before memory is allocated.</summary>
public sealed record ImageLimits
{
    /// <summary>The default limits: 1 gigapixel, 2 GiB of buffers and 16 MiB of metadata.</summary>
    public static ImageLimits Default { get; } = new();

    // A row of this many pixels of 16 bytes, the largest size of a pixel, still fits in an array.
    private const long LongestRow = 100_000_000;

    // A decoder holds the current row, the row above it and a converted row.
    private const int RowBuffers = 3;

    /// <summary>The names of the limits that the properties set, in <see cref="ImageLimitException.Limit"/>.</summary>
    internal const string PixelsName = "pixels", MemoryName = "bytes of memory";

    /// <summary>The largest width times height.</summary>
    public long MaxPixels { get; init; } = 1_000_000_000;

    /// <summary>The largest total size of the buffers of one operation, in bytes.</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>
    /// The largest metadata item (profile, EXIF, text) that is kept, in bytes. It also bounds the total for a file (four
    /// times as much for TIFF). Items that do not fit are left out.
    /// </summary>
    public int MaxMetadata { get; init; } = 16 << 20;

    /// <summary>Refuses a picture of more pixels than <see cref="MaxPixels"/>.</summary>
    /// <exception cref="ImageLimitException">The picture has more pixels.</exception>
    public void CheckPixels(long width, long height)
    {
        // Both sides fit in 32 bits for every format, so the product fits in 64.
        if (width * height > MaxPixels)
            throw new ImageLimitException(PixelsName, MaxPixels, width * height, $"raise {nameof(ImageLimits)}.{nameof(MaxPixels)}");
    }

    /// <summary>
    /// Refuses rows of more than 100 million pixels, and rows of which three would exceed <see cref="MaxMemory"/>.
    /// </summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="pixelBytes">The maximum number of bytes that a pixel takes in any buffer.</param>
    /// <exception cref="ImageLimitException">The rows are too long.</exception>
    public void CheckRow(long width, int pixelBytes)
    {
        if (width > LongestRow)
            throw new ImageLimitException("pixels in a row", LongestRow, width, "crop the picture");
        CheckMemory(width * pixelBytes * RowBuffers);
    }

    /// <summary>Refuses buffers of more bytes than <see cref="MaxMemory"/>.</summary>
    /// <exception cref="ImageLimitException">The buffers are larger.</exception>
    public void CheckMemory(long bytes)
    {
        if (bytes > MaxMemory)
            throw new ImageLimitException(MemoryName, MaxMemory, bytes, $"raise {nameof(ImageLimits)}.{nameof(MaxMemory)}");
    }
}
