namespace KernelCli.Primitives;

/// <summary>A picture is sound, as far as was read, but uses something that this program does not do.</summary>
public sealed class UnsupportedImageException(string message) : Exception(message);
