using KernelCli.Kernels;

namespace KernelCli.Chains.Steps;

/// <summary>A correlation with one kernel.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Kernel">The weights.</param>
public sealed record KernelStep(string Text, Kernel Kernel) : NeighborhoodStep(Text);
