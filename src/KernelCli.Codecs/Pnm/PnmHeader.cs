using System.Globalization;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Pnm;

/// <summary>The header of any file of the family.</summary>
/// <param name="Kind">The character after P.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Maximum">The value of white, 1 to 65535; 1 for bitmaps and PFM.</param>
/// <param name="Channels">Stored samples per pixel.</param>
/// <param name="IsCmyk">Whether they are cyan, magenta, yellow and black.</param>
/// <param name="Scale">
/// The scale of a PFM, of which only the sign is used: it gives the byte order, negative for little-endian. 0 for other
/// kinds.
/// </param>
internal sealed record PnmHeader(char Kind, int Width, int Height, int Maximum, int Channels, bool IsCmyk, double Scale)
{
    /// <summary>Whether samples are written as decimal text.</summary>
    public bool IsText => Kind is '1' or '2' or '3';

    /// <summary>Whether samples are single bits, 1 for black.</summary>
    public bool IsBitmap => Kind is '1' or '4';

    /// <summary>Reads a header up to the first sample.</summary>
    public static PnmHeader Read(ByteReader reader, ImageLimits limits)
    {
        string magic = PnmText.Word(reader, "the letter P and a digit");
        char kind = magic.Length == 2 && magic[0] == 'P' ? magic[1] : '\0';
        PnmHeader header = kind switch
        {
            '7' => ReadPam(reader),
            'F' or 'f' => ReadPfm(reader, kind),
            >= '1' and <= '6' => ReadPlain(reader, kind),
            _ => throw reader.Error($"expected P1 to P7, Pf or PF, found '{magic}'"),
        };
        if (header.Width == 0 || header.Height == 0)
            throw reader.Error($"a size of {header.Width}x{header.Height}");
        limits.CheckPixels(header.Width, header.Height);
        limits.CheckRow(header.Width, 16);
        return header;
    }

    private static PnmHeader ReadPlain(ByteReader reader, char kind)
    {
        int width = PnmText.Number(reader, "the width", int.MaxValue), height = PnmText.Number(reader, "the height", int.MaxValue);
        int maximum = kind is '1' or '4' ? 1 : ReadMaximum(reader);
        return new PnmHeader(kind, width, height, maximum, kind is '3' or '6' ? 3 : 1, false, 0);
    }

    private static PnmHeader ReadPfm(ByteReader reader, char kind)
    {
        int width = PnmText.Number(reader, "the width", int.MaxValue), height = PnmText.Number(reader, "the height", int.MaxValue);
        string scale = PnmText.Word(reader, "the scale");
        if (!double.TryParse(scale, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value == 0
            || !double.IsFinite(value))
            throw reader.Error($"expected a scale that is not 0, found '{scale}'");
        return new PnmHeader(kind, width, height, 1, kind == 'F' ? 3 : 1, false, value);
    }

    private static PnmHeader ReadPam(ByteReader reader)
    {
        (int width, int height, int depth, int maximum, string type) = (0, 0, 0, 0, "");
        for (string key = PnmText.Word(reader, "WIDTH", lineFeedOnly: true); key != "ENDHDR"; key = PnmText.Word(reader, "ENDHDR",
            lineFeedOnly: true))
        {
            switch (key)
            {
                case "WIDTH":
                    width = PnmText.Number(reader, "the width", int.MaxValue);
                    break;
                case "HEIGHT":
                    height = PnmText.Number(reader, "the height", int.MaxValue);
                    break;
                case "DEPTH":
                    depth = PnmText.Number(reader, "the number of channels", int.MaxValue);
                    break;
                case "MAXVAL":
                    maximum = ReadMaximum(reader);
                    break;
                case "TUPLTYPE":
                    type = PnmText.Word(reader, "a tuple type");
                    break;
                default:
                    throw reader.Error($"expected a line of a PAM header, found '{key}'");
            }
        }
        if (depth is < 1 or > 4)
            throw new UnsupportedImageException($"a PAM of {depth} channels; pictures have 1 to 4");
        if (maximum == 0)
            throw reader.Error("expected MAXVAL");
        return new PnmHeader('7', width, height, maximum, depth, type == "CMYK" && depth == 4, 0);
    }

    private static int ReadMaximum(ByteReader reader) => PnmText.Number(reader, "the maximum", 65535) is > 0 and var maximum
        ? maximum
        : throw reader.Error("the maximum is 0");
}
