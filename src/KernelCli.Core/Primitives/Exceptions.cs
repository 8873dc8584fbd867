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

/// <summary>A size policy refused a picture before anything was allocated for it.</summary>
public sealed class ImageLimitException : Exception
{
    /// <summary>Says which limit, its value, what was needed and how to raise it.</summary>
    /// <param name="limit">The limit's name in words, such as "pixels".</param>
    /// <param name="value">The limit in force.</param>
    /// <param name="needed">What the picture needs.</param>
    /// <param name="remedy">What to do, as the end of a sentence.</param>
    public ImageLimitException(string limit, long value, long needed, string remedy)
        : base($"needs {needed} {limit}, the limit is {value}; {remedy}") =>
        (Limit, Value, Needed) = (limit, value, needed);

    /// <summary>The limit's name in words.</summary>
    public string Limit { get; }

    /// <summary>The limit in force.</summary>
    public long Value { get; }

    /// <summary>What the picture needs.</summary>
    public long Needed { get; }
}

/// <summary>The text of a kernel or of a filter cannot be understood.</summary>
public sealed class KernelFormatException : FormatException
{
    /// <summary>Says what is wrong in <paramref name="text"/> and where.</summary>
    /// <param name="text">The text that was read, or the name of the file it stands in.</param>
    /// <param name="column">1-based position of the fault in the text; 0 where none can be named.</param>
    /// <param name="problem">What is wrong and what to do.</param>
    public KernelFormatException(string text, int column, string problem)
        : base(column > 0 ? $"'{text}', column {column}: {problem}" : $"'{text}': {problem}") =>
        (Text, Column, Problem) = (text, column, problem);

    /// <summary>The text that was read.</summary>
    public string Text { get; }

    /// <summary>1-based position of the fault; 0 where none can be named.</summary>
    public int Column { get; }

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Problem { get; }
}

/// <summary>A picture is sound, as far as was read, but uses something that this program does not do.</summary>
public sealed class UnsupportedImageException(string message) : Exception(message);
