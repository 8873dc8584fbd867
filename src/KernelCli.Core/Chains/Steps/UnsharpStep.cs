using KernelCli.Kernels;

namespace KernelCli.Chains.Steps;

/// <summary>Unsharp masking.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Blur">The blur that is taken off.</param>
/// <param name="Amount">How much of the difference is added.</param>
/// <param name="Threshold">The least difference that counts, in 8-bit levels.</param>
public sealed record UnsharpStep(string Text, Kernel Blur, double Amount, double Threshold) : NeighborhoodStep(Text);
