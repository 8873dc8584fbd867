using KernelCli.Primitives;

namespace KernelCli.Codecs;

/// <summary>How a file is read.</summary>
public sealed record DecodeOptions
{
    /// <summary>The default limits, metadata kept.</summary>
    public static DecodeOptions Default { get; } = new();

    /// <summary>What a picture may cost.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>Whether the ImageSharp library decodes formats that there are codecs of our own for too: PNG, JPEG and BMP.</summary>
    public bool ForceImageSharp { get; init; }

    /// <summary>Whether nothing but BT.601 luma is wanted: a format that stores it may give gray rows and leave colour out.</summary>
    public bool LumaOnly { get; init; }

    /// <summary>
    /// Whether a file with several pictures is refused; else the first is read, and <see cref="ImageMetadata.Frames"/> counts
    /// them.
    /// </summary>
    public bool RefusesSeveral { get; init; }

    /// <summary>Told of damage that is then read past, as far as that makes sense; null to throw it.</summary>
    public Action<ImageFormatException>? OnDamage { get; init; }

    /// <summary>Told in one line of what the file says besides its samples and could not be taken; null where nobody asks.</summary>
    public Action<string>? OnNote { get; init; }

    /// <summary>Told of what is left out because it must be, such as pictures of what was there before; null where nobody asks.</summary>
    public Action<string>? OnDetail { get; init; }

    /// <summary>Refuses a file with several pictures where that is asked for: none of them is dropped without a word.</summary>
    /// <param name="pictures">How many there are.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="splitting">How they are parted, as the end of a sentence.</param>
    /// <exception cref="UnsupportedImageException">There are several.</exception>
    internal void CheckPictures(int pictures, string format, string splitting)
    {
        if (RefusesSeveral && pictures > 1)
            throw new UnsupportedImageException(
                $"{pictures} pictures in one {format} file, which are not filtered together: split it first, {splitting}");
    }

    /// <summary>Reports damage that can be read past, or throws it where nobody asked to.</summary>
    internal void ReportDamage(ImageFormatException damage)
    {
        if (OnDamage is null)
            throw damage;
        OnDamage(damage);
    }
}
