using System.Buffers.Binary;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>Writes the ancillary chunks of a picture's metadata, in the order that the standard asks for.</summary>
internal static class PngMetadataWriter
{
    public static void Write(PngChunkWriter chunks, ImageInfo info, EncodeOptions options)
    {
        if (!options.KeepMetadata)
            return;
        ImageMetadata metadata = info.Metadata;
        MetadataLoss.Report(options, "PNG", metadata, ~(MetadataKinds.Georeference | MetadataKinds.Gdal));
        WriteColours(chunks, info, options);
        if (metadata.SignificantBits is { } bits)
        {
            if (bits.Depth == info.Format.Sample.Bytes() * 8)
                chunks.Write("sBIT", BytesOf(bits, info.Format.Layout));
            else
                options.OnNote?.Invoke("the significant bits, because the depth is another: left out");
        }
        WriteDensity(chunks, metadata, options);
        if (metadata.Exif is { } exif)
        {
            chunks.Write("eXIf", ExifBlock.ForResult(exif, info.Width, info.Height, out bool hadPictures));
            if (hadPictures)
                options.OnDetail?.Invoke("the pictures in EXIF, which show what was there before: left out");
        }
        WriteChunk(chunks, metadata, "tIME");
        PngTextWriter.Write(chunks, info, options);
    }

    private static void WriteColours(PngChunkWriter chunks, ImageInfo info, EncodeOptions options)
    {
        ImageMetadata metadata = info.Metadata;
        WriteChunk(chunks, metadata, "cICP");
        if (metadata.IccProfile is { } profile && IccProfile.Describes(profile, info.Format.Layout))
        {
            // A name of one letter, a zero byte, method 0.
            chunks.Write("iCCP", [(byte)'i', 0, 0, .. PngTextWriter.Compress(profile)]);
        }
        else
        {
            MetadataLoss.ReportProfile(options, metadata.IccProfile, info.Format.Layout);
            if (metadata.StandardRgbIntent is { } intent)
                chunks.Write("sRGB", [intent]);
        }
        if (metadata.Gamma is { } gamma)
            chunks.Write("gAMA", Bytes(gamma));
        foreach (string type in (ReadOnlySpan<string>)["cHRM", "mDCV", "cLLI"])
            WriteChunk(chunks, metadata, type);
    }

    private static void WriteDensity(PngChunkWriter chunks, ImageMetadata metadata, EncodeOptions options)
    {
        if (metadata.Density is { } density && Math.Round(Math.Max(density.X, density.Y)) <= int.MaxValue
            && Math.Round(Math.Min(density.X, density.Y)) >= 1)
            chunks.Write("pHYs", [.. Bytes((uint)Math.Round(density.X)), .. Bytes((uint)Math.Round(density.Y)), 1]);
        else if (metadata.Aspect is { } aspect)
            chunks.Write("pHYs", [.. Bytes(aspect.X), .. Bytes(aspect.Y), 0]);
        else if (metadata.Density is not null)
            options.OnNote?.Invoke("a resolution beyond what PNG can say: left out");
    }

    private static byte[] BytesOf(SignificantBits bits, PixelLayout layout)
    {
        // Gray computed from colours has as many significant bits as the colour channel that has the most.
        byte gray = Math.Max(bits.Red, Math.Max(bits.Green, bits.Blue));
        return layout switch
        {
            PixelLayout.Gray => [gray],
            PixelLayout.GrayAlpha => [gray, bits.Alpha],
            PixelLayout.Rgb => [bits.Red, bits.Green, bits.Blue],
            _ => [bits.Red, bits.Green, bits.Blue, bits.Alpha],
        };
    }

    private static void WriteChunk(PngChunkWriter chunks, ImageMetadata metadata, string type)
    {
        foreach ((string key, byte[] data) in metadata.Chunks)
            if (key == type)
                chunks.Write(type, data);
    }

    private static byte[] Bytes(uint value)
    {
        byte[] data = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(data, value);
        return data;
    }
}
