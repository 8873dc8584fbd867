namespace KernelCli.Primitives;

/// <summary>The checks that both kinds of plane share.</summary>
internal static class PlaneShape
{
    /// <summary>Checks the numbers of a plane and gives its pitch.</summary>
    public static int Check(int length, int width, int height, int channels, int pitch)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        long row = (long)width * channels;
        if (pitch == 0 && row <= int.MaxValue)
            pitch = (int)row;
        if (pitch < row)
            throw new ArgumentOutOfRangeException(nameof(pitch), pitch, $"A row has {row} samples.");
        long needed = ((long)(height - 1) * pitch) + row;
        if (length < needed)
            throw new ArgumentException($"The span has {length} samples, the plane needs {needed}.", nameof(length));
        return pitch;
    }
}
