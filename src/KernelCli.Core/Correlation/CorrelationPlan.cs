using System.Runtime.InteropServices;
using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Paths;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation;

/// <summary>
/// What was decided before the first row: sizes, algorithm, proof. Building a plan may throw; running it neither throws nor allocates.
/// </summary>
public sealed class CorrelationPlan
{
    private readonly AxisGeometry _horizontal;
    private readonly AxisGeometry _vertical;
    private readonly CorrelationOptions _options;
    private readonly VectorWidth _width;
    private readonly byte[] _constant;

    private CorrelationPlan(Kernel kernel, Kernel? second, CorrelationOptions options, ImageInfo source, SampleType result, double sourceWhite, double resultWhite,
        (double, double)? wholeSource, VectorWidth width)
    {
        (_options, _width, Channels, Source, Result) = (options, width, source.Format.Channels, source.Format.Sample, result);
        if (options.Convolve)
            (kernel, second) = (kernel.Rotate180(), second?.Rotate180());
        Padding padding = options.Padding;
        _horizontal = AxisGeometry.Create(
            "wide", source.Width, kernel.Width, kernel.AnchorX, options.Stride.X, options.Dilation.X, padding.Mode, padding.Left, padding.Right);
        _vertical = AxisGeometry.Create(
            "high", source.Height, kernel.Height, kernel.AnchorY, options.Stride.Y, options.Dilation.Y, padding.Mode, padding.Top, padding.Bottom);
        _constant = ConstantSample(options.Border.Value * (sourceWhite / 255), Source);
        var request = new PathRequest(kernel, options.Stride, options.Dilation, Source, result, sourceWhite, resultWhite)
        {
            // Of 16-bit samples too sums are whole; only float32 results need to know.
            WholeSource = wholeSource ?? (Source is SampleType.UInt16 && result is SampleType.Float32 ? (0, SampleType.UInt16.FullRange()) : null),
        };
        Path = second is null ? PathChoice.Pick(request) : new GradientPath(request, second);
    }

    /// <summary>Pixels in a row of the result.</summary>
    public int OutputWidth => _horizontal.Outputs;

    /// <summary>Rows of the result.</summary>
    public int OutputHeight => _vertical.Outputs;

    /// <summary>Interleaved channels, each filtered by itself.</summary>
    public int Channels { get; }

    /// <summary>Type of the source samples.</summary>
    public SampleType Source { get; }

    /// <summary>Type of the result's samples.</summary>
    public SampleType Result { get; }

    /// <summary>The algorithm in words.</summary>
    public string Description => Path.Description;

    /// <summary>The chosen path.</summary>
    internal CorrelationPath Path { get; }

    /// <summary>Rows of the source.</summary>
    internal int SourceHeight => _vertical.SourceLength;

    /// <summary>Source rows under the kernel.</summary>
    internal int KernelRows => _vertical.Span;

    /// <summary>The horizontal axis.</summary>
    internal AxisGeometry Horizontal => _horizontal;

    /// <summary>Plans a correlation.</summary>
    /// <param name="kernel">The weights.</param>
    /// <param name="options">How the kernel is moved.</param>
    /// <param name="source">Size, channels and sample type of the source: bytes, unsigned 16 bit or float32.</param>
    /// <param name="result">Sample type of the result. From bytes to any; from others to float32, or to their own type.</param>
    /// <exception cref="ArgumentException">The kernel is larger than the padded picture, or the sample types do not go together.</exception>
    public static CorrelationPlan Create(Kernel kernel, CorrelationOptions options, ImageInfo source, SampleType result) =>
        Create(kernel, null, options, CheckUnit(source, result), result, Unit(source), Unit(source), VectorWidths.Best);

    /// <summary>Plans the length of a gradient, <c>sqrt(x^2 + y^2) * Multiplier / Divisor + Bias</c> with the scale and bias of the first kernel.</summary>
    /// <inheritdoc cref="Create(Kernel, CorrelationOptions, ImageInfo, SampleType)"/>
    public static CorrelationPlan Create(GradientKernels kernels, CorrelationOptions options, ImageInfo source, SampleType result) =>
        Create(kernels.X, kernels.Y, options, CheckUnit(source, result), result, Unit(source), Unit(source), VectorWidths.Best);

