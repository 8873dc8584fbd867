using System.Globalization;
using System.Text;

namespace KernelCli.Codecs.Metadata;

/// <summary>
/// Reads and writes the form in which ImageMagick and other programs store blocks of metadata in the texts of a PNG: a
/// name, the number of bytes, and the bytes as hexadecimal digits.
/// </summary>
internal static class RawProfile
{
    /// <summary>The start of the keyword of such a text; the kind of the block follows it.</summary>
    public const string Keyword = "Raw profile type ";

    private const int LineBytes = 36;

    /// <summary>Decodes the block in a text. Returns null if the text is damaged, or the block empty.</summary>
    public static byte[]? TryDecode(string text)
    {
        // The first line is the name, which may have several words.
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart();
        rest = rest[(rest.IndexOf('\n') + 1)..];
        if (!int.TryParse(NextWord(ref rest), NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > rest.Length / 2)
            return null;
        byte[] block = new byte[length];
        int digits = 0;
        foreach (char letter in rest)
        {
            if (digits == 2 * length)
                break;
            if (char.IsWhiteSpace(letter))
                continue;
            if (!char.IsAsciiHexDigit(letter))
                return null;
            block[digits / 2] = (byte)((block[digits / 2] << 4) | (char.IsAsciiDigit(letter) ? letter - '0' : (letter | 0x20) - 'a' + 10));
            digits++;
        }
        return digits == 2 * length && length > 0 ? block : null;
    }

    /// <summary>Encodes a block as a text.</summary>
    public static string Encode(string kind, byte[] block)
    {
        var text = new StringBuilder();
        text.Append('\n').Append(kind).Append('\n').Append(block.Length.ToString(CultureInfo.InvariantCulture).PadLeft(8));
        for (int at = 0; at < block.Length; at += LineBytes)
            text.Append('\n').Append(Convert.ToHexStringLower(block, at, Math.Min(LineBytes, block.Length - at)));
        return text.Append('\n').ToString();
    }

    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        int end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
            end++;
        ReadOnlySpan<char> word = text[..end];
        text = text[end..];
        return word;
    }
}
