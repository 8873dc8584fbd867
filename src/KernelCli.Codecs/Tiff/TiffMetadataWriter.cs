using System.Text;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>Adds the metadata of a picture to its directory.</summary>
internal static class TiffMetadataWriter
{
    private const int NoUnit = 1;
    private const int Inches = 2;

    // Ten-thousandths of a pixel per inch: enough to give a whole number of pixels per metre back.
    private const uint Denominator = 10_000;

    public static void Add(TiffDirectoryBuilder fields, ImageInfo info, EncodeOptions options)
    {
        if (!options.KeepMetadata)
            return;
        ImageMetadata metadata = info.Metadata;
        ImageMetadata others = AddTexts(fields, metadata);
        MetadataLoss.Report(options, TiffFile.Format, others,
            MetadataKinds.Profile | MetadataKinds.Xmp | MetadataKinds.Iptc | MetadataKinds.Resolution | MetadataKinds.Aspect
            | MetadataKinds.Georeference | MetadataKinds.Gdal);
        if (metadata.IccProfile is { } profile && IccProfile.Describes(profile, info.Format.Layout))
            fields.Add(TiffTag.IccProfile, TiffType.Undefined, profile);
        else
            MetadataLoss.ReportProfile(options, metadata.IccProfile, info.Format.Layout);
        if (metadata.Xmp is { } xmp)
        {
            fields.Add(TiffTag.Xmp, TiffType.Byte, XmpPacket.ForResult(xmp, info.Width, info.Height, out bool hadPictures));
            if (hadPictures)
                options.OnDetail?.Invoke("the pictures in XMP, which show what was there before: left out");
        }
        if (metadata.Iptc is { } iptc)
            fields.Add(TiffTag.Iptc, TiffType.Undefined, iptc);
        AddResolution(fields, metadata, options);
        TiffGeoFields.Add(fields, metadata);
    }

    private static void AddResolution(TiffDirectoryBuilder fields, ImageMetadata metadata, EncodeOptions options)
    {
        if (metadata.Density is { } density)
        {
            double x = Math.Round(density.X * PixelDensity.MetresPerInch * Denominator);
            double y = Math.Round(density.Y * PixelDensity.MetresPerInch * Denominator);
            if (Math.Min(x, y) >= 1 && Math.Max(x, y) <= uint.MaxValue)
                AddResolution(fields, Inches, (uint)x, (uint)y, Denominator);
            else
                options.OnNote?.Invoke("a resolution beyond what TIFF can say: left out");
        }
        else if (metadata.Aspect is { } aspect)
            AddResolution(fields, NoUnit, aspect.X, aspect.Y, 1);
    }

    private static void AddResolution(TiffDirectoryBuilder fields, int unit, uint x, uint y, uint denominator)
    {
        fields.AddShorts(TiffTag.ResolutionUnit, unit);
        fields.AddRational(TiffTag.ResolutionX, x, denominator);
        fields.AddRational(TiffTag.ResolutionY, y, denominator);
    }

    // Of each field the first text with its keyword; the others are lost.
    private static ImageMetadata AddTexts(TiffDirectoryBuilder fields, ImageMetadata metadata)
    {
        List<ImageText> others = [];
        var written = new HashSet<TiffTag>();
        foreach (ImageText text in metadata.Texts)
        {
            TiffTag? tag = null;
            foreach ((TiffTag candidate, string keyword) in TiffMetadataReader.Texts)
                if (keyword == text.Keyword && written.Add(candidate))
                    tag = candidate;
            if (tag is { } field)
                fields.Add(field, TiffType.Ascii, [.. Encoding.UTF8.GetBytes(text.Text), 0]);
            else
                others.Add(text);
        }
        return metadata with { Texts = others };
    }
}
