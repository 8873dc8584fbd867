using System.Text;
using System.Text.Json;
using KernelCli.Cli.Paths;

namespace KernelCli.Cli.Compare;

/// <summary>
/// Comparisons as one page without outside links, what differs most first. The page itself, with its style and its program, is
/// <c>ReportPage.html</c>; what is written into it are a JSON object for the run, one for each pair, and one for the pictures of a pair.
/// </summary>
internal static class ReportPage
{
    private const string DataMark = "<!--data-->\n";

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="comparisons">All pairs; those that are equal are only counted.</param>
    /// <param name="tolerance">How far they may differ.</param>
    /// <param name="pictures">Holds their pictures.</param>
    public static void Write(Stream stream, IReadOnlyList<Comparison> comparisons, Tolerance tolerance, PagePictures pictures)
    {
        string[] page = Template().Split(DataMark);
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.Write(page[0]);
        List<Comparison> shown = [.. comparisons.Where(comparison => comparison.IsAccepted || !comparison.IsEqual(tolerance))
            .OrderBy(comparison => comparison.View is null).ThenByDescending(comparison => comparison.Badness)];
        WriteScript(writer, "id=\"run\"", json => WriteRun(json, comparisons, tolerance));
        for (int i = 0; i < shown.Count; i++)
        {
            Comparison comparison = shown[i];
            WriteScript(writer, "class=\"pair\"", json => WritePair(json, comparison, tolerance));
            if (comparison.View is { } view)
                WritePictures(writer, i, view, pictures);
        }
        writer.Write(page[1]);
    }

    private static void WriteRun(Utf8JsonWriter json, IReadOnlyList<Comparison> comparisons, Tolerance tolerance)
    {
        int different = comparisons.Count(comparison => !comparison.IsEqual(tolerance));
        json.WriteString("summary", $"kernelcli compare: {different} of {comparisons.Count} different");
        string[] counts =
        [
            $"{comparisons.Count - different} equal",
            .. Counted("accepted", comparison => comparison.IsAccepted),
            .. Counted("missing", comparison => comparison.Lack is Lack.Actual),
            .. Counted("not expected", comparison => comparison.Lack is Lack.Expected),
            .. Counted("unreadable", comparison => comparison.IsUnreadable),
            tolerance.Describe(),
        ];
        json.WriteString("counts", string.Join(", ", counts));

        string[] Counted(string what, Func<Comparison, bool> isMeant) =>
            comparisons.Count(isMeant) is > 0 and var count ? [$"{count} {what}"] : [];
    }

    private static void WritePair(Utf8JsonWriter json, Comparison comparison, Tolerance tolerance)
    {
        json.WriteString("name", PathStyle.Current.Shown(comparison.Name));
        json.WriteString("tag", comparison.IsAccepted ? "accepted"
            : comparison.IsUnreadable ? "unreadable"
            : comparison.Lack is Lack.Actual ? "missing"
            : comparison.Lack is Lack.Expected ? "not expected"
            : comparison.Problem is not null ? "other size"
            : FormattableString.Invariant($"{comparison.Percent:0.##} %"));
        json.WriteString("text", comparison.Describe(tolerance));
        json.WriteStartArray("remedy");
        foreach (string part in comparison.IsAccepted ? [] : RemedyOf(comparison, tolerance))
            json.WriteStringValue(part);
        json.WriteEndArray();
        if (comparison.View is not { } view)
            return;
        json.WriteNumber("width", view.Width);
        json.WriteNumber("height", view.Height);
        json.WriteString("shown", view.Shown is { } shown ? $"Shown is {shown}." : "");
    }

    // Text and code in turn.
    private static string[] RemedyOf(Comparison comparison, Tolerance tolerance)
    {
        string remedy = comparison.Remedy(tolerance) ?? "";
        return comparison.AcceptCommand is { } command
            ? [remedy.Length > 0 ? $"{remedy}; " : "", command, " takes what is there now"]
            : [remedy];
    }

    private static string PathName(Comparison comparison) => Paths.PathStyle.Current.Shown(comparison.Name);

    private static void WriteScript(StreamWriter writer, string attributes, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();

        // The usual encoder escapes what would end the script.
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        writer.WriteLine($"<script type=\"application/json\" {attributes}>{Encoding.UTF8.GetString(stream.ToArray())}</script>");
    }

    private static void WritePictures(StreamWriter writer, int index, PageView view, PagePictures pictures)
    {
        writer.Write($"<script type=\"application/json\" id=\"pictures-{index}\">{{");
        string comma = "";
        foreach ((string name, KeptPicture picture) in
            ((string, KeptPicture)[])[("actual", view.Actual), ("expected", view.Expected), ("difference", view.Layer)])
        {
            writer.Write($"{comma}\"{name}\":\"data:image/png;base64,");
            writer.Write(Convert.ToBase64String(pictures.Read(picture)));
            writer.Write('"');
            comma = ",";
        }
        writer.WriteLine("}</script>");
    }

    private static string Template()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("ReportPage.html")!;
        return new StreamReader(stream).ReadToEnd().ReplaceLineEndings("\n");
    }
}
