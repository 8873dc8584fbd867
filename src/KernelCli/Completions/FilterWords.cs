using System.Text.RegularExpressions;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>The words of which a filter spec is made: names, what may follow each of them, and what may follow a key.</summary>
internal static partial class FilterWords
{
    /// <summary>
    /// The beginnings of a spec with what each filter does. One that ends with <c>=</c> or <c>:</c> must be followed by
    /// something.
    /// </summary>
    public static IEnumerable<(string Word, string Summary)> Names => FilterCatalogue.Families.Select(family =>
        (family.Usage[family.Name.Length..] is ['=' or ':', ..] ? family.Usage[..(family.Name.Length + 1)] : family.Name, family.Summary));

    /// <summary>The beginnings after which a path stands.</summary>
    public static IEnumerable<string> BeforePaths => Names.Select(name => name.Word).Where(word => FilterParser.FileOf(word + "x") == "x");

    /// <summary>The words that may stand after a colon, for filters that have the same.</summary>
    public static IEnumerable<(string[] Names, string[] Words)> AfterNames =>
        from family in FilterCatalogue.Families
        let words = Alternatives().Matches(family.Usage).SelectMany(match => match.Groups[1].Value.Split('|'))
            .Concat(family.Keys().Select(key => key + "=")).ToArray()
        where words.Length > 0 && FilterParser.FileOf(family.Usage) is null
        group family.Name by string.Join(' ', words) into same
        select (same.ToArray(), same.Key.Split(' '));

    /// <summary>The words that may stand after a key: of every kernel, or of some filters.</summary>
    public static IEnumerable<(string Key, string[] Words)> AfterKeys =>
        (from form in KernelKeys.All.Select(key => key.Form).Concat(FilterCatalogue.Families.SelectMany(family =>
            Keys().Matches(family.Usage).Select(match => match.Groups[1].Value)))
         let parts = form.Split('=', 2)
         let words = ValueForms.Words(parts[1])
         where words.Length > 0
         select (parts[0], words)).DistinctBy(row => row.Item1);

    // What may follow as it stands, such as x and y of sobel[:x|y].
    [GeneratedRegex(@"\[:([a-z|]+)\]")]
    private static partial Regex Alternatives();

    // Keys such as shape of median[:shape=square|disk|cross].
    [GeneratedRegex(@"\[:([a-z]+=[a-z|]+)\]")]
    private static partial Regex Keys();
}
