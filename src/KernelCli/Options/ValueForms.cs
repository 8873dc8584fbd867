namespace KernelCli.Cli.Options;

/// <summary>
/// The forms of a value, written with <c>|</c> between them: lower case is typed as it stands, upper case stands for
/// something else, and brackets hold what may be left out.
/// </summary>
internal static class ValueForms
{
    /// <summary>
    /// The words that a value may be, without what stands for something else: of <c>wrap|constant[=V]|N</c> these are
    /// <c>wrap</c> and <c>constant=</c>. A word that ends with <c>=</c> or <c>:</c> is followed by something else. What may be left out
    /// and is typed as it stands makes two words: of <c>auto[:fill]</c> these are <c>auto</c> and <c>auto:fill</c>.
    /// </summary>
    public static string[] Words(string forms)
    {
        var words = new List<string>();
        foreach (string form in forms.Split('|').SelectMany(Spelled))
            if (WordOf(form) is { Length: > 0 } word && !words.Contains(word))
                words.Add(word);
        return [.. words];
    }

    // A form without and with what may be left out, if all of it is typed as it stands.
    private static string[] Spelled(string form)
    {
        int open = form.IndexOf('[');
        return open > 0 && form[^1] == ']' && form[(open + 1)..^1].All(IsTyped)
            ? [form[..open], form[..open] + form[(open + 1)..^1]]
            : [form];
    }

    private static string WordOf(string form)
    {
        if (form.All(IsTyped))
            return form;
        int end = 0;
        while (end < form.Length && (char.IsAsciiLetterLower(form[end]) || (end > 0 && char.IsAsciiDigit(form[end]))))
            end++;
        int next = end < form.Length && form[end] == '[' ? end + 1 : end;
        return end == 0 ? "" : next < form.Length && form[next] is '=' or ':' ? form[..end] + form[next] : form[..end];
    }

    private static bool IsTyped(char letter) => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '=' or ':';
}
