using System.Text;

namespace KernelCli.Codecs.Pnm;

/// <summary>Reads the words of a Netpbm header: separated by whitespace, with comments from # to the end of the line.</summary>
internal static class PnmText
{
    private const int MaxWordLength = 40;

    /// <summary>Whether a byte is whitespace, which separates words.</summary>
    public static bool IsWhitespace(int value) => value is ' ' or '\t' or '\n' or '\r' or '\v' or '\f';

    /// <summary>Reads the next word and the one whitespace byte, or the comment, that ends it.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="expected">What the word should be, for messages.</param>
    /// <param name="lineFeedOnly">
    /// Whether only a line feed ends a comment, as in PAM; otherwise a carriage return ends it too.
    /// </param>
    public static string Word(ByteReader reader, string expected, bool lineFeedOnly = false)
    {
        int value = reader.ReadByte(expected);
        while (IsWhitespace(value) || value == '#')
        {
            if (value == '#')
                SkipLine(reader, lineFeedOnly);
            value = reader.ReadByte(expected);
        }
        var word = new StringBuilder();
        for (; value >= 0 && !IsWhitespace(value) && value != '#'; value = reader.TryReadByte())
        {
            if (word.Length == MaxWordLength)
                throw reader.Error($"a word of more than {MaxWordLength} letters where {expected} should be");
            word.Append((char)value);
        }
        if (value == '#')
            SkipLine(reader, lineFeedOnly);
        return word.ToString();
    }

    /// <summary>Reads the next word as an integer from 0 to <paramref name="most"/>.</summary>
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
