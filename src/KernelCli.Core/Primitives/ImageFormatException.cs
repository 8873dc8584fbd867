namespace KernelCli.Primitives;

/// <summary>An image file is damaged, cut short, or not what it says it is.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Says which format, where, and what was expected there.</summary>
    /// <param name="format">The format's name, such as "PNG".</param>
    /// <param name="offset">The byte of the file at which it was noticed, or null where none can be named.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    /// <param name="inner">The cause, where another exception told.</param>
    public ImageFormatException(string format, long? offset, string problem, Exception? inner = null)
        : base(offset is { } at ? $"damaged {format} at byte {at}: {problem}" : $"damaged {format}: {problem}", inner) =>
        (Format, Offset) = (format, offset);

    /// <summary>The format's name.</summary>
    public string Format { get; }

    /// <summary>The byte of the file at which it was noticed.</summary>
    public long? Offset { get; }
}
