using System.Globalization;
using System.Xml;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Compare;

/// <summary>Comparisons as a JUnit file, which CI systems show.</summary>
internal static class JunitReport
{
    /// <summary>Writes the file.</summary>
    public static void Write(string path, IReadOnlyList<Comparison> comparisons, Tolerance tolerance) => AtomicFile.Write(path, stream =>
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
                xml.WriteAttributeString("type", comparison.IsMissing ? "missing"
                    : comparison.Problem is null ? "different"
                    : "incomparable");
                xml.WriteAttributeString("message", Failures.Printable(comparison.Describe()));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });
}
