using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;

namespace KernelCli.Cli.Apply;

/// <summary>Warns of options that change nothing in the formats that are written, and of a name that says another format.</summary>
internal static class FormatWarnings
{
    /// <summary>Writes the warnings of a run, unless it is quiet.</summary>
    public static void Write(ApplyRequest request, IEnumerable<BatchInput> inputs, ParsedArguments arguments)
    {
        if (request.Quiet)
            return;
        if (request is { Format: { } format, Target.File: { } file } && ImageCodecs.ByExtension(file) is { } named && named != format)
            Failures.WriteWarning($"{file}: the name says {named.Name}, and {format.Name} is written");
        foreach (OptionDefinition option in ApplyOptions.All)
            if (option.Formats.Count > 0 && arguments.IsGiven(option) && Written(request, inputs) is { Length: > 0 } written
                && !written.Intersect(option.Formats).Any())
                Failures.WriteWarning($"{option.Name} is for {string.Join(", ", option.Formats)}: it changes nothing in "
                    + $"{string.Join(", ", written)}");
    }

    // The names of the formats of all outputs, or none if one is not known before its input is read.
    private static string[] Written(ApplyRequest request, IEnumerable<BatchInput> inputs)
    {
        ImageCodec?[] formats = request.Format is { } one ? [one] : [.. inputs.Select(input =>
            request.OutputOf(input) is { } output ? ImageCodecs.ByExtension(output) : null).Distinct()];
        return formats.Contains(null) ? [] : Array.ConvertAll(formats, format => format!.Name);
    }
}
