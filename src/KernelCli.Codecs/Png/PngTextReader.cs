using System.Text;
using KernelCli.Codecs.Metadata;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Png;

/// <summary>
/// Reads text chunks: tEXt, zTXt and iTXt. Some hold a block of EXIF, XMP, IPTC or an ICC profile instead of a text.
/// </summary>
internal sealed class PngTextReader(DecodeOptions options)
{
    private const string Xmp = "XML:com.adobe.xmp";
    private const int MaxKeywordLength = 79;

    /// <summary>Reads one text chunk.</summary>
    public void ReadChunk(string type, byte[] data, MetadataCollector collector)
    {
        int end = Array.IndexOf(data, (byte)0);
        if (end is < 1 or > MaxKeywordLength)
        {
            collector.LeaveOut($"chunk {type} that is damaged");
            return;
        }
        string keyword = Encoding.Latin1.GetString(data, 0, end);
        ReadOnlyMemory<byte> rest = data.AsMemory(end + 1);
        switch (type)
        {
            case "tEXt":
                if (collector.TryAdmit(rest.Length, "texts"))
                    AddLatin1Text(keyword, rest.Span, collector);
                break;
            case "zTXt" when rest.Length > 1 && rest.Span[0] == 0:
                if (collector.Inflate(rest[1..], $"text {Quote(keyword)}") is { } text)
                    AddLatin1Text(keyword, text, collector);
                break;
            case "iTXt" when rest.Length >= 4 && rest.Span[0] <= 1 && rest.Span[1] == 0:
                ReadInternational(keyword, rest, collector);
                break;
            default:
                collector.LeaveOut($"text {Quote(keyword)} that is damaged");
                break;
        }
    }

    // The layout of iTXt after the keyword: compression flag, compression method, language, zero byte, translated
    // keyword, zero byte, text in UTF-8.
    private static void ReadInternational(string keyword, ReadOnlyMemory<byte> data, MetadataCollector collector)
    {
        ReadOnlyMemory<byte> rest = data[2..];
        int language = rest.Span.IndexOf((byte)0), translated = language < 0 ? -1 : rest.Span[(language + 1)..].IndexOf((byte)0);
        if (translated < 0)
        {
            collector.LeaveOut($"text {Quote(keyword)} that is damaged");
            return;
        }
        ReadOnlyMemory<byte> text = rest[(language + translated + 2)..];
        if (data.Span[0] == 1)
            text = collector.Inflate(text, $"text {Quote(keyword)}");
        else if (!collector.TryAdmit(text.Length, "texts"))
            return;
        if (data.Span[0] == 1 && text.IsEmpty)
            return;
        if (keyword == Xmp)
            collector.AddXmp(text.ToArray());
        else
            collector.AddText(new ImageText(
                keyword, Encoding.UTF8.GetString(text.Span), Encoding.ASCII.GetString(rest.Span[..language]),
                    Encoding.UTF8.GetString(rest.Span.Slice(language + 1, translated))));
    }

    private void AddLatin1Text(string keyword, ReadOnlySpan<byte> text, MetadataCollector collector)
    {
        if (keyword == Xmp)
            collector.AddXmp(text.ToArray());
        else if (keyword.StartsWith(RawProfile.Keyword, StringComparison.OrdinalIgnoreCase))
            AddRawProfile(keyword, text, collector);
        else
            collector.AddText(new ImageText(keyword, Encoding.Latin1.GetString(text)));
    }

    private void AddRawProfile(string keyword, ReadOnlySpan<byte> text, MetadataCollector collector)
    {
        string kind = keyword[RawProfile.Keyword.Length..].ToLowerInvariant();
        if (text.Length > options.Limits.MaxMetadata || RawProfile.TryDecode(Encoding.Latin1.GetString(text)) is not { } block)
        {
            collector.LeaveOut($"text {Quote(keyword)} that is damaged");
            return;
        }
        ReadOnlySpan<byte> xmpPrefix = "http://ns.adobe.com/xap/1.0/\0"u8;
        bool isXmp = block.AsSpan().StartsWith(xmpPrefix);
        switch (kind)
        {
            case "xmp":
            case "app1" when isXmp:
                collector.AddXmp(isXmp ? block[xmpPrefix.Length..] : block);
                break;
            case "exif" or "app1":
                collector.AddExif(block, isText: true);
                break;
            case "icc" or "icm":
                collector.AddProfile(block);
                break;
            case "iptc" or "8bim":
                collector.AddIptc(block);
                break;
            default:
                collector.LeaveOut($"text {Quote(keyword)}, a block that is not known");
                break;
        }
    }

    private static string Quote(string keyword) => $"'{keyword}'";
}
