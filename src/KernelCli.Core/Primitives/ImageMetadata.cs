namespace KernelCli.Primitives;

/// <summary>What a file says of a picture besides its samples, and can be carried into another file.</summary>
public sealed record ImageMetadata
{
    /// <summary>Nothing known.</summary>
    public static ImageMetadata None { get; } = new();

    /// <summary>Pictures, frames or pages of the file, of which the first is read.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>An ICC profile as it stands in a profile file, or null.</summary>
    public byte[]? IccProfile { get; init; }

    /// <summary>An EXIF block that starts with its TIFF header ("II" or "MM"), or null.</summary>
    public byte[]? Exif { get; init; }

    /// <summary>An XMP packet in UTF-8, or null.</summary>
    public byte[]? Xmp { get; init; }

    /// <summary>IPTC records (IIM), or null.</summary>
    public byte[]? Iptc { get; init; }

    /// <summary>The resolution, or null.</summary>
    public PixelDensity? Density { get; init; }

    /// <summary>The shape of a pixel where no resolution is given, or null.</summary>
    public PixelAspect? Aspect { get; init; }

    /// <summary>What must be done to the stored pixels before they are looked at.</summary>
    public Orientation Orientation { get; init; } = Orientation.Normal;

    /// <summary>The gamma that a PNG gAMA chunk gives, times 100000, or null.</summary>
    public uint? Gamma { get; init; }

    /// <summary>The rendering intent of an sRGB chunk, or null.</summary>
    public byte? StandardRgbIntent { get; init; }

    /// <summary>The bits that matter in each sample, or null.</summary>
    public SignificantBits? SignificantBits { get; init; }

    /// <summary>
    /// What else a PNG says of its colours and its time, by the type of the chunk that holds it: cHRM, cICP, mDCV, cLLI, tIME.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Chunks { get; init; } = [];

    /// <summary>Texts in their order.</summary>
    public IReadOnlyList<ImageText> Texts { get; init; } = [];
}
