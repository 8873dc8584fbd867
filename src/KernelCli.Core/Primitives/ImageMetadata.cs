namespace KernelCli.Primitives;

/// <summary>
/// The metadata of a picture: what its file contains besides the samples. It can be carried over into another file.
/// </summary>
public sealed record ImageMetadata
{
    /// <summary>No metadata: one frame, normal orientation, everything else null or empty.</summary>
    public static ImageMetadata None { get; } = new();

    /// <summary>Number of pictures, frames or pages in the file.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>The ICC profile, in the format of a profile file, or null.</summary>
    public byte[]? IccProfile { get; init; }

    /// <summary>An EXIF block that starts with its TIFF header ("II" or "MM"), or null.</summary>
    public byte[]? Exif { get; init; }

    /// <summary>An XMP packet in UTF-8, or null.</summary>
    public byte[]? Xmp { get; init; }

    /// <summary>IPTC records (IIM), or null.</summary>
    public byte[]? Iptc { get; init; }

    /// <summary>The resolution, or null.</summary>
    public PixelDensity? Density { get; init; }

    /// <summary>The aspect ratio of a pixel, if the file gives it without a physical resolution, or null.</summary>
    internal PixelAspect? Aspect { get; init; }

    /// <summary>The transformation to apply to the stored pixels before they are displayed.</summary>
    public Orientation Orientation { get; init; } = Orientation.Normal;

    /// <summary>The gamma that a PNG gAMA chunk gives, times 100000, or null.</summary>
    internal uint? Gamma { get; init; }

    /// <summary>The rendering intent of an sRGB chunk, or null.</summary>
    internal byte? StandardRgbIntent { get; init; }

    /// <summary>The number of significant bits of each channel, or null.</summary>
    internal SignificantBits? SignificantBits { get; init; }

    /// <summary>
    /// PNG chunks about colours and time, as pairs of chunk type and chunk data: cHRM, cICP, mDCV, cLLI, tIME.
    /// </summary>
    internal IReadOnlyList<KeyValuePair<string, byte[]>> Chunks { get; init; } = [];

    /// <summary>Where the pixels are on Earth, or null.</summary>
    internal GeoReference? Geo { get; init; }

    /// <summary>The XML text in which GDAL keeps metadata, or null.</summary>
    internal string? GdalMetadata { get; init; }

    /// <summary>The nodata value as text, as GDAL writes it; null if there is none.</summary>
    internal string? NoData { get; init; }

    /// <summary>The texts, in file order.</summary>
    internal IReadOnlyList<ImageText> Texts { get; init; } = [];
}

/// <summary>
/// The number of bits per channel that the original picture had, before its samples were scaled to the stored depth.
/// </summary>
/// <param name="Red">Bits of red, or of gray.</param>
/// <param name="Green">Bits of green, or of gray.</param>
/// <param name="Blue">Bits of blue, or of gray.</param>
/// <param name="Alpha">Bits of alpha.</param>
/// <param name="Depth">Bits of a stored sample.</param>
internal readonly record struct SignificantBits(byte Red, byte Green, byte Blue, byte Alpha, byte Depth);

/// <summary>Pixel density without a unit. It gives only the aspect ratio of a pixel.</summary>
/// <param name="X">Pixels along a row, per unknown unit of length.</param>
/// <param name="Y">Pixels down a column, per the same unit.</param>
internal readonly record struct PixelAspect(uint X, uint Y)
{
    /// <summary>Whether pixels are square. Pixels without a known aspect ratio are assumed to be square.</summary>
    public bool IsSquare => X == Y;
}

/// <summary>Physical resolution of a picture.</summary>
/// <param name="X">Pixels per metre along a row.</param>
/// <param name="Y">Pixels per metre down a column.</param>
public readonly record struct PixelDensity(double X, double Y)
{
    /// <summary>Metres in an inch.</summary>
    public const double MetresPerInch = 0.0254;

    /// <summary>The density for a number of dots per inch.</summary>
    public static PixelDensity FromDotsPerInch(double x, double y) => new(x / MetresPerInch, y / MetresPerInch);
}

/// <summary>A text that goes with a picture.</summary>
/// <param name="Keyword">The kind of text: Title, Author, Comment and so on.</param>
/// <param name="Text">The text.</param>
/// <param name="Language">The language tag of the text (RFC 3066), or an empty string.</param>
/// <param name="TranslatedKeyword">The keyword in that language, or an empty string.</param>
internal sealed record ImageText(string Keyword, string Text, string Language = "", string TranslatedKeyword = "")
{
    /// <summary>The keyword of a text whose purpose is not known.</summary>
    public const string Comment = "Comment";
}
