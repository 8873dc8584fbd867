namespace KernelCli.Primitives;

/// <summary>Pixels in memory, to be read: interleaved channels, rows top to bottom, <see cref="Pitch"/> samples from row to row.</summary>
/// <typeparam name="T">The sample: byte, ushort or float.</typeparam>
public readonly ref struct ReadOnlyPlane<T>
    where T : unmanaged
{
    /// <summary>Looks at <paramref name="samples"/> as a plane.</summary>
    /// <param name="samples">At least <c>(height - 1) * pitch + width * channels</c> samples.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">Interleaved channels of a pixel, 1 to 4.</param>
    /// <param name="pitch">Samples from one row to the next; 0 for rows that touch.</param>
    /// <exception cref="ArgumentException">The span is too short or a number is out of range.</exception>
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
    public ReadOnlySpan<T> Row(int y) => (uint)y < (uint)Height
        ? Samples.Slice(y * Pitch, Width * Channels)
        : throw new ArgumentOutOfRangeException(nameof(y), y, $"there are {Height} rows");
}
