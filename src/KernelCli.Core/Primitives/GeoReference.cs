namespace KernelCli.Primitives;

/// <summary>
/// Where the pixels of a picture are on Earth, in the fields of GeoTIFF 1.1. The raster coordinates of its model count pixels from the
/// upper left corner of the first pixel, or from its middle if <see cref="IsPixelPoint"/>.
/// </summary>
internal sealed record GeoReference
{
    private const int RasterTypeKey = 1025;
    private const int PixelIsPoint = 2;
    private const int TieNumbers = 6;
    private const int MatrixNumbers = 16;

    /// <summary>ModelPixelScale: the size of a pixel along x, y (downwards) and z; empty if there is none.</summary>
    public double[] PixelScale { get; init; } = [];

    /// <summary>ModelTiepoint: raster x, y, z and model x, y, z of each tie point.</summary>
    public double[] TiePoints { get; init; } = [];

    /// <summary>ModelTransformation: the rows of a 4 x 4 matrix from raster to model coordinates; empty if there is none.</summary>
    public double[] Transformation { get; init; } = [];

    /// <summary>GeoKeyDirectory: the coordinate reference system.</summary>
    public ushort[] Keys { get; init; } = [];

    /// <summary>GeoDoubleParams: numbers that the keys refer to.</summary>
    public double[] DoubleParameters { get; init; } = [];

    /// <summary>GeoAsciiParams: texts that the keys refer to, with their ends.</summary>
    public byte[] AsciiParameters { get; init; } = [];

    /// <summary>Whether coordinates refer to pixel centres (RasterPixelIsPoint) instead of pixel corners (RasterPixelIsArea).</summary>
    public bool IsPixelPoint
    {
        get
        {
            for (int i = 4; i + 3 < Keys.Length; i += 4)
                if (Keys[i] == RasterTypeKey)
                    return Keys[i + 3] == PixelIsPoint;
            return false;
        }
    }

    /// <summary>The model for a picture whose pixels were taken from this one.</summary>
    public GeoReference Moved(PixelPlacement placement)
    {
        if (placement == PixelPlacement.Identity)
            return this;

        // The raster coordinate r of the result is s r + c here: middles map to middles.
        double half = IsPixelPoint ? 0 : 0.5;
        double sx = placement.ScaleX, sy = placement.ScaleY;
        double cx = placement.OffsetX + (half * (1 - sx)), cy = placement.OffsetY + (half * (1 - sy));
        return this with
        {
            PixelScale = PixelScale.Length < 2 ? PixelScale : [PixelScale[0] * sx, PixelScale[1] * sy, .. PixelScale[2..]],
            TiePoints = PixelScale.Length >= 2 && TiePoints.Length == TieNumbers ? MovedModel(cx, cy, sx, sy) : MovedRaster(cx, cy, sx, sy),
            Transformation = Transformation.Length == MatrixNumbers ? MovedMatrix(cx, cy, sx, sy) : Transformation,
        };
    }

    // One tie point keeps its raster coordinates, which readers expect to be 0, 0.
    private double[] MovedModel(double cx, double cy, double sx, double sy)
    {
        double[] moved = [.. TiePoints];
        moved[3] += ((moved[0] * sx) + cx - moved[0]) * PixelScale[0];
        moved[4] -= ((moved[1] * sy) + cy - moved[1]) * PixelScale[1];
        return moved;
    }

    private double[] MovedRaster(double cx, double cy, double sx, double sy)
    {
        double[] moved = [.. TiePoints];
        for (int i = 0; i + TieNumbers <= moved.Length; i += TieNumbers)
            (moved[i], moved[i + 1]) = ((moved[i] - cx) / sx, (moved[i + 1] - cy) / sy);
        return moved;
    }

    private double[] MovedMatrix(double cx, double cy, double sx, double sy)
    {
        double[] moved = [.. Transformation];
        for (int row = 0; row < MatrixNumbers - 4; row += 4)
        {
            moved[row + 3] += (moved[row] * cx) + (moved[row + 1] * cy);
            moved[row] *= sx;
            moved[row + 1] *= sy;
        }
        return moved;
    }
}

/// <summary>Maps pixels of a result to pixels of the source: <c>Scale * index + Offset</c> along each axis.</summary>
/// <param name="ScaleX">Source pixels from one result pixel to the next along a row.</param>
/// <param name="ScaleY">The same down a column.</param>
/// <param name="OffsetX">The source column of the first result pixel; negative outside the picture.</param>
/// <param name="OffsetY">The source row of the first result pixel.</param>
internal readonly record struct PixelPlacement(double ScaleX, double ScaleY, double OffsetX, double OffsetY)
{
    /// <summary>The pixels of the picture itself.</summary>
    public static PixelPlacement Identity => new(1, 1, 0, 0);

    /// <summary>The placement of a result that is made of this result.</summary>
    public PixelPlacement Then(PixelPlacement next) => new(ScaleX * next.ScaleX, ScaleY * next.ScaleY,
        (ScaleX * next.OffsetX) + OffsetX, (ScaleY * next.OffsetY) + OffsetY);
}
