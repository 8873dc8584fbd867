namespace KernelCli.Primitives;

/// <summary>What a picture may cost, checked before memory is allocated for it.</summary>
public sealed record ImageLimits
{
    /// <summary>The limits that hold when nothing is said: 1 gigapixel, 2 GiB.</summary>
    public static ImageLimits Default { get; } = new();

    // 16 bytes, the largest pixel, times this fit an array.
    private const long LongestRow = 100_000_000;

    // A row, the one above it, and one converted.
    private const int RowBuffers = 3;

    /// <summary>The largest width times height.</summary>
    public long MaxPixels { get; init; } = 1_000_000_000;

    /// <summary>The largest sum of buffers, in bytes.</summary>
    public long MaxMemory { get; init; } = 2L << 30;

    /// <summary>The largest block of metadata (profile, EXIF, text) kept, in bytes; larger ones are left out.</summary>
    public int MaxMetadata { get; init; } = 16 << 20;

    /// <summary>Refuses a picture of more pixels than <see cref="MaxPixels"/>.</summary>
    /// <exception cref="ImageLimitException">It has more.</exception>
    public void CheckPixels(long width, long height)
    {
        // Both sides fit in 32 bits for every format, so the product fits in 64.
        if (width * height > MaxPixels)
            throw new ImageLimitException("pixels", MaxPixels, width * height, $"raise it with --max-pixels {width * height}");
    }

    /// <summary>Refuses rows that an array cannot hold, or of which a few would pass <see cref="MaxMemory"/>.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="pixelBytes">The most bytes that a pixel takes in any buffer.</param>
    /// <exception cref="ImageLimitException">They are too long.</exception>
    public void CheckRow(long width, int pixelBytes)
    {
        if (width > LongestRow)
            throw new ImageLimitException("pixels in a row", LongestRow, width, "there is no option for more: crop the picture");
        CheckMemory(width * pixelBytes * RowBuffers);
    }

    /// <summary>Refuses buffers of more bytes than <see cref="MaxMemory"/>.</summary>
    /// <exception cref="ImageLimitException">They are larger.</exception>
    public void CheckMemory(long bytes)
    {
        if (bytes > MaxMemory)
            throw new ImageLimitException("bytes of memory", MaxMemory, bytes, $"raise it with --max-memory {bytes}");
    }
}
