using System.Globalization;
using System.Text;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// What of an XMP packet concerns the pixels: their orientation, their size, and pictures of how they were before. All else stays
/// as it is written.
/// </summary>
internal static class XmpPacket
{
    private const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    private const string Exif = "http://ns.adobe.com/exif/1.0/";
    private const string Basic = "http://ns.adobe.com/xap/1.0/";
    private const string Note = "http://ns.adobe.com/xmp/note/";

    private const int LongestBinding = 100;

    // How JPEG and PNG begin in base 64.
    private static readonly string[] Pictures = ["/9j/", "iVBORw0KGgo"];

    /// <summary>Whether bytes are a packet that can be read: UTF-8, as JPEG and PNG ask for.</summary>
    public static bool IsOne(ReadOnlySpan<byte> packet) =>
        packet.IndexOf((byte)'<') >= 0 && packet.IndexOf((byte)0) < 0 && System.Text.Unicode.Utf8.IsValid(packet);

    /// <summary>The packet for a result: upright, of its size, and without pictures of what was there before.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="width">The result's width.</param>
    /// <param name="height">The result's height.</param>
    /// <param name="hadPictures">Whether there were pictures in it.</param>
    public static byte[] ForResult(byte[] packet, int width, int height, out bool hadPictures)
    {
        string text = Encoding.UTF8.GetString(packet);
        string wide = width.ToString(CultureInfo.InvariantCulture), high = height.ToString(CultureInfo.InvariantCulture);
        text = Set(text, Tiff, "tiff", "Orientation", "1");
        text = Set(Set(text, Tiff, "tiff", "ImageWidth", wide), Tiff, "tiff", "ImageLength", high);
        text = Set(Set(text, Exif, "exif", "PixelXDimension", wide), Exif, "exif", "PixelYDimension", high);

        // What it points to is not carried.
        text = XmpText.Edit(text, Names(text, Note, "xmpNote", "HasExtendedXMP"), null);
        int before = text.Length;
        text = XmpText.Edit(text, Names(text, Basic, "xmp", "Thumbnails"), null);
        foreach (string picture in Pictures)
            text = XmpText.WithoutValues(text, picture);
        hadPictures = text.Length < before;
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Whether a packet says that the picture must be turned or mirrored.</summary>
    public static bool IsTurned(byte[] packet)
    {
        string text = Encoding.UTF8.GetString(packet);
        return Set(text, Tiff, "tiff", "Orientation", "1") != text;
    }

    private static string Set(string text, string space, string prefix, string property, string value) =>
        XmpText.Edit(text, Names(text, space, prefix, property), value);

    // A namespace has the prefix that a packet binds to it; nearly all bind the usual one.
    private static List<string> Names(string text, string space, string usual, string property)
    {
        List<string> names = [$"{usual}:{property}"];
        for (int at = 0; (at = text.IndexOf(space, at, StringComparison.Ordinal)) >= 0; at += space.Length)
        {
            int start = text.LastIndexOf("xmlns:", at, Math.Min(LongestBinding, at), StringComparison.Ordinal);
            if (start < 0)
                continue;
            string prefix = text[(start + "xmlns:".Length)..at].TrimEnd('"', '\'').TrimEnd().TrimEnd('=').TrimEnd();
            if (!names.Contains($"{prefix}:{property}") && prefix.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.')
                && names.Count < 8)
                names.Add($"{prefix}:{property}");
        }
        return names;
    }
}
