using KernelCli.SlidingWindow;

namespace KernelCli.Correlation;

/// <summary>How a kernel is moved over a picture.</summary>
public sealed record CorrelationOptions
{
    /// <summary>A result of the picture's size, borders replicated, stride and dilation 1, no flip, one thread.</summary>
    public static CorrelationOptions Default { get; } = new();

    /// <summary>How far the kernel may reach outside the picture.</summary>
    public Padding Padding { get; init; } = Padding.Same;

    /// <summary>What the kernel reads outside the picture.</summary>
    public Border Border { get; init; } = Border.Replicate;

    /// <summary>Source pixels from one output pixel to the next.</summary>
    public Spacing Stride { get; init; } = Spacing.One;

    /// <summary>Source pixels from one tap to the next.</summary>
    public Spacing Dilation { get; init; } = Spacing.One;

    /// <summary>Whether the kernel is rotated by 180 degrees first: convolution instead of correlation.</summary>
    public bool Convolve { get; init; }

    /// <summary>The column and the row of the whole picture at which the source begins, where it is a part of it.</summary>
    internal (int X, int Y) Origin { get; init; }

    /// <summary>The number of threads that whole-plane calls may use; 0 for one per processor.</summary>
    public int Threads { get; init; } = 1;
}
