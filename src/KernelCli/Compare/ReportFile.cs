using System.Globalization;
using System.Xml;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Compare;

/// <summary>Comparisons as a file: JUnit, which CI systems show, a page, a table in Markdown, or JSON lines.</summary>
internal sealed class ReportFile
{
    private readonly string _path;
    private readonly Action<string, IReadOnlyList<Comparison>, Tolerance>? _write;

    private ReportFile(string path, Action<string, IReadOnlyList<Comparison>, Tolerance>? write) => (_path, _write) = (path, write);

    /// <summary>Whether it is a page, which has pictures.</summary>
    public bool IsPage => _write is null;

    /// <summary>The report that a name asks for.</summary>
    /// <exception cref="UsageException">The name says no kind of report.</exception>
    public static ReportFile Named(string path) => new(path, Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".html" => null,
        ".xml" => WriteJunit,
        ".md" => (path, comparisons, tolerance) => WriteText(path, Table(comparisons, tolerance)),
        ".jsonl" => (path, comparisons, tolerance) =>
            WriteText(path, string.Concat(comparisons.Select(comparison => comparison.ToJson(tolerance) + "\n"))),
        _ => throw new UsageException($"--report {path}: name a file that ends in .html, .xml, .md or .jsonl"),
    });

    /// <summary>Writes the file.</summary>
    /// <param name="comparisons">All pairs.</param>
    /// <param name="tolerance">How far they may differ.</param>
    /// <param name="pictures">Those of a page.</param>
    public void Write(IReadOnlyList<Comparison> comparisons, Tolerance tolerance, PagePictures? pictures)
    {
        if (_write is not null)
            _write(_path, comparisons, tolerance);
        else
            AtomicFile.Write(_path, stream => ReportPage.Write(stream, comparisons, tolerance, pictures!));
    }

    private static void WriteText(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    // What differs comes first, by how much of it does.
    private static string Table(IReadOnlyList<Comparison> comparisons, Tolerance tolerance)
    {
        List<Comparison> different = [.. comparisons.Where(comparison => !comparison.IsEqual(tolerance))
            .OrderByDescending(comparison => comparison.Badness)];
        var text = new System.Text.StringBuilder($"### kernelcli compare: {different.Count} of {comparisons.Count} different\n");
        if (different.Count > 0)
            text.Append("\n| picture | differs |\n| --- | --- |\n");
        foreach (Comparison comparison in different)
            text.Append($"| {Cell(comparison.Name)} | {Cell(comparison.Describe(tolerance))} |\n");
        return text.ToString();
    }

    private static string Cell(string text) => Failures.Printable(text).Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);

    private static void WriteJunit(
        string path, IReadOnlyList<Comparison> comparisons, Tolerance tolerance) => AtomicFile.Write(path, stream =>
    {
        using XmlWriter xml =
            XmlWriter.Create(stream, new XmlWriterSettings
            {
                Indent = true,
                Encoding = new System.Text.UTF8Encoding(false),
                NewLineChars = "\n",
                CloseOutput = false,
                CheckCharacters = false
            });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", "kernelcli compare");
        xml.WriteAttributeString("tests", comparisons.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("failures", comparisons.Count(comparison => !comparison.IsEqual(tolerance))
            .ToString(CultureInfo.InvariantCulture));
        foreach (Comparison comparison in comparisons)
        {
            xml.WriteStartElement("testcase");
            string name = Failures.Printable(comparison.Name), folder = Path.GetDirectoryName(name) ?? "";
            xml.WriteAttributeString("classname", folder.Length == 0 ? "kernelcli"
                : $"kernelcli.{folder.Replace('\\', '/').Replace('/', '.')}");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("time", comparison.Time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
            if (!comparison.IsEqual(tolerance))
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("type", comparison.Lack is not Lack.None ? "missing"
                    : comparison.Problem is null ? "different"
                    : "incomparable");
                xml.WriteAttributeString("message", Failures.Printable(comparison.Describe(tolerance)));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });
}
