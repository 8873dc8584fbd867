using System.Text;

namespace KernelCli.Codecs.Pnm;

/// <summary>The words of a Netpbm header: separated by blanks, with comments from # to the end of the line.</summary>
internal static class PnmText
{
    private const int LongestWord = 40;

    /// <summary>Whether a byte parts words.</summary>
    public static bool IsBlank(int value) => value is ' ' or '\t' or '\n' or '\r' or '\v' or '\f';

    /// <summary>The next word; the one byte after it is taken too.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="expected">What should stand here, for messages.</param>
    /// <param name="lineFeedOnly">Whether a carriage return does not end a comment, as in PAM.</param>
    public static string Word(ByteReader reader, string expected, bool lineFeedOnly = false)
    {
        int value = reader.ReadByte(expected);
        while (IsBlank(value) || value == '#')
        {
            if (value == '#')
                SkipLine(reader, lineFeedOnly);
            value = reader.ReadByte(expected);
        }
        var word = new StringBuilder();
        for (; value >= 0 && !IsBlank(value) && value != '#'; value = reader.TryReadByte())
        {
            if (word.Length == LongestWord)
                throw reader.Error($"a word of more than {LongestWord} letters where {expected} should be");
            word.Append((char)value);
        }
        if (value == '#')
            SkipLine(reader, lineFeedOnly);
        return word.ToString();
    }

    /// <summary>The next word as a whole number of 0 or more.</summary>
    public static int Number(ByteReader reader, string expected, int most)
    {
        string word = Word(reader, expected);
        return int.TryParse(word, System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out int value) && value <= most
            ? value
            : throw reader.Error($"expected {expected}, a whole number up to {most}, found '{word}'");
    }

    private static void SkipLine(ByteReader reader, bool lineFeedOnly)
    {
        int value;
        do
        {
            value = reader.TryReadByte();
        }
        while (value >= 0 && value != '\n' && (lineFeedOnly || value != '\r'));
    }
}
