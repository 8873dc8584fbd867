namespace KernelCli.Primitives;

/// <summary>A text that goes with a picture.</summary>
/// <param name="Keyword">What it is: Title, Author, Comment and so on.</param>
/// <param name="Text">The text.</param>
/// <param name="Language">Its language as RFC 3066 writes it, or nothing.</param>
/// <param name="TranslatedKeyword">The keyword in that language, or nothing.</param>
public sealed record ImageText(string Keyword, string Text, string Language = "", string TranslatedKeyword = "")
{
    /// <summary>The keyword of a text about which nothing more is known.</summary>
    public const string Comment = "Comment";
}
