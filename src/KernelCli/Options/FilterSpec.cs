using System.Text.RegularExpressions;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Errors;
using KernelCli.Primitives;

namespace KernelCli.Cli.Options;

/// <summary>Filters as they are typed on a command line, with advice for what is often typed instead.</summary>
internal static partial class FilterSpec
{
    /// <summary>Reads a spec.</summary>
    /// <param name="spec">The text.</param>
    /// <param name="readFile">Reads a kernel file.</param>
    /// <exception cref="UsageException">The spec or the kernel file cannot be understood.</exception>
    public static FilterStep Parse(string spec, Func<string, byte[]> readFile) =>
        Understand(spec, () => FilterParser.Parse(spec, readFile));

    /// <summary>Runs what reads a spec.</summary>
    /// <exception cref="UsageException">The spec or a file that it names cannot be understood.</exception>
    public static T Understand<T>(string spec, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (KernelFormatException exception)
        {
            throw new UsageException(exception.IsInFile ? exception.Message
                : FilterNames.Several(spec) is { } several
                    ? $"'{spec}' is one word: write one filter each, {string.Join(' ', several.Select(one => $"-f {one}"))}"
                    : $"filter {Advice.Message(exception)}");
        }
    }

    /// <summary>Refuses an input that is no file but a value which belongs to the filter before it, as in <c>-f gaussian 2</c>.</summary>
    /// <exception cref="UsageException">There is such an input.</exception>
    public static void CheckInputs(ParsedArguments arguments, OptionDefinition filters)
    {
        for (int i = 2; i < arguments.Words.Count; i++)
        {
            (string option, string filter, string value) = (arguments.Words[i - 2], arguments.Words[i - 1], arguments.Words[i]);
            if (filters.IsNamed(option) && Values().IsMatch(value) && arguments.Inputs.Contains(value) && !Path.Exists(value))
                throw new UsageException($"'{value}' is no file; did you mean {option} {filter}:{value}?");
        }
    }

    [GeneratedRegex(@"^-?\d[-\d.,:/x%]*$")]
    private static partial Regex Values();
}
