using KernelCli.Primitives;
using KernelCli.Rows;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;
using SixLabors.ImageSharp.PixelFormats;
using ImageInfo = KernelCli.Primitives.ImageInfo;

namespace KernelCli.Codecs.ImageSharp;

/// <summary>Collects a picture and has the ImageSharp library write it.</summary>
internal sealed class ImageSharpSink : RowSink
{
    private readonly Stream _stream;
    private readonly IImageEncoder _encoder;
    private readonly Image<Rgba32> _image;

    public ImageSharpSink(Stream stream, ImageInfo info, string format, EncodeOptions options, IImageEncoder encoder)
        : base(info)
    {
        options.Limits.CheckMemory((long)info.Width * info.Height * 4);
        (_stream, _encoder, _image) = (stream, encoder, new Image<Rgba32>(info.Width, info.Height));
        if (!options.KeepMetadata)
            return;
        Metadata.MetadataLoss.Report(options, format.ToUpperInvariant(), info.Metadata, HeldBy(format));
        if (info.Metadata.IccProfile is { } profile && Metadata.IccProfile.Describes(profile, info.Format.Layout))
            _image.Metadata.IccProfile = new IccProfile(profile);
        else
            Metadata.MetadataLoss.ReportProfile(options, info.Metadata.IccProfile, info.Format.Layout);
        if (info.Metadata.Exif is { } exif)
            _image.Metadata.ExifProfile = new ExifProfile(Metadata.ExifBlock.ForResult(exif, info.Width, info.Height, out _));
        if (info.Metadata.Density is { } density)
            (_image.Metadata.ResolutionUnits, _image.Metadata.HorizontalResolution,
                _image.Metadata.VerticalResolution) = (PixelResolutionUnit.PixelsPerMeter, density.X, density.Y);
    }

    // GIF and TGA have room for none of it in the library.
    private static Metadata.MetadataKinds HeldBy(string format) => format switch
    {
        "tiff" => Metadata.MetadataKinds.Profile | Metadata.MetadataKinds.Exif | Metadata.MetadataKinds.Resolution,
        "webp" => Metadata.MetadataKinds.Profile | Metadata.MetadataKinds.Exif,
        _ => Metadata.MetadataKinds.None,
    };

    /// <inheritdoc/>
    protected override void WriteNextRow(ReadOnlySpan<byte> row, int y)
    {
        Span<Rgba32> pixels = _image.DangerousGetPixelRowMemory(y).Span;
        int channels = Info.Format.Channels;
        for (int x = 0, i = 0; x < pixels.Length; x++, i += channels)
            pixels[x] = Info.Format.Layout switch
            {
                PixelLayout.Gray => new Rgba32(row[i], row[i], row[i]),
                PixelLayout.Rgb => new Rgba32(row[i], row[i + 1], row[i + 2]),
                _ => new Rgba32(row[i], row[i + 1], row[i + 2], row[i + 3]),
            };
    }

    /// <inheritdoc/>
    protected override void CompleteRows()
    {
        // The library goes back in what it has written; ours may be a pipe.
        using var file = new MemoryStream();
        _image.Save(file, _encoder);
        file.WriteTo(_stream);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _image.Dispose();
}
