namespace KernelCli.Primitives;

/// <summary>How many bits of each sample the source of a picture had.</summary>
/// <param name="Red">Of red, or of gray.</param>
/// <param name="Green">Of green, or of gray.</param>
/// <param name="Blue">Of blue, or of gray.</param>
/// <param name="Alpha">Of alpha.</param>
/// <param name="Depth">The bits of a stored sample, of which they are part.</param>
public readonly record struct SignificantBits(byte Red, byte Green, byte Blue, byte Alpha, byte Depth);
