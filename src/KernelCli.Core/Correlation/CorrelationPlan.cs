using KernelCli.Correlation.Execution;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation;

/// <summary>
/// A correlation, planned for one size and format: output size, algorithm and loops. Creating a plan, or an engine that
/// runs it, may throw; filtering rows after that neither throws nor allocates. A plan does not change: it may run over any
/// number of pictures, on several threads at once.
/// </summary>
public sealed class CorrelationPlan
{
    private CorrelationPlan(CorrelationRequest request, CorrelationOptions options, ImageInfo source, VectorWidth width)
    {
        // A kernel that does not fit the picture is rejected before an algorithm is selected.
        (AxisGeometry horizontal, AxisGeometry vertical) = Axes(request.Kernels, options, source.Width, source.Height);
        Threads = options.Threads;
        (AnchorX, AnchorY) = ((long)request.Kernels.X.AnchorX * options.Dilation.X, (long)request.Kernels.X.AnchorY * options.Dilation.Y);
        Window = new WindowPlan
        {
            Horizontal = horizontal,
            Vertical = vertical,
            Channels = source.Format.Channels,
            Source = request.Source,
            Result = request.Result,
            Border = options.Border.Mode,
            Constant = WindowPlan.SampleOf(options.Border.Value * (request.SourceFullRange / 255), request.Source),
            CreateFilter = strip =>
                VectorWidths.Dispatch<RowFilterFactory, RowWindowFilter>(width, new RowFilterFactory(Algorithm!, strip)),
        };
        Algorithm = AlgorithmSelector.Select(request);
    }

    /// <summary>Pixels in a row of the result.</summary>
    public int OutputWidth => Window.Horizontal.Outputs;

    /// <summary>Rows of the result.</summary>
    public int OutputHeight => Window.Vertical.Outputs;

    /// <summary>Pixels in a row of the source.</summary>
    public int SourceWidth => Window.Horizontal.SourceLength;

    /// <summary>Rows of the source.</summary>
    public int SourceHeight => Window.Vertical.SourceLength;

    /// <summary>Interleaved channels, each filtered separately.</summary>
    public int Channels => Window.Channels;

    /// <summary>Type of the source samples.</summary>
    public SampleType Source => Window.Source;

    /// <summary>Type of the result's samples.</summary>
    public SampleType Result => Window.Result;

    /// <summary>A description of the selected algorithm, such as <c>separable 3x3: 16-bit sums, exact</c>.</summary>
    public string Description => Algorithm.Summary;

    /// <summary>The loops that run: load, then horizontal and vertical for each kernel, then output.</summary>
    internal IReadOnlyList<string> Loops => [.. Algorithm.Steps().Select(step => step.ToString())];

    /// <summary>Source columns from the first tap to the one that is placed on the output pixel.</summary>
    internal long AnchorX { get; }

    /// <summary>Source rows from the first tap to the one that is placed on the output pixel.</summary>
    internal long AnchorY { get; }

    /// <summary>The number of threads that run the plan over a plane; 0 for one per processor.</summary>
    internal int Threads { get; }

    /// <summary>The selected algorithm: its loops, number types and weights.</summary>
    internal AlgorithmPlan Algorithm { get; }

    /// <summary>The geometry of both axes; creates the engines that run the plan.</summary>
    internal WindowPlan Window { get; }

    /// <summary>How many columns and rows around its own pixel a result reads at most, where results and source have one size.</summary>
    internal (int X, int Y) Reach
    {
        get
        {
            int sampled = Algorithm.Gaussian is { } gaussian ? Math.Max(gaussian.ReachBefore, gaussian.ReachAfter) : 0;
            return (Math.Max(Window.Horizontal.Reach, sampled), Math.Max(Window.Vertical.Reach, sampled));
        }
    }

