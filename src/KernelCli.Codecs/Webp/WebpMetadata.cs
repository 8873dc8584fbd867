using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Webp;

/// <summary>The chunks of a picture's metadata: the profile before the pictures, EXIF and XMP after them.</summary>
internal sealed class WebpMetadata
{
    private const int ProfileFlag = 32, ExifFlag = 8, XmpFlag = 4;

    private readonly byte[]? _profile;
    private readonly byte[]? _exif;
    private readonly byte[]? _xmp;

    /// <param name="info">The picture.</param>
    /// <param name="options">Whether metadata is kept, and who is told what is left out.</param>
    public WebpMetadata(ImageInfo info, EncodeOptions options)
    {
        if (!options.KeepMetadata)
            return;
        ImageMetadata metadata = info.Metadata;
        MetadataLoss.Report(options, "WebP", metadata, MetadataKinds.Profile | MetadataKinds.Exif | MetadataKinds.Xmp);

        // Gray is stored as RGB.
        if (metadata.IccProfile is { } profile && IccProfile.Describes(profile, PixelLayout.Rgb))
            _profile = profile;
        else
            MetadataLoss.ReportProfile(options, metadata.IccProfile, PixelLayout.Rgb);
        bool hadPictures = false, hadMore = false;
        if (metadata.Exif is { } exif)
            _exif = ExifBlock.ForResult(exif, info.Width, info.Height, out hadPictures);
        if (metadata.Xmp is { } xmp)
            _xmp = XmpPacket.ForResult(xmp, info.Width, info.Height, out hadMore);
        if (hadPictures || hadMore)
            options.OnDetail?.Invoke("the pictures in EXIF or XMP, which show what was there before: left out");
    }

    /// <summary>The flags of the VP8X chunk for what there is.</summary>
    public int Flags => (_profile is null ? 0 : ProfileFlag) | (_exif is null ? 0 : ExifFlag) | (_xmp is null ? 0 : XmpFlag);

    /// <summary>Writes the profile.</summary>
    public void WriteBeforePictures(Stream stream)
    {
        if (_profile is not null)
            WebpChunks.Write(stream, "ICCP"u8, _profile);
    }

    /// <summary>Writes EXIF and XMP.</summary>
    public void WriteAfterPictures(Stream stream)
    {
        if (_exif is not null)
            WebpChunks.Write(stream, "EXIF"u8, _exif);
        if (_xmp is not null)
            WebpChunks.Write(stream, "XMP "u8, _xmp);
    }
}
