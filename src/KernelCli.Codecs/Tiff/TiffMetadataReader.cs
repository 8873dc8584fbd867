using System.Text;
using System.Text.Unicode;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Reads the metadata of pages. All of it is optional: what is damaged or too large is left out. Pages that share a block share what was
/// decoded of it, and each is charged for it, since each is written with it.
/// </summary>
internal sealed class TiffMetadataReader(DecodeOptions options)
{
    // Inches and centimetres; 1 is no unit.
    private const int NoUnit = 1;
    private const int Centimetres = 3;

    // Blocks of a file together, and how often pages may share as much.
    private const int MostBlocks = 4;
    private const int MostSharing = 16;

    private readonly Dictionary<(TiffEntry, TiffTag), object?> _decoded = [];
    private readonly HashSet<string> _told = [];
    private long _left = (long)MostBlocks * options.Limits.MaxMetadata;
    private long _leftToShare = (long)MostBlocks * MostSharing * options.Limits.MaxMetadata;

    /// <summary>The fields that hold texts, and the keywords by which they are known.</summary>
    public static ReadOnlySpan<(TiffTag Tag, string Keyword)> Texts => (ValueTuple<TiffTag, string>[])
    [
        (TiffTag.DocumentName, "Title"), (TiffTag.Description, "Description"), (TiffTag.Software, "Software"), (TiffTag.Artist, "Author"),
        (TiffTag.Copyright, "Copyright"),
    ];

    /// <summary>The metadata of a page.</summary>
    public ImageMetadata Read(TiffPicture picture)
    {
        TiffDirectory directory = picture.Directory;
        byte[]? profile = Block(directory, TiffTag.IccProfile, "an ICC profile", bytes => IccProfile.WithoutPadding(bytes));
        byte[]? xmp = Block(directory, TiffTag.Xmp, "XMP", WithoutZeros);
        byte[]? iptc = Block(directory, TiffTag.Iptc, "IPTC", bytes => IptcBlock.WithoutPreviews(bytes));
        if (directory.TryGet(TiffTag.Exif, out _) || directory.TryGet(TiffTag.Gps, out _))
            LeaveOut("EXIF in a TIFF");
        if (picture.Samples > picture.ColorSamples + (picture.AlphaSample >= 0 ? 1 : 0))
            LeaveOut("samples that are neither colour nor alpha");
        if (picture.HasWhiteZero && picture.Numbers is not TiffSampleFormat.Unsigned)
            Tell("zero is white, but the numbers are signed or floating-point: kept as they are, and written with zero as black");
        (PixelDensity? density, PixelAspect? aspect) = Resolution(directory);
        GeoReference? geo = TiffGeoFields.Read(picture, this);
        Orientation orientation = Number(directory, TiffTag.Orientation) is >= 1 and <= 8 and var number
            ? (Orientation)number : Orientation.Normal;
        if (geo is not null && orientation is not Orientation.Normal)
        {
            LeaveOut("the georeference of a picture that is to be turned");
            geo = null;
        }
        return new ImageMetadata
        {
            IccProfile = profile,
            Xmp = xmp,
            Iptc = iptc,
            Density = density,
            Aspect = aspect,
            Orientation = orientation,
            Texts = ReadTexts(directory),
            Geo = geo,
            GdalMetadata = TiffGeoFields.Text(picture, this, TiffTag.GdalMetadata),
            NoData = picture.HoldsNumbersAsStored ? TiffGeoFields.Text(picture, this, TiffTag.GdalNoData) : null,
        };
    }

    private static (PixelDensity?, PixelAspect?) Resolution(TiffDirectory directory)
    {
        if (directory.Reals(TiffTag.ResolutionX, 1) is not [> 0 and < 1e9 and var x]
            || directory.Reals(TiffTag.ResolutionY, 1) is not [> 0 and < 1e9 and var y])
            return (null, null);
        return Number(directory, TiffTag.ResolutionUnit) switch
        {
            NoUnit => (null, Math.Round(x * 1000) >= 1 && Math.Round(y * 1000) >= 1 && Math.Max(x, y) < 1e6 ? Aspect(x, y) : null),
            Centimetres => (new PixelDensity(x * 100, y * 100), null),
            _ => (PixelDensity.FromDotsPerInch(x, y), null),
        };
    }

    private static PixelAspect Aspect(double x, double y)
    {
        int scale = x == Math.Round(x) && y == Math.Round(y) ? 1 : 1000;
        return new PixelAspect((uint)Math.Round(x * scale), (uint)Math.Round(y * scale));
    }

    private static long? Number(TiffDirectory directory, TiffTag tag)
    {
        try
        {
            return directory.Number(tag);
        }
        catch (ImageFormatException)
        {
            return null;
        }
    }

    private List<ImageText> ReadTexts(TiffDirectory directory)
    {
        List<ImageText> texts = [];
        foreach ((TiffTag tag, string keyword) in Texts)
        {
            if (directory.TryGet(tag, out TiffEntry entry) && entry.Type is TiffType.Ascii or TiffType.Byte
                && Block(directory, tag, $"the text {keyword}", Text) is { } text)
                texts.Add(new ImageText(keyword, text));
        }
        return texts;
    }

    private static byte[]? WithoutZeros(byte[] packet)
    {
        ReadOnlySpan<byte> xmp = packet.AsSpan().TrimEnd((byte)0);
        return XmpPacket.IsOne(xmp) ? xmp.ToArray() : null;
    }

    private static string? Text(byte[] bytes)
    {
        ReadOnlySpan<byte> text = bytes.AsSpan(0, bytes.AsSpan().IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length);
        return text.IsEmpty ? null : Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text);
    }

    /// <summary>
    /// What is decoded of the bytes of a field; null if there is no such field, or if it is larger than what is left for metadata.
    /// </summary>
    internal T? Block<T>(TiffDirectory directory, TiffTag tag, string what, Func<byte[], T?> decode)
        where T : class
    {
        if (!directory.TryGet(tag, out TiffEntry entry) || entry.Bytes == 0)
            return null;
        bool isKnown = _decoded.TryGetValue((entry, tag), out object? known);
        if (entry.Bytes > options.Limits.MaxMetadata || entry.Bytes > (isKnown ? _leftToShare : _left))
        {
            LeaveOut($"{what} beyond {options.Limits.MaxMetadata} bytes of metadata");
            return null;
        }
        if (isKnown)
        {
            _leftToShare -= entry.Bytes;
            return (T?)known;
        }
        _left -= entry.Bytes;
        T? decoded = decode(directory.Bytes(entry));
        _decoded[(entry, tag)] = decoded;
        return decoded;
    }

    private void LeaveOut(string what) => Tell($"{what}: left out");

    private void Tell(string note)
    {
        if (_told.Add(note))
            options.OnNote?.Invoke(note);
    }
}
