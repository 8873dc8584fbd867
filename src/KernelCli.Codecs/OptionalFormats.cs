namespace KernelCli.Codecs;

/// <summary>Formats that a build reads only with the ImageSharp library.</summary>
internal static class OptionalFormats
{
    /// <summary>How such a build is made, as the end of a sentence.</summary>
    public const string Remedy = "convert it to PNG first, or build with -p:WithImageSharp=true (see the README)";

    /// <summary>The name of the format that a file starts like, or null.</summary>
    public static string? NameOf(ReadOnlySpan<byte> head) =>
        head.StartsWith("GIF8"u8) ? "GIF"
        : head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) ? "TIFF"
        : head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..].StartsWith("WEBP"u8) ? "WebP"
        : null;
}
