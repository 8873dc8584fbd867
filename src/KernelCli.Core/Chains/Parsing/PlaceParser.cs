using System.Globalization;
using KernelCli.Primitives;
using KernelCli.Text;

namespace KernelCli.Chains.Parsing;

/// <summary>Reads places.</summary>
public static class PlaceParser
{
    /// <summary>What a place may be.</summary>
    internal const string Forms = "X,Y,WxH|MASK";

    /// <summary>Reads <c>X,Y,WxH</c>, or takes the text as the path of a mask if it is not made of numbers.</summary>
    /// <exception cref="KernelFormatException">The rectangle has no area, or a number is missing or out of range.</exception>
    public static Place Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(new SpecToken(text));
    }

    /// <inheritdoc cref="Parse(string)"/>
    internal static Place Parse(SpecToken token)
    {
        string text = token.Text;
        if (text.Length > 0 && (text.AsSpan().IndexOfAnyExcept("0123456789+-,x ") >= 0 || !text.Contains(',', StringComparison.Ordinal)))
            return new MaskPlace(text);
        string[] parts = text.Split(',') is [var x, var y, var size] && size.Split('x') is [var width, var height]
            ? [x, y, width, height] : [];
        int[] numbers = new int[4];
        bool isRead = parts.Length == 4;
        for (int i = 0; isRead && i < 4; i++)
            isRead = int.TryParse(parts[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]);
        if (!isRead)
            throw token.Refuse("use X,Y,WxH, such as 10,20,300x200, or the file of a mask");
        return numbers[2] > 0 && numbers[3] > 0
            ? new RectanglePlace(numbers[0], numbers[1], numbers[2], numbers[3])
            : throw token.Refuse($"a place of {parts[2]}x{parts[3]} pixels has no area");
    }
}
