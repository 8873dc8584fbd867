using KernelCli.Chains.Steps;
using KernelCli.Primitives;

namespace KernelCli.Chains.Parsing;

/// <summary>Reads filter specs: <c>name[:value...][:key=value...]</c>.</summary>
public static class FilterParser
{
    private const string FilePrefix = "file=";
    private const string MaskPrefix = "mask:";

    /// <summary>Reads one spec.</summary>
    /// <param name="spec">The text.</param>
    /// <param name="readFile">Reads a kernel file.</param>
    /// <exception cref="KernelFormatException">The spec cannot be understood; the message says where and what to do.</exception>
    public static FilterStep Parse(string spec, Func<string, byte[]> readFile)
    {
        if (spec.Length == 0)
            throw new KernelFormatException(spec, 0, "a filter must have a name, as in box:3");

        // Paths may hold colons, so the rest of the word is the path.
        if (spec.StartsWith(FilePrefix, StringComparison.Ordinal))
            return Build("file", SpecWords.OfPath(spec, spec[FilePrefix.Length..]), readFile);
        if (spec.StartsWith(MaskPrefix, StringComparison.Ordinal))
            return Build("mask", SpecWords.OfPath(spec, spec[MaskPrefix.Length..]), readFile);
        var words = new SpecWords(spec);
        return Build(words.Name, words, readFile);
    }

    private static FilterStep Build(string name, SpecWords words, Func<string, byte[]> readFile)
    {
        FilterFamily family = FilterCatalogue.Find(name) ?? throw new KernelFormatException(words.Spec, 1,
            $"there is no filter '{name}'{Spelling.Hint(name, FilterCatalogue.Families.Select(f => f.Name))} ('kernelcli kernels list' shows all)");
        try
        {
            FilterStep step = family.Build(words, readFile);
            words.CheckAllUsed();
            return step;
        }
        catch (ArgumentException exception)
        {
            throw new KernelFormatException(words.Spec, 0, exception.Message);
        }
    }
}
