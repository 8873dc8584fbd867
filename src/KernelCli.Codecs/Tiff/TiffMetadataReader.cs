using System.Text;
using System.Text.Unicode;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>
/// Reads the metadata of pages. All of it is optional: what is damaged or too large is left out. Pages that share a block share its memory.
/// </summary>
internal sealed class TiffMetadataReader(DecodeOptions options)
{
    // Inches and centimetres; 1 is no unit.
    private const int NoUnit = 1;
    private const int Centimetres = 3;

    private readonly Dictionary<(long, long), byte[]> _blocks = [];
    private readonly HashSet<string> _told = [];
    private long _left = 4L * options.Limits.MaxMetadata;

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
        byte[]? profile = Block(directory, TiffTag.IccProfile, "an ICC profile") is { } bytes ? IccProfile.WithoutPadding(bytes) : null;
        byte[]? xmp = Block(directory, TiffTag.Xmp, "XMP") is { } packet && XmpPacket.IsOne(packet.AsSpan().TrimEnd((byte)0))
            ? packet.AsSpan().TrimEnd((byte)0).ToArray() : null;
        byte[]? iptc = Block(directory, TiffTag.Iptc, "IPTC") is { } records ? IptcBlock.WithoutPreviews(records) : null;
        if (directory.TryGet(TiffTag.Exif, out _) || directory.TryGet(TiffTag.Gps, out _))
            LeaveOut("EXIF in a TIFF");
        if (picture.Samples > picture.ColorSamples + (picture.AlphaSample >= 0 ? 1 : 0))
            LeaveOut("samples that are neither colour nor alpha");
        (PixelDensity? density, PixelAspect? aspect) = Resolution(directory);
        return new ImageMetadata
        {
            IccProfile = profile,
            Xmp = xmp,
            Iptc = iptc,
            Density = density,
            Aspect = aspect,
            Orientation = Number(directory, TiffTag.Orientation) is >= 1 and <= 8 and var orientation
                ? (Orientation)orientation : Orientation.Normal,
            Texts = ReadTexts(directory),
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
            if (!directory.TryGet(tag, out TiffEntry entry) || entry.Type is not (TiffType.Ascii or TiffType.Byte)
                || Block(directory, tag, $"the text {keyword}") is not { } bytes)
                continue;
            ReadOnlySpan<byte> text = bytes.AsSpan(0, bytes.AsSpan().IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length);
            if (!text.IsEmpty)
                texts.Add(new ImageText(keyword, Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text)));
        }
        return texts;
    }

    private byte[]? Block(TiffDirectory directory, TiffTag tag, string what)
    {
        if (!directory.TryGet(tag, out TiffEntry entry) || entry.Bytes == 0)
            return null;
        if (_blocks.TryGetValue((entry.Offset, entry.Bytes), out byte[]? known))
            return known;
        if (entry.Bytes > options.Limits.MaxMetadata || entry.Bytes > _left)
        {
            LeaveOut($"{what} beyond {options.Limits.MaxMetadata} bytes of metadata");
            return null;
        }
        _left -= entry.Bytes;
        return _blocks[(entry.Offset, entry.Bytes)] = directory.Bytes(entry);
    }

    private void LeaveOut(string what)
    {
        if (_told.Add(what))
            options.OnNote?.Invoke($"{what}: left out");
    }
}
