using System.Text;

namespace KernelCli.Codecs.Metadata;

/// <summary>Edits values in the text of a packet and leaves every other character as it is.</summary>
internal static class XmpText
{
    private const int LongestTag = 4096;
    private const int LongestCode = 12;

    /// <summary>Sets or removes properties, which are written as attributes or as elements.</summary>
    /// <param name="text">The packet.</param>
    /// <param name="names">The names with their prefixes.</param>
    /// <param name="value">The new value, or null to remove the property.</param>
    public static string Edit(string text, List<string> names, string? value)
    {
        foreach (string name in names)
        {
            StringBuilder? edited = null;
            int copied = 0;
            for (int at = 0; (at = text.IndexOf(name, at, StringComparison.Ordinal)) >= 0;)
            {
                if (FindValue(text, name, at, isWhole: value is null) is not { } found)
                {
                    at += name.Length;
                    continue;
                }
                (edited ??= new StringBuilder(text.Length)).Append(text, copied, found.Start - copied).Append(value);
                at = copied = found.End;
            }
            if (edited is not null)
                text = edited.Append(text, copied, text.Length - copied).ToString();
        }
        return text;
    }

    /// <summary>Removes values that begin with given characters, but keeps their properties.</summary>
    public static string WithoutValues(string text, string beginning)
    {
        StringBuilder? edited = null;
        int copied = 0;
        for (int at = 0; (at = text.IndexOf(beginning, at, StringComparison.Ordinal)) >= 0;)
        {
            int end = text.AsSpan(at).IndexOfAny('<', '"', '\'') is >= 0 and var length ? at + length : text.Length;
            if (BeginsValue(text, at))
            {
                (edited ??= new StringBuilder(text.Length)).Append(text, copied, at - copied);
                copied = end;
            }
            at = end;
        }
        return edited?.Append(text, copied, text.Length - copied).ToString() ?? text;
    }

    // Whether a value begins at a position: after a quotation mark, a tag or a comma, and any white space or character
    // references.
    private static bool BeginsValue(string text, int at)
    {
        int before = at;
        while (before > 0 && (char.IsWhiteSpace(text[before - 1]) || text[before - 1] == ';'))
            before = text[before - 1] == ';' ? Math.Max(0, text.LastIndexOf('&', before - 1, Math.Min(LongestCode, before))) : before - 1;
        return before == 0 || text[before - 1] is '"' or '\'' or '>' or ',';
    }

    // The range of the value, or of the whole property if isWhole, of the property whose name is at a position; null if the
    // text there is not the name of a property.
    private static (int Start, int End)? FindValue(string text, string name, int at, bool isWhole)
    {
        char before = at > 0 ? text[at - 1] : ' ';
        int next = at + name.Length;
        if (next >= text.Length)
            return null;
        if (before == '<' && (char.IsWhiteSpace(text[next]) || text[next] is '>' or '/'))
            return FindElement(text, name, at, isWhole);
        if (!char.IsWhiteSpace(before))
            return null;
        next = SkipBlanks(text, next);
        if (next >= text.Length || text[next] != '=')
            return null;
        next = SkipBlanks(text, next + 1);
        if (next >= text.Length || text[next] is not ('"' or '\''))
            return null;
        int end = text.IndexOf(text[next], next + 1);
        if (end < 0)
            return null;
        return isWhole ? (at, end + 1) : (next + 1, end);
    }

    private static (int Start, int End)? FindElement(string text, string name, int at, bool isWhole)
    {
        int open = text.IndexOf('>', at, Math.Min(LongestTag, text.Length - at));
        if (open < 0)
            return null;
        bool isEmpty = text[open - 1] == '/';
        if (!isWhole)
        {
            int close = isEmpty ? -1 : text.IndexOf('<', open);
            return close >= 0 && text.AsSpan(close + 1).StartsWith($"/{name}") ? (open + 1, close) : null;
        }
        int last = isEmpty ? open : text.IndexOf($"</{name}", open, StringComparison.Ordinal);
        int end = last < 0 ? -1 : text.IndexOf('>', last);
        return (at - 1, end < 0 ? text.Length : end + 1);
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
