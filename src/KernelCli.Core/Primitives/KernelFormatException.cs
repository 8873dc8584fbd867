namespace KernelCli.Primitives;

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