    /// <summary>Plans a correlation.</summary>
    /// <param name="kernel">The weights.</param>
    /// <param name="options">Padding, border, stride, dilation and direction.</param>
    /// <param name="source">Size, channels and sample type of the source: bytes, unsigned 16 bit or float32.</param>
    /// <param name="result">Sample type of the result: any for bytes; float32 or the source's own type for other sources.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The kernel is larger than the padded picture, there is no correlation between
    /// the two sample types, an option is invalid, or float32 cannot hold the kernel's scale or bias.</exception>
    /// <exception cref="ImageLimitException">The result would be too large to index.</exception>
    public static CorrelationPlan Create(Kernel kernel, CorrelationOptions options, ImageInfo source, SampleType result)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return Create((KernelSet)kernel, options, source, result);
    }

    /// <summary>Plans a correlation of planes, for <see cref="Run"/>.</summary>
    /// <typeparam name="TSource">byte, ushort or float.</typeparam>
    /// <typeparam name="TResult">From byte: byte, short, ushort or float. From ushort: ushort or float. From float: float.</typeparam>
    /// <param name="width">Pixels in a row of the source.</param>
    /// <param name="height">Rows of the source.</param>
    /// <param name="kernel">The weights.</param>
    /// <param name="options">Padding, border, stride, dilation, direction and threads; null for the default.</param>
    /// <param name="channels">Interleaved channels of a pixel, 1 to 4.</param>
    /// <exception cref="ArgumentNullException">The kernel is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A side or the number of channels is out of range.</exception>
    /// <exception cref="ArgumentException">The kernel is larger than the padded picture, there is no correlation between
    /// the two sample types, an option is invalid, or float32 cannot hold the kernel's scale or bias.</exception>
    /// <exception cref="ImageLimitException">The result would be too large to index.</exception>
    public static CorrelationPlan Create<TSource, TResult>(int width, int height, Kernel kernel, CorrelationOptions? options = null,
        int channels = 1)
        where TSource : unmanaged
        where TResult : unmanaged => Create(kernel, options ?? CorrelationOptions.Default,
            Correlator.Describe<TSource>(width, height, channels), Correlator.SampleTypeOf<TResult>(nameof(TResult)));

    /// <summary>
    /// Plans a gradient magnitude, <c>sqrt(x^2 + y^2) * Multiplier / Divisor + Bias</c> with the scale and bias of the
    /// first kernel. Both kernels must have the same size and anchor.
    /// </summary>
    /// <param name="kernels">The weights.</param>
    /// <param name="options">Padding, border, stride, dilation and direction.</param>
    /// <param name="source">Size, channels and sample type of the source: bytes, unsigned 16 bit or float32.</param>
    /// <param name="result">Sample type of the result: any for bytes; float32 or the source's own type for other sources.</param>
    /// <inheritdoc cref="Create(Kernel, CorrelationOptions, ImageInfo, SampleType)"/>
    public static CorrelationPlan Create(GradientKernels kernels, CorrelationOptions options, ImageInfo source, SampleType result)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        return Create((KernelSet)kernels, options, source, result);
    }

    /// <summary>Runs the plan over a plane, in bands of rows that the threads of its options take in turn.</summary>
    /// <typeparam name="TSource">The type of <see cref="Source"/>: byte, ushort or float.</typeparam>
    /// <typeparam name="TResult">The type of <see cref="Result"/>: byte, short, ushort or float.</typeparam>
    /// <param name="source">The picture, of the size and channels that the plan was made for.</param>
    /// <param name="result">Receives the result, <see cref="OutputWidth"/> by <see cref="OutputHeight"/>; it may not overlap the
    /// source.</param>
    /// <param name="cancellation">Checked every few rows; the result is then incomplete.</param>
    /// <exception cref="ArgumentException">The sizes, channels or types are not those of the plan, or the planes overlap.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run<TSource, TResult>(ReadOnlyPlane<TSource> source, Plane<TResult> result, CancellationToken cancellation = default)
        where TSource : unmanaged
        where TResult : unmanaged => Correlator.Run(this, source, result, Threads, cancellation);

    /// <summary>
    /// The axes of a correlation: how many outputs there are, and what each reads.
    /// </summary>
    /// <exception cref="KernelTooLargeException">The kernel is larger than the padded picture.</exception>
    internal static (AxisGeometry Horizontal, AxisGeometry Vertical) Axes(
        KernelSet kernels, CorrelationOptions options, int width, int height)
    {
        Kernel kernel = kernels.X;
        string name = kernels.Y is null ? "kernel" : "kernels";
        (Padding padding, Spacing stride, Spacing dilation) = (options.Padding, options.Stride, options.Dilation);
        return (
            AxisGeometry.Create(
                "wide", name, width, kernel.Width, kernel.AnchorX, stride.X, dilation.X, padding.Mode, padding.Left, padding.Right)
                .StartingAt(options.Origin.X),
            AxisGeometry.Create(
                "high", name, height, kernel.Height, kernel.AnchorY, stride.Y, dilation.Y, padding.Mode, padding.Top, padding.Bottom)
                .StartingAt(options.Origin.Y));
    }

    /// <summary>
    /// Plans with explicit full ranges, so that the source's full range maps to the result's, an explicit vector width, and
    /// the range of the source samples where they are known to be integers.
    /// </summary>
    internal static CorrelationPlan Create(
        KernelSet kernels, CorrelationOptions options, ImageInfo source, SampleType result, double sourceFullRange, double resultFullRange,
        VectorWidth width, (double Least, double Most)? integerRange = null)
    {
        SampleType from = source.Format.Sample;
        if (from is SampleType.Int16)
            throw new ArgumentException($"no correlation from {from}", nameof(source));
        if (kernels.Y is { } y && (y.Width != kernels.X.Width || y.Height != kernels.X.Height))
            throw new ArgumentException("the two kernels of a gradient must have one size", nameof(kernels));
        if (kernels.Y is { } other && (other.AnchorX, other.AnchorY) != (kernels.X.AnchorX, kernels.X.AnchorY))
            throw new ArgumentException("the two kernels of a gradient must have one anchor", nameof(kernels));
        if (!Enum.IsDefined(options.Border.Mode))
            throw new ArgumentOutOfRangeException(nameof(options), options.Border.Mode, "the border is of no known mode");
        if (options.Threads < 0)
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "the number of threads is 0 or more");
        var request = new CorrelationRequest
        {
            Kernels = options.Convolve ? kernels.Rotate180() : kernels,
            Stride = options.Stride,
            Dilation = options.Dilation,
            Channels = source.Format.Channels,
            Source = from,
            Result = result,
            SourceFullRange = sourceFullRange,
            ResultFullRange = resultFullRange,

            // Sums of 16-bit samples are integers too, but only float32 results make use of it.
            IntegerSourceRange = integerRange ?? (from is SampleType.UInt16 && result is SampleType.Float32
                ? (0, SampleType.UInt16.FullRange())
                : null),
        };
        return new CorrelationPlan(request, options, source, width);
    }

    /// <summary>
    /// Checks that rows have the size and format of the plan, that the result has the type given, and that its size is that
    /// of another plan's result.
    /// </summary>
    /// <exception cref="ArgumentException">One of them differs.</exception>
    internal void Check(int width, int height, PixelFormat format, SampleType? result = null, CorrelationPlan? other = null,
        string argument = "plan")
    {
        if (width != SourceWidth || height != SourceHeight || format.Channels != Channels || format.Sample != Source)
            throw new ArgumentException($"the plan is for {SourceWidth}x{SourceHeight} pixels of {Channels} channels of {Source}, "
                + $"the picture is {width}x{height} of {format.Channels} of {format.Sample}", argument);
        if (result is not null && Result != result)
            throw new ArgumentException($"the plan makes {Result}, where {result} is needed", argument);
        if (other is not null && (OutputWidth, OutputHeight) != (other.OutputWidth, other.OutputHeight))
            throw new ArgumentException(
                $"one plan makes {OutputWidth}x{OutputHeight} pixels, the other {other.OutputWidth}x{other.OutputHeight}", argument);
    }

    private static CorrelationPlan Create(KernelSet kernels, CorrelationOptions options, ImageInfo source, SampleType result)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);

        // A result has the full range of its source, so its type must be able to hold that range.
        SampleType from = source.Format.Sample;
        if (!Enum.IsDefined(result) || (from is not SampleType.UInt8 && result is not SampleType.Float32 && result != from))
            throw new ArgumentException($"no correlation from {from} to {result}", nameof(result));
        return Create(kernels, options, source, result, from.FullRange(), from.FullRange(), VectorWidths.Best);
    }
}
