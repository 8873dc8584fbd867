using System.Globalization;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;
using KernelCli.Cli.Paths;
using KernelCli.Codecs;
using KernelCli.Codecs.Frames;
using KernelCli.Codecs.Registry;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Inspection;

/// <summary>
/// The report of <c>info</c> on one file. Every frame is decoded to its end, which also checks that the file is intact.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Format">The name of its format.</param>
/// <param name="Info">Size, pixel format and metadata of the first frame.</param>
/// <param name="Frames">The frames.</param>
/// <param name="Plays">How often an animation plays: 0 for ever; null if it is none.</param>
/// <param name="SampleHash">
/// SHA-256 of the decoded samples of all frames, before the EXIF orientation is applied: rows top to bottom, channels
/// interleaved, no padding, 16 bit big-endian, float32 little-endian with one bit pattern for NaN.
/// </param>
internal sealed record ImageReport(string Path, string Format, ImageInfo Info, IReadOnlyList<Frame> Frames, int? Plays, string SampleHash)
{
    /// <summary>Reads a file.</summary>
    public static ImageReport Read(string path, Stream stream, DecodeOptions options, CancellationToken cancellation)
    {
        using FrameReader frames = ImageCodecs.OpenFrames(stream, options, out ImageCodec codec);
        SampleHash? hash = null;
        ImageInfo? info = null;
        for (int i = 0; i < frames.Frames.Count; i++)
        {
            using IRowSource source = frames.Open(i);
            hash ??= new SampleHash(source.Info);
            hash.Continue(source.Info);
            RowPump.Run(source, hash, cancellation);

            // The source's info is read after the last row, because only then is the number of pictures in a pipe known.
            info ??= source.Info;
        }
        frames.Complete();
        return new ImageReport(path, codec.Name, info!, frames.Frames, frames.IsAnimation ? frames.Plays : null, hash!.Finish());
    }

    /// <summary>The report for people.</summary>
    /// <param name="isWhole">Whether texts and the frames one by one are part of it.</param>
    public string ToText(bool isWhole)
    {
        var parts = new List<string> { Format, $"{Info.Width}x{Info.Height}", Info.Format.ToString() };
        ImageMetadata metadata = Info.Metadata;
        parts.Add($"orientation {(int)metadata.Orientation}");
        if (Plays is { } plays)
        {
            parts.Add($"{Frames.Count} frames");
            parts.Add($"delays {Delays()} ms");
            parts.Add(plays switch { 0 => "plays for ever", 1 => "plays once", _ => $"plays {plays} times" });
        }
        else if (Frames.Count > 1)
            parts.Add($"{Frames.Count} pages{(Sizes() is { } sizes ? $" of {sizes}" : "")}");
        else if (metadata.Frames > 1)
            parts.Add($"first of {metadata.Frames} pictures");
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
        var lines = new List<string> { $"{Path}: {string.Join(", ", parts)}", $"  sha256 {SampleHash}" };
        if (isWhole && Frames.Count > 1)
            lines.AddRange(Frames.Select((frame, i) => $"  frame {i + 1}: {frame.Info.Width}x{frame.Info.Height} {frame.Info.Format}"
                + (Plays is null ? "" : $", {Milliseconds(frame)} ms")));
        if (isWhole)
            lines.AddRange(metadata.Texts.Select(text => Failures.Printable($"  text {text.Keyword}: {text.Text}")));
        return string.Join('\n', lines);
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
        json.WriteNumber("frames", Math.Max(Frames.Count, Info.Metadata.Frames));
        if (Plays is { } plays)
        {
            json.WriteStartArray("delays");
            foreach (Frame frame in Frames)
                json.WriteNumberValue(frame.Delay.Milliseconds);
            json.WriteEndArray();
            json.WriteNumber("loops", plays);
        }
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

    // One number if all frames are shown equally long.
    private string Delays() =>
        string.Join(' ', Frames.Select(frame => frame.Delay.Milliseconds).Distinct().Count() == 1 ? [Milliseconds(Frames[0])]
            : Frames.Select(Milliseconds));

    private static string Milliseconds(Frame frame) => frame.Delay.Milliseconds.ToString("0.###", CultureInfo.InvariantCulture);

    // The sizes of the pages, if they differ.
    private string? Sizes()
    {
        string[] sizes = [.. Frames.Select(frame => $"{frame.Info.Width}x{frame.Info.Height}").Distinct()];
        return sizes.Length > 1 ? string.Join(' ', sizes) : null;
    }
}
