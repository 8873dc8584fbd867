namespace KernelCli.Primitives;

/// <summary>The layout and sample type of interleaved pixels.</summary>
/// <param name="Layout">The channels.</param>
/// <param name="Sample">The type of each channel.</param>
public readonly record struct PixelFormat(PixelLayout Layout, SampleType Sample)
{
    /// <summary>Channels of a pixel, 1 to 4.</summary>
    public int Channels => (int)Layout;

    /// <summary>Whether the last channel is alpha.</summary>
    public bool HasAlpha => Layout is PixelLayout.GrayAlpha or PixelLayout.Rgba;

    /// <summary>Channels without alpha: 1 or 3.</summary>
    public int ColorChannels => HasAlpha ? Channels - 1 : Channels;

    /// <summary>Bytes of one pixel.</summary>
    public int BytesPerPixel => Channels * Sample.Bytes();

    /// <summary>The same layout without its alpha channel.</summary>
    public PixelFormat WithoutAlpha() => this with { Layout = ColorChannels == 1 ? PixelLayout.Gray : PixelLayout.Rgb };

    /// <summary>The same layout with another sample type.</summary>
    public PixelFormat With(SampleType sample) => this with { Sample = sample };

    /// <inheritdoc/>
    public override string ToString()
    {
        string layout = Layout switch
        {
            PixelLayout.Gray => "gray",
            PixelLayout.GrayAlpha => "gray+alpha",
            PixelLayout.Rgb => "rgb",
            _ => "rgba",
        };
        string sample = Sample switch
        {
            SampleType.UInt8 => "8",
            SampleType.UInt16 => "16",
            SampleType.Int16 => "signed 16",
            _ => "f32",
        };
        return $"{layout} {sample} bit".Replace("f32 bit", "f32", StringComparison.Ordinal);
    }
}

/// <summary>The channels of a pixel, in memory order.</summary>
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
