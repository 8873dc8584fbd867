using System.Buffers.Binary;
using KernelCli.Codecs.Jpeg.Syntax;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Writes the application segments and comments: JFIF, EXIF, XMP, IPTC, colour profile.</summary>
internal static class JpegMetadataWriter
{
    private const int MaxProfilePieces = 255;
    private const int PieceBytes = JpegHeaderWriter.MaxSegmentBytes - 14;

    private const MetadataKinds Held =
        MetadataKinds.Profile | MetadataKinds.Exif | MetadataKinds.Xmp | MetadataKinds.Iptc | MetadataKinds.Resolution
            | MetadataKinds.Aspect | MetadataKinds.Comments;

    public static void Write(JpegHeaderWriter header, ImageInfo info, EncodeOptions options)
    {
        ImageMetadata metadata = options.KeepMetadata ? info.Metadata : ImageMetadata.None;
        header.WriteSegment(JpegMarker.Application, Jfif(metadata, options));
        MetadataLoss.Report(options, "JPEG", metadata, Held);
        if (metadata.Exif is { } exif)
        {
            byte[] block = ExifBlock.ForResult(exif, info.Width, info.Height, out bool hadPictures);
            if (hadPictures)
                options.OnDetail?.Invoke("the pictures in EXIF, which show what was there before: left out");
            WriteOrReport(header, JpegMarker.Application + 1, [.. JpegSegment.Exif, .. block], "EXIF", options);
        }
        if (metadata.Xmp is { } xmp)
        {
            byte[] packet = XmpPacket.ForResult(xmp, info.Width, info.Height, out bool hadPictures);
            if (hadPictures)
                options.OnDetail?.Invoke("the pictures in XMP, which show what was there before: left out");
            WriteOrReport(header, JpegMarker.Application + 1, [.. JpegSegment.Xmp, .. packet], "XMP", options);
        }
        if (metadata.Iptc is { } iptc)
            WriteOrReport(header, JpegMarker.Application + 13,
                [.. JpegSegment.Photoshop, .. PhotoshopResources.Wrap(iptc)], "IPTC", options);
        if (metadata.IccProfile is { } profile && IccProfile.Describes(profile, info.Format.Layout))
            WriteProfile(header, profile, options);
        else
            MetadataLoss.ReportProfile(options, metadata.IccProfile, info.Format.Layout);
        foreach (ImageText text in metadata.Texts)
            if (text.Keyword == ImageText.Comment)
                WriteOrReport(header, JpegMarker.Comment, System.Text.Encoding.UTF8.GetBytes(text.Text), "a comment", options);
    }

    private static void WriteOrReport(JpegHeaderWriter header, int marker, byte[] data, string name, EncodeOptions options)
    {
        if (data.Length <= JpegHeaderWriter.MaxSegmentBytes)
            header.WriteSegment(marker, data);
        else
            options.OnNote?.Invoke($"{name} of more than the {JpegHeaderWriter.MaxSegmentBytes} bytes of a JPEG segment: left out");
    }

    // The JFIF header: version 1.02, no thumbnail. The density is in dots per inch if both numbers are nearly integers, and
    // per centimetre otherwise. A pixel aspect ratio alone is stored without a unit.
    private static byte[] Jfif(ImageMetadata metadata, EncodeOptions options)
    {
        byte[] data = [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0];
        if (metadata.Density is not { } d)
        {
            if (metadata.Aspect is { } aspect)
                PutDensity(data, 0, Fitted(aspect));
            return data;
        }
        double x = d.X * PixelDensity.MetresPerInch, y = d.Y * PixelDensity.MetresPerInch;
        if (Math.Max(x, y) >= ushort.MaxValue || Math.Min(d.X, d.Y) < 100)
        {
            options.OnNote?.Invoke("a resolution beyond what JPEG can say: left out");
            return data;
        }

        // PNG stores integer pixels per metre, which give back integer dots per inch only with a small error.
        bool inches = Math.Abs(x - Math.Round(x)) < 0.05 && Math.Abs(y - Math.Round(y)) < 0.05;
        PutDensity(data, inches ? (byte)1 : (byte)2,
            ((ushort)Math.Round(inches ? x : d.X / 100), (ushort)Math.Round(inches ? y : d.Y / 100)));
        return data;
    }

    private static void PutDensity(byte[] data, byte unit, (ushort X, ushort Y) density)
    {
        data[7] = unit;
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(8), density.X);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(10), density.Y);
    }

    // Scales the aspect ratio to 16-bit integers, rounded.
    private static (ushort X, ushort Y) Fitted(PixelAspect aspect)
    {
        double scale = Math.Min(1, ushort.MaxValue / (double)Math.Max(aspect.X, aspect.Y));
        return ((ushort)Math.Max(1, Math.Round(aspect.X * scale)), (ushort)Math.Max(1, Math.Round(aspect.Y * scale)));
    }

    private static void WriteProfile(JpegHeaderWriter header, byte[] profile, EncodeOptions options)
    {
        int pieces = (profile.Length + PieceBytes - 1) / PieceBytes;
        if (pieces > MaxProfilePieces)
        {
            options.OnNote?.Invoke("an ICC profile of more than the bytes of a JPEG's segments: left out");
            return;
        }
        for (int i = 0; i < pieces; i++)
        {
            int start = i * PieceBytes, end = Math.Min(profile.Length, start + PieceBytes);
            header.WriteSegment(JpegMarker.Application + 2,
                [.. JpegSegment.Profile, (byte)(i + 1), (byte)pieces, .. profile.AsSpan(start, end - start)]);
        }
    }
}
