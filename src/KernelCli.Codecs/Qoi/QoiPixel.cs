namespace KernelCli.Codecs.Qoi;

/// <summary>A pixel, as the format's index sees it.</summary>
internal readonly record struct QoiPixel(byte R, byte G, byte B, byte A)
{
    /// <summary>What both sides start with: opaque black.</summary>
    public static QoiPixel Start => new(0, 0, 0, 255);

    /// <summary>The pixel's place in the index of 64.</summary>
    public int Hash => ((R * 3) + (G * 5) + (B * 7) + (A * 11)) & 63;
}
