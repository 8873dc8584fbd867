using KernelCli.Kernels;

namespace KernelCli.Chains.Steps;

/// <summary>The length of a gradient.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Kernels">The two kernels; the first one's scale and bias count.</param>
public sealed record GradientStep(string Text, GradientKernels Kernels) : NeighborhoodStep(Text);
