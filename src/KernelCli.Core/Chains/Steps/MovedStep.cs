using KernelCli.Correlation;
using KernelCli.SlidingWindow;

namespace KernelCli.Chains.Steps;

/// <summary>A step that moves kernels over the picture; what is null here is taken from the chain's options.</summary>
/// <param name="Text">The text it was read from.</param>
public abstract record NeighborhoodStep(string Text) : FilterStep(Text)
{
    /// <summary>Step of the kernel.</summary>
    public Spacing? Stride { get; init; }

    /// <summary>Step of the taps.</summary>
    public Spacing? Dilation { get; init; }

    /// <summary>How far the kernel may reach outside.</summary>
    public Padding? Padding { get; init; }

    /// <summary>What is found there.</summary>
    public Border? Border { get; init; }

    /// <summary>Whether kernels are turned by 180 degrees.</summary>
    public bool? Flip { get; init; }

    /// <summary>The options for this step within a chain's.</summary>
    public CorrelationOptions Within(CorrelationOptions chain) => chain with
    {
        Stride = Stride ?? chain.Stride,
        Dilation = Dilation ?? chain.Dilation,
        Padding = Padding ?? chain.Padding,
        Border = Border ?? chain.Border,
        Convolve = Flip ?? chain.Convolve,
    };
}
