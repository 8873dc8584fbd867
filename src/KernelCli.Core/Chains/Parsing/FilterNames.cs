using KernelCli.Text;

namespace KernelCli.Chains.Parsing;

/// <summary>What was meant by a spec whose name is no filter's.</summary>
internal static class FilterNames
{
    private const string Separators = ",;|+>& ";

    /// <summary>"; did you mean ...?" for a spec that begins with no filter's name, or an empty string.</summary>
    public static string Hint(string spec)
    {
        // gaussian=2 and gaussian(2): the value stands behind a colon here.
        int end = spec.AsSpan().IndexOfAny(":=( ");
        string word = end < 0 ? spec : spec[..end], value = end < 0 || spec[end] == ':' ? "" : spec[(end + 1)..].Trim('(', ')', ' ');
        string[] meant = [.. FilterCatalogue.Families.Where(family => family.OtherNames.Contains(word.ToLowerInvariant()))
            .Select(family => family.Name)];
        if (meant.Length == 0 && Spelling.Nearest(word, FilterCatalogue.Families.Select(family => family.Name)) is { } nearest)
            meant = [nearest];
        string[] quoted = Array.ConvertAll(meant, name => value.Length > 0 ? $"'{name}:{value}'" : $"'{name}'");
        return quoted.Length > 0 ? $"; did you mean {string.Join(" or ", quoted)}?" : "";
    }

    /// <summary>The specs in a text that holds several with something between them, as in box:3,gaussian:2; null if it does not.</summary>
    public static string[]? Several(string text)
    {
        string[] specs = text.Split(Separators.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);
        return specs.Length > 1 && Array.TrueForAll(specs, spec => FilterCatalogue.Find(spec.Split(':', '=')[0]) is not null)
            ? specs : null;
    }
}
