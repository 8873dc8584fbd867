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

/// <summary>How many bits of each sample the source of a picture had.</summary>
/// <param name="Red">Of red, or of gray.</param>
/// <param name="Green">Of green, or of gray.</param>
/// <param name="Blue">Of blue, or of gray.</param>
/// <param name="Alpha">Of alpha.</param>
/// <param name="Depth">The bits of a stored sample, of which they are part.</param>
public readonly record struct SignificantBits(byte Red, byte Green, byte Blue, byte Alpha, byte Depth);

/// <summary>The density of pixels in no unit: what is known is the shape of a pixel.</summary>
/// <param name="X">Pixels along a row, on some length.</param>
/// <param name="Y">Pixels down a column, on the same length.</param>
public readonly record struct PixelAspect(uint X, uint Y)
{
    /// <summary>Whether pixels are square, which is what all take them for where nothing is said.</summary>
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
/// <param name="Keyword">What it is: Title, Author, Comment and so on.</param>
/// <param name="Text">The text.</param>
/// <param name="Language">Its language as RFC 3066 writes it, or nothing.</param>
/// <param name="TranslatedKeyword">The keyword in that language, or nothing.</param>
public sealed record ImageText(string Keyword, string Text, string Language = "", string TranslatedKeyword = "")
{
    /// <summary>The keyword of a text about which nothing more is known.</summary>
    public const string Comment = "Comment";
}
