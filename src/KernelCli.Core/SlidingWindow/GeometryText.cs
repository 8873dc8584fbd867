using System.Globalization;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.SlidingWindow;

/// <summary>Reads padding, border, stride and dilation, for options, filter specs, volumes and layers.</summary>
internal static class GeometryText
{
    /// <summary>What a padding may be.</summary>
    internal const string PaddingForms = "same|valid|full|N|T,R,B,L";

    /// <summary>What the padding of one axis may be.</summary>
    internal const string AxisPaddingForms = "same|valid|full|N";

    /// <summary>What a border may be.</summary>
    internal const string BorderForms = "replicate|reflect101|symmetric|wrap|constant[=V]";

    /// <summary>What a stride or a dilation may be.</summary>
    internal const string SpacingForms = "N|XxY";

    /// <summary>The names of the border modes.</summary>
    private static readonly string[] Borders = ["replicate", "reflect101", "symmetric", "wrap", "constant"];

    /// <summary>Reads same, valid, full, N, or T,R,B,L.</summary>
    /// <exception cref="KernelFormatException">It is none of these.</exception>
    public static Padding ParsePadding(string text) => ParsePadding(new SpecToken(text));

    /// <summary>Reads replicate, reflect101, symmetric, wrap, or constant[=V].</summary>
    /// <exception cref="KernelFormatException">It is none of these.</exception>
    public static Border ParseBorder(string text) => ParseBorder(new SpecToken(text));

    /// <summary>Reads N or XxY.</summary>
    /// <exception cref="KernelFormatException">It is neither.</exception>
    public static Spacing ParseSpacing(string text) => ParseSpacing(new SpecToken(text), "the stride");

    internal static Spacing ParseSpacing(SpecToken token, string what)
    {
        (int x, int y) = token.Pair(what, 1, 1_000_000);
        return new Spacing(x, y);
    }

    internal static Padding ParsePadding(SpecToken token)
    {
        if (NamedPadding(token) is { } named)
            return named;
        int[] sides = Array.ConvertAll(token.Text.Split(','), Side);
        if (Array.IndexOf(sides, -1) >= 0 || sides.Length is not (1 or 4))
            throw token.Error($"'{token.Text}' is no padding: use same, valid, full, one number, or four as top,right,bottom,left");
        return sides.Length == 1
            ? Padding.Sides(sides[0], sides[0], sides[0], sides[0])
            : Padding.Sides(sides[0], sides[1], sides[2], sides[3]);
    }

    /// <summary>Reads the padding of one axis, the same on both sides.</summary>
    internal static Padding ParseAxisPadding(SpecToken token)
    {
        if (NamedPadding(token) is { } named)
            return named;
        return Side(token.Text) is >= 0 and var side
            ? Padding.Sides(side, side, side, side)
            : throw token.Error($"'{token.Text}' is no padding: use same, valid, full or a number");
    }

    internal static Border ParseBorder(SpecToken token)
    {
        switch (token.Text)
        {
            case "replicate":
                return Border.Replicate;
            case "reflect101":
                return new Border(BorderMode.Reflect101);
            case "symmetric":
                return new Border(BorderMode.Symmetric);
            case "wrap":
                return new Border(BorderMode.Wrap);
            case "constant":
                return new Border(BorderMode.Constant);
            case "reflect" or "mirror":
                throw token.Error(
                    $"'{token.Text}' means different things in different tools: say symmetric (cba|abcd|dcb) or reflect101 (dcb|abcd|cba)");
            case "repeat":
                throw token.Error("'repeat' means different things in different tools: say replicate (aaa|abcd|ddd) or wrap "
                    + "(bcd|abcd|abc)");
        }
        if (token.Text.StartsWith("constant=", StringComparison.Ordinal))
            return new Border(BorderMode.Constant, token.Part(9).Level("the border's value"));
        throw token.Error(
            $"'{token.Text}' is no border: use replicate, reflect101, symmetric, wrap or constant=V{Spelling.Hint(token.Text, Borders)}");
    }

    private static Padding? NamedPadding(SpecToken token) => token.Text switch
    {
        "same" => Padding.Same,
        "valid" => Padding.Valid,
        "full" => Padding.Full,
        _ => null,
    };

    private static int Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= 1_000_000 ? value : -1;
}
