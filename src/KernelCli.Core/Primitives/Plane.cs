namespace KernelCli.Primitives;

/// <summary>Pixels in memory, to be written: interleaved channels, rows top to bottom, <see cref="Pitch"/> samples from row to row.</summary>
/// <typeparam name="T">The sample: byte, ushort, short or float.</typeparam>
public readonly ref struct Plane<T>
    where T : unmanaged
{
    /// <summary>Looks at <paramref name="samples"/> as a plane.</summary>
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

    /// <summary>The samples of row <paramref name="y"/>.</summary>
    public Span<T> Row(int y) => (uint)y < (uint)Height
        ? Samples.Slice(y * Pitch, Width * Channels)
        : throw new ArgumentOutOfRangeException(nameof(y), y, $"there are {Height} rows");
}
