namespace KernelCli.Primitives;

/// <summary>Which channels a pixel has, in the order they stand in memory.</summary>
public enum PixelLayout
{
    /// <summary>One channel: luma.</summary>
    Gray = 1,

    /// <summary>Luma, then straight alpha.</summary>
    GrayAlpha = 2,

    /// <summary>Red, green, blue.</summary>
    Rgb = 3,

    /// <summary>Red, green, blue, then straight alpha.</summary>
    Rgba = 4,
}
