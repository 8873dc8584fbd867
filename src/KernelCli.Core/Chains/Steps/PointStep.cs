using KernelCli.Pointwise;

namespace KernelCli.Chains.Steps;

/// <summary>An operation on each sample by itself.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Operation">What is done.</param>
public sealed record PointStep(string Text, PointOperation Operation) : FilterStep(Text);