    /// <summary>Plans with given units, of which white becomes white, a given vector width, and the range of source samples known to be whole.</summary>
    internal static CorrelationPlan Create(
        Kernel kernel, Kernel? second, CorrelationOptions options, ImageInfo source, SampleType result, double sourceWhite, double resultWhite, VectorWidth width,
        (double Least, double Most)? wholeSource = null)
    {
        SampleType from = source.Format.Sample;
        if (from is SampleType.Int16)
            throw new ArgumentException($"no correlation from {from}", nameof(source));
        if (second is not null && (second.Width != kernel.Width || second.Height != kernel.Height))
            throw new ArgumentException("the two kernels of a gradient must have one size", nameof(second));
        if (second is not null && (second.AnchorX, second.AnchorY) != (kernel.AnchorX, kernel.AnchorY))
            throw new ArgumentException("the two kernels of a gradient must have one anchor", nameof(second));
        if (!Enum.IsDefined(options.Border.Mode))
            throw new ArgumentOutOfRangeException(nameof(options), options.Border.Mode, "the border is of no known mode");
        return new CorrelationPlan(kernel, second, options, source, result, sourceWhite, resultWhite, wholeSource, width);
    }

    /// <summary>Sees that rows are those that this was planned for, and that what is made of them goes together with another plan.</summary>
    /// <exception cref="ArgumentException">They are others.</exception>
    internal void Check(int width, int height, PixelFormat format, SampleType? result = null, CorrelationPlan? other = null)
    {
        if (width != _horizontal.SourceLength || height != _vertical.SourceLength || format.Channels != Channels || format.Sample != Source)
            throw new ArgumentException($"the plan is for {_horizontal.SourceLength}x{_vertical.SourceLength} pixels of {Channels} channels of {Source}, the rows are {width}x{height} of {format.Channels} of {format.Sample}");
        if (result is not null && Result != result)
            throw new ArgumentException($"the plan makes {Result}, where {result} is needed");
        if (other is not null && (OutputWidth, OutputHeight) != (other.OutputWidth, other.OutputHeight))
            throw new ArgumentException($"one plan makes {OutputWidth}x{OutputHeight} pixels, the other {other.OutputWidth}x{other.OutputHeight}");
    }

    /// <summary>An engine for a rectangle of the result, with memory of its own, whose rows are pulled in blocks.</summary>
    internal CorrelationEngine CreateEngine(int firstColumn, int columns, int firstRow, int rows, bool bypassCache = false) =>
        CreateEngine(firstColumn, columns, firstRow, rows, bypassCache, byRow: false, limits: null);

    /// <summary>An engine for the whole result, whose rows are pulled one at a time.</summary>
    internal CorrelationEngine CreateEngine(ImageLimits? limits = null) => CreateEngine(0, OutputWidth, 0, OutputHeight, bypassCache: false, byRow: true, limits);

    private CorrelationEngine CreateEngine(int firstColumn, int columns, int firstRow, int rows, bool bypassCache, bool byRow, ImageLimits? limits)
    {
        BorderMode border = _options.Border.Mode;
        var range = new RowRange(_horizontal, firstColumn, columns, Channels, Source, border, _constant, bypassCache)
        {
            IsRowByRow = _vertical.Stride == 1 && _vertical.Dilation == 1,
            KernelRows = _vertical.Taps,
        };
        RowCorrelator correlator = _width switch
        {
            VectorWidth.Bits512 => Path.Create<Simd512, System.Runtime.Intrinsics.Vector512<byte>>(range),
            VectorWidth.Bits256 => Path.Create<Simd256, System.Runtime.Intrinsics.Vector256<byte>>(range),
            _ => Path.Create<Simd128, System.Runtime.Intrinsics.Vector128<byte>>(range),
        };
        return new CorrelationEngine(correlator, _vertical, border, (long)_horizontal.SourceLength * Channels * Source.Bytes(), firstRow, rows, byRow, limits);
    }

    private static double Unit(ImageInfo source) => source.Format.Sample.FullRange();

    // A result keeps the unit of its source, which its type must be able to hold.
    private static ImageInfo CheckUnit(ImageInfo source, SampleType result) =>
        source.Format.Sample is SampleType.UInt8 || result is SampleType.Float32 || result == source.Format.Sample
            ? source
            : throw new ArgumentException($"no correlation from {source.Format.Sample} to {result}", nameof(result));

    private static byte[] ConstantSample(double value, SampleType type)
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
            ushort whole = (ushort)rounded;
            MemoryMarshal.Write(sample, in whole);
        }
        return sample;
    }
}
