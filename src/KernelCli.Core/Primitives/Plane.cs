namespace KernelCli.Primitives;

/// <summary>
/// A writable view of pixels in memory: interleaved channels, rows from
/// top to bottom, <see cref="Pitch"/> samples from one row to the next.
/// </summary>
/// <typeparam name="T">The sample: byte, ushort, short or float.</typeparam>
public readonly ref struct Plane<T>
    where T : unmanaged
{
    /// <summary>Creates a plane over <paramref name="samples"/>.</summary>
    /// <inheritdoc cref="ReadOnlyPlane{T}(ReadOnlySpan{T}, int, int, int, int)"/>
    public Plane(Span<T> samples, int width, int height, int channels = 1, int pitch = 0)
    {
        Pitch = PlaneShape.Check(samples.Length, width, height, channels, pitch);
        Samples = samples;
        (Width, Height, Channels) = (width, height, channels);
    }

    /// <summary>All samples.</summary>
    public Span<T> Samples { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Interleaved channels of a pixel.</summary>
    public int Channels { get; }

    /// <summary>Samples from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>A plane of zeros in memory of its own, without gaps between rows.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">Interleaved channels of a pixel, 1 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or an array has no room for the samples.</exception>
    public static Plane<T> Create(int width, int height, int channels = 1) =>
        new(new T[PlaneShape.Count(width, height, channels)], width, height, channels);

    /// <summary>The same pixels as a source.</summary>
    public ReadOnlyPlane<T> AsReadOnly() => new(Samples, Width, Height, Channels, Pitch);

    /// <summary>The samples of row <paramref name="y"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<T> Row(int y) => (uint)y < (uint)Height
        ? Samples.Slice(y * Pitch, Width * Channels)
        : throw new ArgumentOutOfRangeException(nameof(y), y, $"there are {Height} rows");
}

/// <summary>
/// A read-only view of pixels in memory: interleaved channels, rows from
/// top to bottom, <see cref="Pitch"/> samples from one row to the next.
/// </summary>
/// <typeparam name="T">The sample: byte, ushort or float.</typeparam>
public readonly ref struct ReadOnlyPlane<T>
    where T : unmanaged
{
    /// <summary>Creates a plane over <paramref name="samples"/>.</summary>
    /// <param name="samples">At least <c>(height - 1) * pitch + width * channels</c> samples.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">Interleaved channels of a pixel, 1 to 4.</param>
    /// <param name="pitch">Samples from one row to the next; 0 for rows without gaps.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ReadOnlyPlane(ReadOnlySpan<T> samples, int width, int height, int channels = 1, int pitch = 0)
    {
        Pitch = PlaneShape.Check(samples.Length, width, height, channels, pitch);
        Samples = samples;
        (Width, Height, Channels) = (width, height, channels);
    }

    /// <summary>All samples.</summary>
    public ReadOnlySpan<T> Samples { get; }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Interleaved channels of a pixel.</summary>
    public int Channels { get; }

    /// <summary>Samples from one row to the next.</summary>
    public int Pitch { get; }

    /// <summary>The samples of row <paramref name="y"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<T> Row(int y) => (uint)y < (uint)Height
        ? Samples.Slice(y * Pitch, Width * Channels)
        : throw new ArgumentOutOfRangeException(nameof(y), y, $"there are {Height} rows");
}

/// <summary>The checks that both kinds of plane share.</summary>
internal static class PlaneShape
{
    /// <summary>Validates the dimensions of a plane and returns its pitch.</summary>
    public static int Check(int length, int width, int height, int channels, int pitch)
    {
        CheckSides(width, height, channels);
        long row = (long)width * channels;
        if (pitch == 0 && row <= int.MaxValue)
            pitch = (int)row;
        if (pitch < row)
            throw new ArgumentOutOfRangeException(nameof(pitch), pitch, $"a row has {row} samples");
        long needed = ((long)(height - 1) * pitch) + row;
        if (length < needed)
            throw new ArgumentException($"the span has {length} samples, the plane needs {needed}", "samples");
        return pitch;
    }

    /// <summary>The number of samples of a plane without gaps.</summary>
    public static int Count(int width, int height, int channels)
    {
        CheckSides(width, height, channels);
        Int128 count = (Int128)width * height * channels;
        return count <= Array.MaxLength
            ? (int)count
            : throw new ArgumentOutOfRangeException(nameof(height), height, $"an array has no room for {count} samples");
    }

    private static void CheckSides(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
    }
}
