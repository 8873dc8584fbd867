namespace KernelCli.Primitives;

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
