using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Inputs;
using KernelCli.Codecs;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Cli.Sheets;

/// <summary>
/// A sheet with one tile for each of a selection of catalogue filters, all applied to the same picture.
/// </summary>
internal static class CatalogueSheet
{
    // The centre of a larger picture is cropped to this size, so that single pixels can still be seen.
    private const int LargestTile = 256;

    private static readonly (string Spec, RangeMode Range)[] Filters =
    [
        ("identity", RangeMode.Clip), ("box:5", RangeMode.Clip), ("gaussian:2", RangeMode.Clip),
            ("binomial:5", RangeMode.Clip), ("motion:15:30", RangeMode.Clip),
        ("sharpen", RangeMode.Clip), ("unsharp:2", RangeMode.Clip), ("laplacian", RangeMode.Mid),
            ("laplacian:8", RangeMode.Mid), ("log:2", RangeMode.Stretch),
        ("dog:1:3", RangeMode.Stretch), ("sobel", RangeMode.Clip), ("sobel:x", RangeMode.Mid),
            ("sobel:y", RangeMode.Mid), ("scharr", RangeMode.Clip),
        ("prewitt", RangeMode.Clip), ("roberts", RangeMode.Clip), ("freichen", RangeMode.Clip),
            ("sobel:5", RangeMode.Stretch), ("kirsch", RangeMode.Clip),
        ("robinson", RangeMode.Clip), ("emboss", RangeMode.Clip), ("disk:4", RangeMode.Clip),
            ("triangle:9", RangeMode.Clip), ("gabor:2:30:6", RangeMode.Stretch),
        ("gaussian:2:dx=1", RangeMode.Stretch), ("highpass:2", RangeMode.Mid), ("median:5", RangeMode.Clip),
            ("min:5", RangeMode.Clip), ("max:5", RangeMode.Clip),
        ("rank:5:25", RangeMode.Clip), ("open:7", RangeMode.Clip), ("close:7", RangeMode.Clip),
            ("gradient:3", RangeMode.Clip), ("tophat:9", RangeMode.Stretch),
        ("blackhat:9", RangeMode.Stretch), ("despeckle:3:20", RangeMode.Clip), ("stddev:5", RangeMode.Stretch),
            ("adaptive:15:5", RangeMode.Clip), ("niblack:15:0.2", RangeMode.Clip),
        ("sauvola:15:0.2", RangeMode.Clip), ("bilateral:2:30", RangeMode.Clip), ("guided:9:20", RangeMode.Clip),
            ("canny:1:50:100", RangeMode.Clip),
    ];

    /// <summary>Writes the sheet.</summary>
    /// <param name="path">The picture.</param>
    /// <param name="to">Where the sheet goes.</param>
    public static void Write(string path, string to)
    {
        var tiles = new List<(string, byte[])>();
        (int width, int height) = (0, 0);
        foreach ((string spec, RangeMode range) in Filters)
        {
            byte[] tile = FileException.Guard(path, () => Run(path, spec, range, out width, out height));
            tiles.Add((spec, tile));
        }
        Montage.WriteCaptioned(to, tiles, width, height, ImageLimits.Default);
    }

    private static byte[] Run(string path, string spec, RangeMode range, out int width, out int height)
    {
        IRowSource source = ImageFile.OpenOpaque(path, new DecodeOptions { LumaOnly = true });
        var options = new ChainOptions { Depth = SampleType.UInt8, Range = range };
        using FilterChain chain = ChainBuilder.Build(source, [FilterParser.Parse(spec, _ => [])], options,
            _ => throw new NotSupportedException());
        (width, height) = (Math.Min(LargestTile, chain.Info.Width), Math.Min(LargestTile, chain.Info.Height));
        byte[] row = new byte[chain.Info.RowBytes], tile = new byte[width * height];
        (int left, int top) = ((chain.Info.Width - width) / 2, (chain.Info.Height - height) / 2);
        for (int y = 0; y < top + height; y++)
        {
            chain.Output.ReadRow(row);
            if (y >= top)
                row.AsSpan(left, width).CopyTo(tile.AsSpan((y - top) * width));
        }
        return tile;
    }
}
