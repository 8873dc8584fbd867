using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Inspection;

/// <summary>
/// The report of <c>info</c> on one picture. The picture is decoded to its end, which also checks that the file is
/// intact.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Format">The name of its format.</param>
/// <param name="Info">Its size, pixel format and metadata.</param>
/// <param name="SampleHash">
/// SHA-256 of the decoded samples, before the EXIF orientation is applied: rows top to bottom, channels interleaved, no
/// padding, 16 bit big-endian, float32 little-endian with one bit pattern for NaN.
/// </param>
internal sealed record ImageReport(string Path, string Format, ImageInfo Info, string SampleHash)
{
    /// <summary>Reads a picture.</summary>
    public static ImageReport Read(string path, Stream stream, DecodeOptions options, CancellationToken cancellation)
    {
        using IRowSource source = ImageCodecs.Open(stream, options, out ImageCodec codec);
        using var hash = new SampleHash(source.Info);
        RowPump.Run(source, hash, cancellation);

        // The source's info is read after the last row, because only then is the number of pictures in a pipe known.
        return new ImageReport(path, codec.Name, source.Info, hash.Finish());
    }

    /// <summary>The report for people.</summary>
    public string ToText()
    {
        var parts = new List<string> { Format, $"{Info.Width}x{Info.Height}", Info.Format.ToString() };
        ImageMetadata metadata = Info.Metadata;
        parts.Add($"orientation {(int)metadata.Orientation}");
        if (metadata.Frames > 1)
            parts.Add($"first of {metadata.Frames} frames");
        if (metadata.Density is { } density)
            parts.Add(
                FormattableString.Invariant(
                $"{density.X * PixelDensity.MetresPerInch:0.#}x{density.Y * PixelDensity.MetresPerInch:0.#} dpi"));
        if (metadata.IccProfile is { } profile)
            parts.Add($"icc {profile.Length} bytes");
        if (metadata.Exif is { } exif)
            parts.Add($"exif {exif.Length} bytes");
        if (metadata.Xmp is { } xmp)
            parts.Add($"xmp {xmp.Length} bytes");
        if (metadata.Texts.Count > 0)
            parts.Add($"texts {metadata.Texts.Count}");
        return $"{Path}: {string.Join(", ", parts)}\n  sha256 {SampleHash}";
    }

    /// <summary>The report for programs.</summary>
    public string ToJson() => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("file", PathStyle.Current.Shown(Path));
        json.WriteString("format", Format);
        json.WriteNumber("width", Info.Width);
        json.WriteNumber("height", Info.Height);
        json.WriteNumber("channels", Info.Format.Channels);
        json.WriteString("color", Info.Format.ColorChannels == 1 ? "gray" : "rgb");
        json.WriteBoolean("alpha", Info.Format.HasAlpha);
        json.WriteString("depth", Info.Format.Sample switch { SampleType.UInt8 => "8", SampleType.UInt16 => "16", _ => "f32" });
        json.WriteNumber("orientation", (int)Info.Metadata.Orientation);
        json.WriteNumber("frames", Info.Metadata.Frames);
        if (Info.Metadata.Density is { } density)
        {
            json.WriteNumber("pixels_per_metre_x", density.X);
            json.WriteNumber("pixels_per_metre_y", density.Y);
        }
        json.WriteNumber("icc_bytes", Info.Metadata.IccProfile?.Length ?? 0);
        json.WriteNumber("exif_bytes", Info.Metadata.Exif?.Length ?? 0);
        json.WriteNumber("xmp_bytes", Info.Metadata.Xmp?.Length ?? 0);
        json.WriteNumber("texts", Info.Metadata.Texts.Count);
        json.WriteString("sha256", SampleHash);
    });
}
