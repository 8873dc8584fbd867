using KernelCli.Primitives;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>A georeferenced TIFF stays where it belongs.</summary>
public sealed class GeoTiffTests : IDisposable
{
    private const ushort Area = 1, Point = 2;
    private const double ScaleX = 10, ScaleY = 20, Left = 1000, Top = 2000;

    private readonly Workspace _work = new();

    public static TheoryData<ushort, string, double, double, double> Moves => new()
    {
        { Area, "box:3", 1, 0, 0 },
        { Area, "box:3:padding=valid", 1, 1, 1 },
        { Area, "box:7x3:padding=valid:anchor=6+2", 1, 6, 2 },
        { Area, "sobel:padding=full", 1, -1, -1 },
        { Area, "box:3:padding=2,0,0,5:dilate=2", 1, -3, 0 },
        { Area, "box:3:stride=2", 2, 0, 0 },
        { Area, "median:5:padding=valid:stride=3", 3, 2, 2 },
        { Area, "open:3:padding=valid", 1, 2, 2 },
        { Area, "unsharp:1:0.5:padding=valid", 1, 4, 4 },
        { Point, "box:3", 1, 0, 0 },
        { Point, "gaussian:1:stride=4", 4, 0, 0 },
        { Point, "box:3:padding=valid:stride=2", 2, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void Each_result_pixel_keeps_the_place_of_the_pixel_it_stands_on(ushort type, string filter, double scale, double x, double y)
    {
        string plain = Dem("plain.tif", type, isMatrix: false), matrix = Dem("matrix.tif", type, isMatrix: true);
        foreach (string input in (string[])[plain, matrix])
        {
            Tool.Run("apply", input, "-f", filter, "-o", _work["out.tif"], "-q").Succeeded();
            GeoReference geo = _work.Read("out.tif").Info.Metadata.Geo!;
            Assert.Equal(type == Point, geo.IsPixelPoint);
            double middle = type == Point ? 0 : 0.5;
            foreach (int i in (int[])[0, 3])
                Assert.Equal((Left + (((i * scale) + x + middle) * ScaleX), Top - (((i * scale) + y + middle) * ScaleY)),
                    Place(geo, i + middle));
        }
    }

    [Fact]
    public void Steps_of_a_chain_move_it_one_after_the_other()
    {
        string input = Dem("in.tif", Area, isMatrix: false);
        Tool.Run("apply", input, "-f", "box:3:padding=valid:stride=2", "-f", "max:3:padding=valid:stride=2", "-f", "abs", "-o", _work["out.tif"], "-q").Succeeded();
        GeoReference geo = _work.Read("out.tif").Info.Metadata.Geo!;
        Assert.Equal([4 * ScaleX, 4 * ScaleY, 0], geo.PixelScale);
        Assert.Equal((Left + (3.5 * ScaleX), Top - (3.5 * ScaleY)), Place(geo, 0.5));
    }

    [Fact]
    public void Tie_points_of_no_model_keep_their_places()
    {
        double[] ties = [0, 0, 0, 5, 6, 0, 20, 10, 0, 7, 8, 0];
        string input = Write("in.tif", new GeoReference { TiePoints = ties, Keys = Keys(Area) });
        Tool.Run("apply", input, "-f", "box:3:padding=valid:stride=2", "-o", _work["out.tif"], "-q").Succeeded();
        Assert.Equal([-0.25, -0.25, 0, 5, 6, 0, 9.75, 4.75, 0, 7, 8, 0], _work.Read("out.tif").Info.Metadata.Geo!.TiePoints);
    }

    [Fact]
    public void Keys_parameters_and_fields_of_GDAL_go_on_without_statistics_of_the_original()
    {
        string input = Dem("in.tif", Area, isMatrix: false);
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.tif"], "-q").Succeeded();
        ImageMetadata metadata = _work.Read("out.tif").Info.Metadata, original = _work.Read("in.tif").Info.Metadata;
        Assert.Equal(Keys(Area), metadata.Geo!.Keys);
        Assert.Equal(original.Geo!.DoubleParameters, metadata.Geo.DoubleParameters);
        Assert.Equal(original.Geo.AsciiParameters, metadata.Geo.AsciiParameters);
        Assert.Equal("7", metadata.NoData);
        Assert.Contains("Band 1", metadata.GdalMetadata, StringComparison.Ordinal);
        Assert.DoesNotContain("STATISTICS", metadata.GdalMetadata, StringComparison.Ordinal);

        // In another sample type the number 7 is another value.
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.tif"], "--depth", "16", "-q").Succeeded();
        Assert.Null(_work.Read("out.tif").Info.Metadata.NoData);
        Tool.Run("apply", input, "-f", "box:3", "-o", _work["out.tif"], "--metadata", "none").Succeeded();
        Assert.Null(_work.Read("out.tif").Info.Metadata.Geo);
    }

    [Fact]
    public void A_format_without_a_place_for_it_says_so() =>
        Tool.Run("apply", Dem("in.tif", Area, isMatrix: false), "-f", "box:3", "-o", _work["out.png"], "--nodata", "auto")
            .Failed(0, "note: ", "PNG does not hold the georeference and GDAL's metadata: left out");

    public void Dispose() => _work.Dispose();

    private static (double X, double Y) Place(GeoReference geo, double raster)
    {
        if (geo.Transformation is [var a, var b, _, var x, var c, var d, _, var y, ..])
            return ((a * raster) + (b * raster) + x, (c * raster) + (d * raster) + y);
        double[] ties = geo.TiePoints;
        return (ties[3] + ((raster - ties[0]) * geo.PixelScale[0]), ties[4] - ((raster - ties[1]) * geo.PixelScale[1]));
    }

    private static ushort[] Keys(ushort type) => [1, 1, 0, 2, 1024, 0, 1, 1, 1025, 0, 1, type];

    private string Dem(string name, ushort type, bool isMatrix) => Write(name, new GeoReference
    {
        PixelScale = isMatrix ? [] : [ScaleX, ScaleY, 0],
        TiePoints = isMatrix ? [] : [0, 0, 0, Left, Top, 0],
        Transformation = isMatrix ? [ScaleX, 0, 0, Left, 0, -ScaleY, 0, Top, 0, 0, 0, 0, 0, 0, 0, 1] : [],
        Keys = Keys(type),
        DoubleParameters = [6378137, 298.25],
        AsciiParameters = [.. "WGS 84|"u8, 0],
    });

    private string Write(string name, GeoReference geo)
    {
        const string items = "<GDALMetadata>\n  <Item name=\"STATISTICS_MAXIMUM\" sample=\"0\">250</Item>\n"
            + "  <Item name=\"DESCRIPTION\" sample=\"0\" role=\"description\">Band 1</Item>\n</GDALMetadata>";
        var info = new ImageInfo(60, 50, new PixelFormat(PixelLayout.Gray, SampleType.UInt8))
        {
            Metadata = ImageMetadata.None with { Geo = geo, GdalMetadata = items, NoData = "7" },
        };
        return _work.Write(name, info, (x, y, _) => (byte)((x * y) + x));
    }
}
