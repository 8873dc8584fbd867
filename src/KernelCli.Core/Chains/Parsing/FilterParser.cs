using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Chains.Parsing;

/// <summary>Reads filter specs: <c>name[:value...][:key=value...]</c>.</summary>
public static class FilterParser
{
    private const string FilePrefix = "file=";
    private const string MaskPrefix = "mask:";

    /// <summary>Reads one spec.</summary>
    /// <param name="spec">The text.</param>
    /// <param name="readFile">Reads a kernel file; null if no spec may name one.</param>
    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="KernelFormatException">The spec cannot be understood, or it names a kernel file and <paramref name="readFile"/> is
    /// null; the message says where and what to do.</exception>
    public static FilterStep Parse(string spec, Func<string, byte[]>? readFile = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        readFile ??= path => throw new KernelFormatException(spec, FilePrefix.Length + 1,
            "kernel files are not read here: give the parser a function that reads them (readFile)");
        if (spec.Length == 0)
            throw new KernelFormatException(spec, 0, "a filter must have a name, as in box:3");

        // Paths may contain colons, so they are not split into tokens.
        if (spec.StartsWith(FilePrefix, StringComparison.Ordinal))
            return Build("file", SpecTokens.OfPath(spec, spec[FilePrefix.Length..]), readFile);
        if (spec.StartsWith(MaskPrefix, StringComparison.Ordinal))
            return Build("mask", SpecTokens.OfPath(spec, spec[MaskPrefix.Length..]), readFile);
        var tokens = new SpecTokens(spec);
        return Build(tokens.Name, tokens, readFile);
    }

    /// <summary>The file that a spec names, or null where it names none.</summary>
    internal static string? FileOf(string spec) => spec.StartsWith(FilePrefix, StringComparison.Ordinal) ? spec[FilePrefix.Length..]
        : spec.StartsWith(MaskPrefix, StringComparison.Ordinal) ? FilterCatalogue.SplitMask(spec[MaskPrefix.Length..]).Path
        : null;

    private static FilterStep Build(string name, SpecTokens tokens, Func<string, byte[]> readFile)
    {
        FilterFamily family = FilterCatalogue.Find(name) ?? throw new KernelFormatException(tokens.Spec, 1,
            $"there is no filter '{name}'{FilterNames.Hint(tokens.Spec)}")
        {
            IsUnknownFilter = true
        };
        try
        {
            FilterStep step = family.Build(tokens, readFile);
            tokens.CheckAllUsed();
            return step;
        }
        catch (ArgumentException exception)
        {
            throw new KernelFormatException(tokens.Spec, 0, ArgumentProblem.Of(exception));
        }
    }
}
