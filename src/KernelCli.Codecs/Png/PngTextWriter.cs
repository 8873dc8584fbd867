using System.IO.Compression;
using System.Text;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>
/// Writes texts: as iTXt if they have a language, a translated keyword or characters outside Latin-1; otherwise as
/// tEXt, or as zTXt if they are long. XMP is written as iTXt, and IPTC as a raw profile, as ImageMagick does.
/// </summary>
internal static class PngTextWriter
{
    private const int MaxKeywordLength = 79;
    private const int MaxUncompressedText = 1024;

    public static void Write(PngChunkWriter chunks, ImageInfo info, EncodeOptions options)
    {
        if (info.Metadata.Xmp is { } xmp)
        {
            byte[] packet = XmpPacket.ForResult(xmp, info.Width, info.Height, out bool hadPictures);
            chunks.Write("iTXt", [.. "XML:com.adobe.xmp"u8, 0, 0, 0, 0, 0, .. packet]);
            if (hadPictures)
                options.OnDetail?.Invoke("the pictures in XMP, which show what was there before: left out");
        }
        if (info.Metadata.Iptc is { } iptc)
            WriteLatin(chunks, $"{RawProfile.Keyword}iptc", RawProfile.Encode("iptc", PhotoshopResources.Wrap(iptc)));
        foreach (ImageText text in info.Metadata.Texts)
            Write(chunks, text, options);
    }

    private static void Write(PngChunkWriter chunks, ImageText text, EncodeOptions options)
    {
        if (text.Keyword.Length is < 1 or > MaxKeywordLength || !IsLatin1(text.Keyword))
        {
            options.OnNote?.Invoke($"text '{text.Keyword}', whose keyword PNG does not hold: left out");
            return;
        }

        // ImageMagick also writes EXIF tags as texts. The pixels are upright here, so the orientation is 1.
        string value = text.Keyword is "exif:Orientation" or "tiff:Orientation" ? "1" : text.Text;
        if (text.Language.Length == 0 && text.TranslatedKeyword.Length == 0 && IsLatin1(value))
            WriteLatin(chunks, text.Keyword, value);
        else
            WriteInternational(chunks, text with { Text = value });
    }

    private static void WriteLatin(PngChunkWriter chunks, string keyword, string text)
    {
        byte[] name = Encoding.Latin1.GetBytes(keyword), data = Encoding.Latin1.GetBytes(text);
        if (data.Length <= MaxUncompressedText)
            chunks.Write("tEXt", [.. name, 0, .. data]);
        else
            chunks.Write("zTXt", [.. name, 0, 0, .. Compress(data)]);
    }

    private static void WriteInternational(PngChunkWriter chunks, ImageText text)
    {
        byte[] data = Encoding.UTF8.GetBytes(text.Text);
        bool isLong = data.Length > MaxUncompressedText;
        chunks.Write("iTXt",
        [
            .. Encoding.Latin1.GetBytes(text.Keyword), 0, (byte)(isLong ? 1 : 0), 0, .. Encoding.ASCII.GetBytes(text.Language), 0,
            .. Encoding.UTF8.GetBytes(text.TranslatedKeyword), 0, .. isLong ? Compress(data) : data,
        ]);
    }

    // A zero byte would end the text.
    private static bool IsLatin1(string text) => !text.AsSpan().ContainsAnyExceptInRange('\u0001', '\u00FF');

    /// <summary>Compresses data into the zlib format.</summary>
    internal static byte[] Compress(byte[] data)
    {
        using var compressed = new MemoryStream();
        using (var deflated = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
            deflated.Write(data);
        return compressed.ToArray();
    }
}
