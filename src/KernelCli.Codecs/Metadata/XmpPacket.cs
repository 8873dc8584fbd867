using System.Globalization;
using System.Text;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// Reads and updates the parts of an XMP packet that depend on the pixels: orientation, size, and embedded pictures of the
/// original. Everything else is kept as it is written.
/// </summary>
internal static class XmpPacket
{
    private const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    private const string Exif = "http://ns.adobe.com/exif/1.0/";
    private const string Basic = "http://ns.adobe.com/xap/1.0/";
    private const string Note = "http://ns.adobe.com/xmp/note/";

    private const int LongestBinding = 100;

    // The first characters of JPEG and PNG files in Base64.
    private static readonly string[] Pictures = ["/9j/", "iVBORw0KGgo"];

    /// <summary>Whether bytes are a packet that can be read: in UTF-8, as JPEG and PNG require.</summary>
    public static bool IsOne(ReadOnlySpan<byte> packet) =>
        packet.IndexOf((byte)'<') >= 0 && packet.IndexOf((byte)0) < 0 && System.Text.Unicode.Utf8.IsValid(packet);

    /// <summary>
    /// The packet for a filtered picture: with normal orientation, the new size, and no embedded pictures of the original.
    /// </summary>
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

        // The extended XMP to which this property refers is not carried over.
        text = XmpText.Edit(text, Names(text, Note, "xmpNote", "HasExtendedXMP"), null);
        int before = text.Length;
        text = XmpText.Edit(text, Names(text, Basic, "xmp", "Thumbnails"), null);
        foreach (string picture in Pictures)
            text = XmpText.WithoutValues(text, picture);
        hadPictures = text.Length < before;
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Whether a packet has an orientation other than normal.</summary>
    public static bool IsTurned(byte[] packet)
    {
        string text = Encoding.UTF8.GetString(packet);
        return Set(text, Tiff, "tiff", "Orientation", "1") != text;
    }

    private static string Set(string text, string space, string prefix, string property, string value) =>
        XmpText.Edit(text, Names(text, space, prefix, property), value);

    // The names of a property with each prefix that the packet binds to its namespace. Nearly all packets use the usual prefix.
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
