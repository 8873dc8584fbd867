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
            xml.WriteAttributeString("classname", "kernelcli");
            xml.WriteAttributeString("name", Failures.Printable(comparison.Name));
            if (!comparison.IsEqual(tolerance))
            {
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Failures.Printable(comparison.Describe()));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });
}
