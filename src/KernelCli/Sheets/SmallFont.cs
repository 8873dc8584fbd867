namespace KernelCli.Cli.Sheets;

/// <summary>Letters of 3 by 5 squares, enough for captions.</summary>
internal static class SmallFont
{
    public const int Width = 3;
    public const int Height = 5;

    private const string Signs = "abcdefghijklmnopqrstuvwxyz0123456789.:-,=+/";

    // Five rows of three bits each, top to bottom, as octal digits; the left square is the highest bit.
    private static readonly string[] Rows =
    [
        "25755", "65656", "34443", "65556", "74647", "74644", "34553", "55755", "72227", "11152", "55655", "44447", "57755",
        "65555", "25552", "65644", "25563",
        "65655", "34216", "72222", "55557", "55552", "55775", "55255", "55222", "71247", "25552", "26227", "61247", "61216",
        "55711", "74616", "34652", "71222", "25252", "25316",
        "00002", "02020", "00700", "00024", "07070", "02720", "11244",
    ];

    /// <summary>Whether a square of a letter is set.</summary>
    public static bool IsSet(char letter, int x, int y)
    {
        int index = Signs.IndexOf(char.ToLowerInvariant(letter), StringComparison.Ordinal);
        return index >= 0 && ((Rows[index][y] - '0') >> (Width - 1 - x) & 1) != 0;
    }
}
