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

    /// <summary>Told of damage that is then read past, as far as that makes sense; null to throw it.</summary>
    public Action<ImageFormatException>? OnDamage { get; init; }

    /// <summary>Tells of damage that can be read past, or throws it where nobody asked to.</summary>
    internal void ReportDamage(ImageFormatException damage)
    {
        if (OnDamage is null)
            throw damage;
        OnDamage(damage);
    }
}
