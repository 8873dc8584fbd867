using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Pointwise;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Chains.Steps;

/// <summary>One step of a chain of filters, as it was asked for.</summary>
/// <param name="Text">The text it was read from, for messages.</param>
public abstract record FilterStep(string Text);

/// <summary>The length of a gradient.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Kernels">The two kernels; the first one's scale and bias count.</param>
public sealed record GradientStep(string Text, GradientKernels Kernels) : NeighborhoodStep(Text);

/// <summary>A correlation with one kernel.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Kernel">The weights.</param>
public sealed record KernelStep(string Text, Kernel Kernel) : NeighborhoodStep(Text);

/// <summary>A multiplication by a picture.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Path">The picture's file.</param>
/// <param name="Gate">What is made of its values.</param>
public sealed record MaskStep(string Text, string Path, MaskGate Gate) : FilterStep(Text);

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

/// <summary>An operation on single samples.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Operation">What is done.</param>
public sealed record PointStep(string Text, PointOperation Operation) : FilterStep(Text);

/// <summary>Unsharp masking.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Blur">The blur that is taken off.</param>
/// <param name="Amount">How much of the difference is added.</param>
/// <param name="Threshold">The least difference that counts, in 8-bit levels.</param>
public sealed record UnsharpStep(string Text, Kernel Blur, double Amount, double Threshold) : NeighborhoodStep(Text);
