using KernelCli.Rows;

namespace KernelCli.Chains.Steps;

/// <summary>A multiplication by a picture.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Path">The picture's file.</param>
/// <param name="Gate">What is made of its values.</param>
public sealed record MaskStep(string Text, string Path, MaskGate Gate) : FilterStep(Text);
