namespace KernelCli.Primitives;

/// <summary>An image file is damaged, cut short, or not what it says it is.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>Names the format, the position and the problem.</summary>
    /// <param name="format">The format's name, such as "PNG".</param>
    /// <param name="offset">Byte offset in the file at which the damage was found, or null if it is not known.</param>
    /// <param name="problem">What is wrong, as the end of a sentence.</param>
    /// <param name="inner">The exception that revealed the damage, or null.</param>
    public ImageFormatException(string format, long? offset, string problem, Exception? inner = null)
        : base(offset is { } at ? $"damaged {format} at byte {at}: {problem}" : $"damaged {format}: {problem}", inner) =>
        (Format, Offset) = (format, offset);

    /// <summary>The format's name.</summary>
    public string Format { get; }

    /// <summary>Byte offset in the file at which the damage was found, or null if it is not known.</summary>
    public long? Offset { get; }
}

/// <summary>A picture or a buffer would exceed a size limit. Thrown before any memory is allocated for it.</summary>
public sealed class ImageLimitException : Exception
{
    /// <summary>Names the limit, its value, the value needed and the remedy.</summary>
    /// <param name="limit">The limit's name in words, such as "pixels".</param>
    /// <param name="value">The limit in force.</param>
    /// <param name="needed">What the picture needs.</param>
    /// <param name="remedy">What to do, as the end of a sentence.</param>
    public ImageLimitException(string limit, long value, long needed, string remedy)
        : base($"needs {needed} {limit}, the limit is {value}; {remedy}") =>
        (Limit, Value, Needed, Remedy) = (limit, value, needed, remedy);

    /// <summary>The limit's name in words.</summary>
    public string Limit { get; }

    /// <summary>The limit in force.</summary>
    public long Value { get; }

    /// <summary>What the picture needs.</summary>
    public long Needed { get; }

    /// <summary>What to do, as the end of a sentence.</summary>
    public string Remedy { get; }
}

/// <summary>A kernel, a filter spec, a layer model, a tensor file or an option value cannot be parsed.</summary>
public sealed class KernelFormatException : FormatException
{
    /// <summary>Says what is wrong in <paramref name="text"/> and where.</summary>
    /// <param name="text">The text that was read, or the name of the file that contains it.</param>
    /// <param name="column">1-based position of the error in the text; 0 if it is not known.</param>
    /// <param name="problem">What is wrong and what to do.</param>
    public KernelFormatException(string text, int column, string problem)
        : base(column > 0 ? $"'{text}', column {column}: {problem}" : $"'{text}': {problem}") =>
        (Text, Column, Problem) = (text, column, problem);

    private KernelFormatException(string file, int line, string problem, string message)
        : base(message) => (Text, Line, Problem, IsInFile) = (file, line, problem, true);

    /// <summary>Says what is wrong in a file and where.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="line">1-based number of the line; 0 if it is not known.</param>
    /// <param name="problem">What is wrong and what to do.</param>
    internal static KernelFormatException InFile(string file, int line, string problem) =>
        new(file, line, problem, line > 0 ? $"{file}, line {line}: {problem}" : $"{file}: {problem}");

    /// <summary>The text that was read, or the name of the file that contains it.</summary>
    public string Text { get; }

    /// <summary>1-based position of the error in the text; 0 if it is not known.</summary>
    public int Column { get; }

    /// <summary>1-based number of the line of the error if <see cref="Text"/> names a file; 0 if it is not known.</summary>
    public int Line { get; }

    /// <summary>Whether <see cref="Text"/> is the name of a file.</summary>
    internal bool IsInFile { get; }

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Problem { get; }

    /// <summary>Whether the text names a filter that there is not.</summary>
    internal bool IsUnknownFilter { get; init; }
}

/// <summary>A picture is valid as far as it was read, but uses a feature that this library does not support.</summary>
public sealed class UnsupportedImageException(string message) : Exception(message);

/// <summary>What is wrong with an argument, for people who do not see the code.</summary>
internal static class ArgumentProblem
{
    /// <summary>The message without the parameter's name and value, which the runtime appends.</summary>
    public static string Of(Exception exception) =>
        exception is ArgumentException { ParamName: { } name }
        && exception.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) is >= 0 and var end
            ? exception.Message[..end]
            : exception.Message;
}
