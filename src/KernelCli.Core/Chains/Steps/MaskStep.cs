namespace KernelCli.Chains.Steps;

/// <summary>A multiplication by a picture.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Path">The picture's file.</param>
public sealed record MaskStep(string Text, string Path) : FilterStep(Text);
