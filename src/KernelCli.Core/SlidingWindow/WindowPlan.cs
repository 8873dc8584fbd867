using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.SlidingWindow;

/// <summary>
/// The plan of a window filter over an image of known size: its geometry, and a factory for the filter of a strip. It
/// creates an engine for any rectangle of the result.
/// </summary>
internal sealed class WindowPlan
{
    /// <summary>The horizontal axis: the columns of the result, and the source columns under each.</summary>
    public required AxisGeometry Horizontal { get; init; }

    /// <summary>The vertical axis: the rows of the result, and the source rows under each.</summary>
    public required AxisGeometry Vertical { get; init; }

    /// <summary>Interleaved channels, each filtered separately.</summary>
    public required int Channels { get; init; }

    /// <summary>Type of the source samples.</summary>
    public required SampleType Source { get; init; }

    /// <summary>Type of the result's samples.</summary>
    public required SampleType Result { get; init; }

    /// <summary>How positions outside the picture are mapped to pixels.</summary>
    public required BorderMode Border { get; init; }

    /// <summary>One sample of a constant border, or one pixel, as bytes.</summary>
    public required byte[] Constant { get; init; }

    /// <summary>Makes the filter of a strip.</summary>
    public required Func<Strip, RowWindowFilter> CreateFilter { get; init; }

    /// <summary>Maps pixels of the result to pixels of the source.</summary>
    /// <param name="anchorX">Source columns from the first tap to the one on the pixel.</param>
    /// <param name="anchorY">Source rows from the first tap to the one on the pixel.</param>
    public PixelPlacement Placement(long anchorX, long anchorY) =>
        new(Horizontal.Stride, Vertical.Stride, Horizontal.Start(0) + anchorX, Vertical.Start(0) + anchorY);

    /// <summary>
    /// The bytes of one sample of a constant; integer samples are rounded half up and clamped to 0..full range.
    /// </summary>
    /// <param name="value">The constant, in the unit of the samples.</param>
    /// <param name="type">The type of the samples.</param>
    public static byte[] SampleOf(double value, SampleType type)
    {
        byte[] sample = new byte[type.Bytes()];
        if (type is SampleType.Float32)
        {
            float single = (float)value;
            MemoryMarshal.Write(sample, in single);
            return sample;
        }
        double rounded = Math.Clamp(Math.Floor(value + 0.5), 0, type.FullRange());
        if (type is SampleType.UInt8)
            sample[0] = (byte)rounded;
        else
        {
            ushort number = (ushort)rounded;
            MemoryMarshal.Write(sample, in number);
        }
        return sample;
    }

    /// <summary>The bytes of one pixel of a constant border: the constant in each colour, and opaque alpha.</summary>
    /// <param name="value">The constant, in the unit of the samples.</param>
    /// <param name="format">The format of the rows.</param>
    /// <param name="white">The value of white, which is that of opaque alpha.</param>
    public static byte[] PixelOf(double value, PixelFormat format, double white)
    {
        byte[] colour = SampleOf(value, format.Sample);
        IEnumerable<byte> pixel = Enumerable.Repeat(colour, format.ColorChannels).SelectMany(bytes => bytes);
        return [.. pixel, .. format.HasAlpha ? SampleOf(white, format.Sample) : []];
    }

    /// <summary>
    /// Creates an engine for a rectangle of the result, with separate buffers, whose rows are pulled in blocks.
    /// </summary>
    public WindowEngine CreateEngine(int firstColumn, int columns, int firstRow, int rows, StoreMode storeMode) =>
        CreateEngine(firstColumn, columns, firstRow, rows, storeMode, byRow: false, limits: null);

    /// <summary>An engine for the whole result, whose rows are pulled one at a time.</summary>
    public WindowEngine CreateEngine(ImageLimits? limits) =>
        CreateEngine(0, Horizontal.Outputs, 0, Vertical.Outputs, StoreMode.Cached, byRow: true, limits);

    private WindowEngine CreateEngine(int firstColumn, int columns, int firstRow, int rows,
        StoreMode storeMode, bool byRow, ImageLimits? limits)
    {
        var strip = new Strip
        {
            Axis = Horizontal,
            FirstOutput = firstColumn,
            Outputs = columns,
            Channels = Channels,
            Sample = Source,
            Border = Border,
            Constant = Constant,
            StoreMode = storeMode,
        };
        long sourceBytes = (long)Horizontal.SourceLength * Channels * Source.Bytes();
        return new WindowEngine(CreateFilter(strip), Vertical, Border, sourceBytes, firstRow, rows, byRow, limits);
    }
}
