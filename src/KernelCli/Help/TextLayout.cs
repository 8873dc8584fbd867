using System.Globalization;
using System.Text;

namespace KernelCli.Cli.Help;

/// <summary>Text in lines of a given width. Lines are broken between words, and in long lists of values after a <c>|</c>.</summary>
internal sealed class TextLayout(int width)
{
    private const int DefaultWidth = 100;
    private const int LeastWidth = 30;

    // Below this width descriptions stand below their terms instead of beside them.
    private const int LeastWidthOfColumns = 60;
    private const int Indent = 2;
    private const int Column = 28;

    private readonly StringBuilder _text = new();

    /// <summary>The width that <c>COLUMNS</c> asks for, else that of the terminal, else 100.</summary>
    public static int WidthOfOutput()
    {
        bool isGiven = int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture,
            out int columns) && columns > 0;
        if (!isGiven)
            columns = Console.IsOutputRedirected ? 0 : Console.WindowWidth;
        return columns <= 0 ? DefaultWidth : Math.Max(columns, LeastWidth);
    }

    /// <summary>Adds a text, with lines after the first one indented by <paramref name="hanging"/>.</summary>
    public void Paragraph(string text, int first = 0, int hanging = 0) => Add(text, first, hanging, "");

    /// <summary>Adds an empty line.</summary>
    public void Gap() => _text.Append('\n');

    /// <summary>Adds a term with its description beside it, or below it where there is no room.</summary>
    public void Entry(string term, string description)
    {
        if (width < LeastWidthOfColumns)
        {
            Paragraph(term.TrimStart(), Indent, 4 * Indent);
            Paragraph(description, 3 * Indent, 3 * Indent);
        }
        else if (Indent + term.Length + 1 >= Column)
        {
            Paragraph(term.TrimStart(), Indent + term.Length - term.TrimStart().Length, 4 * Indent);
            Paragraph(description, Column, Column);
        }
        else
        {
            int start = _text.Length;
            Paragraph(description, Column, Column);
            _text.Remove(start + Indent, term.Length).Insert(start + Indent, term);
        }
    }

    /// <summary>Adds a command line for a shell, which goes on after a backslash at the end of a line.</summary>
    public void CommandLine(string command) => Add(command, Indent, 3 * Indent, " \\");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    // Every line but the last one ends with the mark.
    private void Add(string text, int first, int hanging, string mark)
    {
        (int start, int indent) = (_text.Length, first);
        _text.Append(' ', first);
        foreach (string piece in Pieces(text, width - hanging - mark.Length))
        {
            int length = _text.Length - start, words = piece.TrimEnd(' ').Length;
            if (length > indent && length + words + mark.Length > width)
            {
                TrimEnd();
                _text.Append(mark).Append('\n');
                (start, indent) = (_text.Length, hanging);
                _text.Append(' ', hanging);
            }
            _text.Append(piece);
        }
        TrimEnd();
        _text.Append('\n');
    }

    // What must stay together, each with the space after it.
    private static IEnumerable<string> Pieces(string text, int room)
    {
        foreach (string word in text.Split(' '))
        {
            string[] parts = word.Length > room ? word.Split('|') : [word];
            for (int i = 0; i < parts.Length; i++)
                yield return parts[i] + (i < parts.Length - 1 ? "|" : " ");
        }
    }

    private void TrimEnd()
    {
        while (_text.Length > 0 && _text[^1] == ' ')
            _text.Length--;
    }
}
