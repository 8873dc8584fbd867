using KernelCli.Primitives;

namespace KernelCli.Codecs;

/// <summary>How a file is read.</summary>
public sealed record DecodeOptions
{
    /// <summary>The default limits, metadata kept.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>What a picture may cost.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;
}
