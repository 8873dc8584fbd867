using KernelCli.Primitives;

namespace KernelCli.Codecs;

/// <summary>How a file is read.</summary>
public sealed record DecodeOptions
{
    /// <summary>The default options.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>The limits on pixels, memory and metadata.</summary>
    /// <exception cref="ArgumentNullException">They are null.</exception>
    public ImageLimits Limits { get; init => field = value ?? throw new ArgumentNullException(nameof(Limits)); } = ImageLimits.Default;

    /// <summary>
    /// Whether the ImageSharp library decodes PNG, JPEG and BMP instead of the codecs of this library, to check them. Files of
    /// other formats are then refused.
    /// </summary>
    internal bool ForceImageSharp { get; init; }

    /// <summary>
    /// The maximum number of threads: with more than 1, a codec may decode parts of a large file ahead on threads of its own. The
    /// rows do not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Threads
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "at least one thread is needed");
    } = 1;

    /// <summary>
    /// Whether only BT.601 luma is needed: a format that stores luma may return gray rows and skip the colour
    /// components.
    /// </summary>
    public bool LumaOnly { get; init; }

    /// <summary>
    /// Whether a file with several pictures is refused. If not, the first one is read, and
    /// <see cref="ImageMetadata.Frames"/> gives their number.
    /// </summary>
    public bool RejectMultiplePictures { get; init; }

    /// <summary>
    /// Called for damage, after which decoding continues as far as possible; null to throw the exception instead.
    /// </summary>
    public Action<ImageFormatException>? OnDamage { get; init; }

    /// <summary>
    /// Called with one line for metadata that is left out because it is damaged, unknown or too large; null for no
    /// messages.
    /// </summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>
    /// Called with one line for metadata that is left out on purpose, such as thumbnails of the original picture; null
    /// for no messages.
    /// </summary>
    public Action<string>? OnDetail { get; init; }

    /// <summary>
    /// Throws for a file with several pictures if <see cref="RejectMultiplePictures"/> is set, so that none is dropped
    /// silently.
    /// </summary>
    /// <param name="pictures">How many there are.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="splitting">How to split the file, as the end of a sentence.</param>
    /// <exception cref="UnsupportedImageException">There are several pictures, and they are refused.</exception>
    internal void CheckPictureCount(int pictures, string format, string splitting)
    {
        if (RejectMultiplePictures && pictures > 1)
            throw new UnsupportedImageException(
                $"{pictures} pictures in one {format} file, which are not filtered together: split it first, {splitting}");
    }

    /// <summary>Reports damage that decoding can continue past, or throws it if <see cref="OnDamage"/> is null.</summary>
    internal void ReportDamage(ImageFormatException damage)
    {
        if (OnDamage is null)
            throw damage;
        OnDamage(damage);
    }
}
