using KernelCli.SlidingWindow;

namespace KernelCli.Correlation;

/// <summary>How a kernel is moved over a picture.</summary>
public sealed record CorrelationOptions
{
    /// <summary>Same size, nearest pixel outside, every pixel, no flip.</summary>
    public static CorrelationOptions Default { get; } = new();

    /// <summary>How far the kernel may reach outside.</summary>
    public Padding Padding { get; init; } = Padding.Same;

    /// <summary>What is found there.</summary>
    public Border Border { get; init; } = Border.Replicate;

    /// <summary>Pixels from one output pixel to the next.</summary>
    public Spacing Stride { get; init; } = Spacing.One;

    /// <summary>Pixels from one tap to the next.</summary>
    public Spacing Dilation { get; init; } = Spacing.One;

    /// <summary>Whether the kernel is turned by 180 degrees first: convolution instead of correlation.</summary>
    public bool Convolve { get; init; }

    /// <summary>The number of threads that whole-plane calls may use; 0 for one per processor.</summary>
    public int Threads { get; init; } = 1;
}
