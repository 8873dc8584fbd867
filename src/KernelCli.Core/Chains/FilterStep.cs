using KernelCli.Correlation;
using KernelCli.Kernels;
using KernelCli.Neighbourhood.Filters;
using KernelCli.Pointwise;
using KernelCli.Rows;
using KernelCli.SlidingWindow;

namespace KernelCli.Chains;

/// <summary>One step of a chain of filters, as it was asked for.</summary>
public abstract record FilterStep
{
    private protected FilterStep(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
    }

    /// <summary>The text it was read from, for messages.</summary>
    public string Text { get; init; }
}

/// <summary>The magnitude of a gradient.</summary>
/// <param name="Text">The text it was read from, for messages.</param>
/// <param name="Kernels">The two kernels; the scale and bias of the first are used.</param>
public sealed record GradientStep(string Text, GradientKernels Kernels) : NeighborhoodStep(Text)
{
    /// <summary>The two kernels; the scale and bias of the first are used.</summary>
    public GradientKernels Kernels { get; init; } = Kernels ?? throw new ArgumentNullException(nameof(Kernels));
}

/// <summary>A correlation with one kernel.</summary>
/// <param name="Text">The text it was read from, for messages.</param>
/// <param name="Kernel">The weights.</param>
public sealed record KernelStep(string Text, Kernel Kernel) : NeighborhoodStep(Text)
{
    /// <summary>The weights.</summary>
    public Kernel Kernel { get; init; } = Kernel ?? throw new ArgumentNullException(nameof(Kernel));
}

/// <summary>A multiplication by a picture.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Path">The picture's file.</param>
/// <param name="Gate">How its values become factors.</param>
internal sealed record MaskStep(string Text, string Path, MaskGate Gate) : FilterStep(Text);

/// <summary>A step that moves kernels over the picture. Properties that are null are taken from the chain's options.</summary>
public abstract record NeighborhoodStep : FilterStep
{
    private protected NeighborhoodStep(string text)
        : base(text)
    {
    }

    /// <summary>Source pixels from one output pixel to the next.</summary>
    public Spacing? Stride { get; init; }

    /// <summary>Source pixels from one tap to the next.</summary>
    public Spacing? Dilation { get; init; }

    /// <summary>How far the kernel may reach outside the picture.</summary>
    public Padding? Padding { get; init; }

    /// <summary>What the kernel reads outside the picture.</summary>
    public Border? Border { get; init; }

    /// <summary>Whether kernels are rotated by 180 degrees first: convolution instead of correlation.</summary>
    public bool? Flip { get; init; }

    /// <summary>The options of this step, with those of the chain as defaults.</summary>
    internal CorrelationOptions Within(CorrelationOptions chain) => chain with
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
/// <param name="Operation">The operation.</param>
internal sealed record PointStep(string Text, PointOperation Operation) : FilterStep(Text);

/// <summary>Unsharp masking.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Blur">The blur that is subtracted.</param>
/// <param name="Amount">How much of the difference is added.</param>
/// <param name="Threshold">The smallest difference that is added, in 8-bit levels.</param>
internal sealed record UnsharpStep(string Text, Kernel Blur, double Amount, double Threshold) : NeighborhoodStep(Text);

/// <summary>A filter of the pixels around each pixel that is no kernel.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Filter">The filter.</param>
internal sealed record WindowStep(string Text, NeighbourhoodFilter Filter) : NeighborhoodStep(Text);
