using System.Buffers.Binary;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Writes the application segments: JFIF, EXIF, colour profile.</summary>
internal static class JpegMetadataWriter
{
    private const int MostProfilePieces = 255;
    private const int PieceBytes = JpegHeaderWriter.MostSegmentBytes - 14;

    public static void Write(JpegHeaderWriter header, ImageMetadata metadata, PixelLayout layout, bool keeps)
    {
        header.WriteSegment(JpegMarker.Application, Jfif(keeps ? metadata.Density : null));
        if (!keeps)
            return;
        if (metadata.Exif is { } exif && exif.Length + 6 <= JpegHeaderWriter.MostSegmentBytes)
            header.WriteSegment(JpegMarker.Application + 1, [.. "Exif\0\0"u8, .. ExifBlock.WithoutOrientation(exif)]);
        if (metadata.IccProfile is { } profile && IccProfile.Describes(profile, layout))
            WriteProfile(header, profile);
    }

    // Version 1.02; density in dots per inch where both numbers are whole, else per centimetre; no thumbnail.
    private static byte[] Jfif(PixelDensity? density)
    {
        byte[] data = [.. "JFIF\0"u8, 1, 2, 0, 0, 1, 0, 1, 0, 0];
        if (density is not { } d || Math.Max(d.X, d.Y) * PixelDensity.MetresPerInch >= ushort.MaxValue || Math.Min(d.X, d.Y) < 100)
            return data;
        double x = d.X * PixelDensity.MetresPerInch, y = d.Y * PixelDensity.MetresPerInch;

        // PNG keeps whole pixels per metre, which is not enough to give a whole number of inches back to the last digit.
        bool inches = Math.Abs(x - Math.Round(x)) < 0.05 && Math.Abs(y - Math.Round(y)) < 0.05;
        data[7] = inches ? (byte)1 : (byte)2;
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(8), (ushort)Math.Round(inches ? x : d.X / 100));
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(10), (ushort)Math.Round(inches ? y : d.Y / 100));
        return data;
    }

    private static void WriteProfile(JpegHeaderWriter header, byte[] profile)
    {
        int pieces = (profile.Length + PieceBytes - 1) / PieceBytes;
        if (pieces > MostProfilePieces)
            return;
        for (int i = 0; i < pieces; i++)
        {
            int start = i * PieceBytes, end = Math.Min(profile.Length, start + PieceBytes);
            header.WriteSegment(JpegMarker.Application + 2, [.. "ICC_PROFILE\0"u8, (byte)(i + 1), (byte)pieces, .. profile.AsSpan(start, end - start)]);
        }
    }
}
