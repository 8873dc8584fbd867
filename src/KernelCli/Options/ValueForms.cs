namespace KernelCli.Cli.Options;

/// <summary>
/// The forms of a value, written with <c>|</c> between them: lower case is typed as it stands, upper case stands for
/// something else, and brackets hold what may be left out.
/// </summary>
internal static class ValueForms
{
    /// <summary>
    /// The words that a value may be, without what stands for something else: of <c>wrap|constant[=V]|N</c> these are
    /// <c>wrap</c> and <c>constant=</c>. A word that ends with <c>=</c> or <c>:</c> is followed by something else.
    /// </summary>
    public static string[] Words(string forms)
    {
        var words = new List<string>();
        foreach (string form in forms.Split('|'))
            if (WordOf(form) is { Length: > 0 } word && !words.Contains(word))
                words.Add(word);
        return [.. words];
    }

    private static string WordOf(string form)
    {
        if (form.All(char.IsAsciiDigit))
            return form;
        int end = 0;
        while (end < form.Length && (char.IsAsciiLetterLower(form[end]) || (end > 0 && char.IsAsciiDigit(form[end]))))
            end++;
        int next = end < form.Length && form[end] == '[' ? end + 1 : end;
        return end == 0 ? "" : next < form.Length && form[next] is '=' or ':' ? form[..end] + form[next] : form[..end];
    }
}
