using KernelCli.Primitives;

namespace KernelCli.Codecs.Metadata;

/// <summary>Reports the metadata that is lost because the output format cannot store it.</summary>
internal static class MetadataLoss
{
    private const int MaxShown = 4;

    // Gamma and primaries of sRGB, which is assumed for pixels without colour information.
    private const uint StandardGamma = 45455;
    private static readonly byte[] StandardPrimaries =
        [0, 0, 0x7A, 0x26, 0, 0, 0x80, 0x84, 0, 0, 0xFA, 0, 0, 0, 0x80, 0xE8, 0, 0, 0x75, 0x30, 0, 0, 0xEA, 0x60,
            0, 0, 0x3A, 0x98, 0, 0, 0x17, 0x70];

    /// <summary>Reports the metadata that a format cannot store.</summary>
    /// <param name="options">Receives the note; nothing is reported unless metadata is kept.</param>
    /// <param name="format">The format's name.</param>
    /// <param name="metadata">The metadata of the picture.</param>
    /// <param name="held">The kinds of metadata that the format can store.</param>
    public static void Report(EncodeOptions options, string format, ImageMetadata metadata, MetadataKinds held)
    {
        if (!options.KeepMetadata || options.OnNote is null || Names(metadata, held) is not { Count: > 0 } names)
            return;
        string last = names[^1];
        names.RemoveAt(names.Count - 1);
        options.OnNote($"{format} does not hold {(names.Count == 0 ? "" : $"{string.Join(", ", names)} and ")}{last}: left out");
    }

    /// <summary>
    /// Reports that a profile is left out because it does not describe pixels of this layout. A missing profile and one of
    /// sRGB are not reported.
    /// </summary>
    /// <param name="options">Receives the note.</param>
    /// <param name="profile">The profile, or null.</param>
    /// <param name="layout">The layout of the pixels.</param>
    public static void ReportProfile(EncodeOptions options, byte[]? profile, PixelLayout layout)
    {
        // sRGB is assumed for pixels without a profile, gray ones too, so nothing is lost without it.
        if (profile is not null && !IccProfile.IsStandardRgb(profile))
            options.OnNote?.Invoke($"the ICC profile, which is not one for "
                + $"{(layout is PixelLayout.Gray or PixelLayout.GrayAlpha ? "gray" : "RGB")} pixels: left out");
    }

    private static List<string> Names(ImageMetadata metadata, MetadataKinds held)
    {
        List<string> names = [], keywords = Keywords(metadata.Texts);
        Add(MetadataKinds.Profile, metadata.IccProfile is { } profile && !IccProfile.IsStandardRgb(profile), "the ICC profile");
        Add(MetadataKinds.Exif, metadata.Exif is not null, "EXIF");
        Add(MetadataKinds.Xmp, metadata.Xmp is not null, "XMP");
        Add(MetadataKinds.Iptc, metadata.Iptc is not null, "IPTC");
        Add(MetadataKinds.Resolution, metadata.Density is not null, "the resolution");
        Add(MetadataKinds.Aspect, metadata.Aspect is { IsSquare: false }, "the pixels' aspect");
        Add(MetadataKinds.Comments, keywords.Remove(ImageText.Comment), "the comment");
        Add(MetadataKinds.Texts, keywords.Count > 0, $"texts ({Shown(keywords)})");
        Add(MetadataKinds.Colours, HasColours(metadata), "gamma or primaries");
        Add(MetadataKinds.SignificantBits, metadata.SignificantBits is not null, "the significant bits");
        Add(MetadataKinds.Time, Find(metadata, "tIME") is not null, "the time of change");
        Add(MetadataKinds.Georeference, metadata.Geo is not null, "the georeference");

        // NaN tells by itself that there is no value.
        bool hasNoData = metadata.NoData is { } noData && !noData.Equals("nan", StringComparison.OrdinalIgnoreCase);
        Add(MetadataKinds.Gdal, metadata.GdalMetadata is not null || hasNoData,
            metadata.GdalMetadata is null ? "the nodata value" : "GDAL's metadata");
        return names;

        void Add(MetadataKinds kind, bool isThere, string name)
        {
            if (isThere && (held & kind) == 0)
                names.Add(name);
        }
    }

    // Whether there is colour information besides the profile. Gamma and primaries do not count if there is a profile or
    // an sRGB intent, which replaces them.
    private static bool HasColours(ImageMetadata metadata)
    {
        if (Find(metadata, "cICP") is not null || Find(metadata, "mDCV") is not null || Find(metadata, "cLLI") is not null)
            return true;
        if (metadata.IccProfile is not null || metadata.StandardRgbIntent is not null)
            return false;
        return metadata.Gamma is { } gamma && Math.Abs((long)gamma - StandardGamma) > 10
            || Find(metadata, "cHRM") is { } primaries && !primaries.AsSpan().SequenceEqual(StandardPrimaries);
    }

    private static byte[]? Find(ImageMetadata metadata, string type)
    {
        foreach ((string key, byte[] data) in metadata.Chunks)
            if (key == type)
                return data;
        return null;
    }

    private static List<string> Keywords(IReadOnlyList<ImageText> texts)
    {
        var keywords = new List<string>();
        foreach (ImageText text in texts)
            if (!keywords.Contains(text.Keyword))
                keywords.Add(text.Keyword);
        return keywords;
    }

    private static string Shown(List<string> keywords) =>
        keywords.Count <= MaxShown
            ? string.Join(", ", keywords)
            : $"{string.Join(", ", keywords[..MaxShown])} and {keywords.Count - MaxShown} more";
}

/// <summary>The kinds of metadata that some formats can store and others cannot.</summary>
[Flags]
internal enum MetadataKinds
{
    None = 0,
    Profile = 1,
    Exif = 2,
    Xmp = 4,
    Iptc = 8,
    Resolution = 16,
    Aspect = 32,
    Comments = 64,
    Texts = 128,
    Colours = 256,
    SignificantBits = 512,
    Time = 1024,
    Georeference = 2048,
    Gdal = 4096,
}
