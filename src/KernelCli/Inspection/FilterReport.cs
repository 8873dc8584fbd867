using KernelCli.Chains.Parsing;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Inspection;

/// <summary>The report of <c>kernels list</c> on one filter.</summary>
internal static class FilterReport
{
    /// <summary>Its keys and other names, in indented lines.</summary>
    public static string Details(FilterFamily family)
    {
        string keys = string.Join(' ', family.Keys().Select(key => key + "="));
        return (keys.Length > 0 ? $"    keys {keys}\n" : "")
            + (family.OtherNames.Count > 0 ? $"    elsewhere called {string.Join(", ", family.OtherNames)}\n" : "");
    }

    /// <summary>The report for programs.</summary>
    public static string ToJson(FilterFamily family) => JsonLine.Create(json =>
    {
        json.WriteNumber("schema", 1);
        json.WriteString("kind", "filter");
        json.WriteString("name", family.Name);
        json.WriteString("usage", family.Usage);
        json.WriteString("summary", family.Summary);
        json.WriteStartArray("keys");
        foreach (string key in family.Keys())
            json.WriteStringValue(key);
        json.WriteEndArray();
    });
}
