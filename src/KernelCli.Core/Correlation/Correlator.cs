using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation;

/// <summary>Correlation of whole planes in memory, by the same engine that filters streams of rows.</summary>
public static class Correlator
{
    // Fewer rows than this are not worth a thread.
    private const int MinBandRows = 16;

    // A band reads about a kernel's height more rows than it makes. Threads get more than one band only while that is at most a sixteenth
    // more.
    private const int MinBandRowsPerKernelRow = 16;
    private const int BandsPerThread = 4;

    /// <summary>
    /// <c>out(x, y) = clamp(floor(sum over (i, j) of weight(i, j) * in(x sx + i dx - ax, y sy + j dy - ay) * mul / div + bias + 1/2))</c>;
    /// float32 results are neither rounded nor clamped. The stride is (sx, sy), the dilation (dx, dy), the left and top
    /// padding (ax, ay), mul and div are the kernel's multiplier and divisor, and bias is its bias in 255ths of the
    /// source's full range. Each channel is filtered separately.
    /// </summary>
    /// <typeparam name="TSource">byte, ushort or float.</typeparam>
    /// <typeparam name="TResult">From byte: byte, short, ushort or float. From ushort: ushort or float. From float: float.</typeparam>
    /// <param name="source">The picture.</param>
    /// <param name="result">Receives the result, in the source's channels and the size of the plan,
    /// <see cref="CorrelationPlan.OutputWidth"/> by <see cref="CorrelationPlan.OutputHeight"/>; it may not overlap the
    /// source.</param>
    /// <param name="kernel">The weights.</param>
    /// <param name="options">Padding, border, stride, dilation, direction and threads; null for the default.</param>
    /// <param name="cancellation">Checked every few rows; the result is then incomplete.</param>
    /// <exception cref="ArgumentNullException">The kernel is null.</exception>
    /// <exception cref="ArgumentException">The sizes, channels or types do not match, the planes overlap, the kernel is larger
    /// than the padded picture, an option is invalid, or float32 cannot hold the kernel's scale or bias.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Correlate<TSource, TResult>(ReadOnlyPlane<TSource> source, Plane<TResult> result, Kernel kernel,
        CorrelationOptions? options = null, CancellationToken cancellation = default)
        where TSource : unmanaged
        where TResult : unmanaged =>
        CorrelationPlan.Create(kernel, options ?? CorrelationOptions.Default, Describe(source), SampleTypeOf<TResult>(nameof(TResult)))
            .Run(source, result, cancellation);

    /// <summary>
    /// Gradient magnitude: <c>sqrt(x^2 + y^2)</c> of two correlations, with the scale and bias of the first kernel.
    /// </summary>
    /// <param name="source">The picture.</param>
    /// <param name="result">Receives the result, as for <see cref="Correlate"/>.</param>
    /// <param name="kernels">The two kernels, of one size and anchor.</param>
    /// <param name="options">Padding, border, stride, dilation, direction and threads; null for the default.</param>
    /// <param name="cancellation">Checked every few rows; the result is then incomplete.</param>
    /// <inheritdoc cref="Correlate"/>
    public static void Magnitude<TSource, TResult>(ReadOnlyPlane<TSource> source, Plane<TResult> result, GradientKernels kernels,
        CorrelationOptions? options = null, CancellationToken cancellation = default)
        where TSource : unmanaged
        where TResult : unmanaged =>
        CorrelationPlan.Create(kernels, options ?? CorrelationOptions.Default, Describe(source), SampleTypeOf<TResult>(nameof(TResult)))
            .Run(source, result, cancellation);

    /// <summary>
    /// The size of a result: along each axis <c>floor((size + padding - span) / stride) + 1</c>, where the span is
    /// <c>(taps - 1) * dilation + 1</c>; for same padding <c>ceil(size / stride)</c>.
    /// </summary>
    /// <param name="width">Pixels in a row of the source.</param>
    /// <param name="height">Rows of the source.</param>
    /// <param name="kernel">The weights, or either kernel of a gradient.</param>
    /// <param name="options">Padding, stride and dilation; null for the default.</param>
    /// <exception cref="ArgumentNullException">The kernel is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    /// <exception cref="ArgumentException">The kernel is larger than the padded picture.</exception>
    /// <exception cref="ImageLimitException">The result would be too large to index.</exception>
    public static (int Width, int Height) OutputSize(int width, int height, Kernel kernel, CorrelationOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(kernel);
        options ??= CorrelationOptions.Default;
        KernelSet moved = options.Convolve ? kernel.Rotate180() : kernel;
        (AxisGeometry horizontal, AxisGeometry vertical) = CorrelationPlan.Axes(moved, options, width, height);
        return (horizontal.Outputs, vertical.Outputs);
    }

    /// <summary>Runs a plan over a plane, in bands of rows that the threads take in turn.</summary>
    internal static unsafe void Run<TSource, TResult>(CorrelationPlan plan, ReadOnlyPlane<TSource> source,
        Plane<TResult> result, int threads, CancellationToken cancellation = default)
        where TSource : unmanaged
        where TResult : unmanaged
    {
        plan.Check(source.Width, source.Height, Describe(source).Format, argument: nameof(source));
        if (SampleTypeOf<TResult>(nameof(TResult)) is var type && type != plan.Result)
            throw new ArgumentException($"the plan makes {plan.Result}, the samples of the plane are {type}", nameof(result));
        if (result.Width != plan.OutputWidth || result.Height != plan.OutputHeight || result.Channels != plan.Channels)
            throw new ArgumentException(
                $"the result is {plan.OutputWidth}x{plan.OutputHeight} of {plan.Channels} channels, the plane "
                    + $"{result.Width}x{result.Height} of {result.Channels}",
                nameof(result));

        fixed (TSource* from = source.Samples)
        fixed (TResult* to = result.Samples)
        {
            // Pointers are compared because spans of ushort or float may have more bytes than a span of bytes can hold.
            if ((byte*)from < (byte*)(to + result.Samples.Length) && (byte*)to < (byte*)(from + source.Samples.Length))
                throw new ArgumentException("the result overlaps the source", nameof(result));
            var bands = new BandRunner(plan.Window, (byte*)from, (long)source.Pitch * sizeof(TSource), (byte*)to, (long)result.Pitch
                * sizeof(TResult));
            ArgumentOutOfRangeException.ThrowIfNegative(threads);
            int maxThreads = Math.Max(1, result.Height / MinBandRows);
            int count = Math.Min(maxThreads, threads == 0 ? Environment.ProcessorCount : threads);
            if (count == 1)
                bands.Run(0, result.Height, cancellation);
            else
                RunBands(bands, result.Height, count, plan.Window.Vertical.Span, cancellation);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // There are more bands than threads, so that one slow core does not hold up the others, but only as many as repeat little of each
    // other's work.
    private static void RunBands(BandRunner bands, int height, int threads, int kernelRows, CancellationToken cancellation)
    {
        long minBandRows = Math.Max(MinBandRows, (long)MinBandRowsPerKernelRow * kernelRows);
        int count = threads * (int)Math.Clamp(height / (threads * minBandRows), 1, BandsPerThread);
        int next = -1;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            for (int band; (band = Interlocked.Increment(ref next)) < count;)
                bands.Run((int)((long)height * band / count), (int)((long)height * (band + 1) / count), cancellation);
        });
    }

    /// <summary>Describes the rows of a plane.</summary>
    internal static ImageInfo Describe<TSource>(int width, int height, int channels)
        where TSource : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, 4);
        return new ImageInfo(width, height, new PixelFormat((PixelLayout)channels, SampleTypeOf<TSource>(nameof(TSource))));
    }

    private static ImageInfo Describe<TSource>(ReadOnlyPlane<TSource> source)
        where TSource : unmanaged => source.Width > 0
        ? Describe<TSource>(source.Width, source.Height, source.Channels)
        : throw new ArgumentException("the plane has no pixels", nameof(source));

    /// <summary>The sample type of a C# type.</summary>
    internal static SampleType SampleTypeOf<T>(string name) =>
        typeof(T) == typeof(byte) ? SampleType.UInt8
        : typeof(T) == typeof(ushort) ? SampleType.UInt16
        : typeof(T) == typeof(short) ? SampleType.Int16
        : typeof(T) == typeof(float) ? SampleType.Float32
        : throw new ArgumentException($"samples cannot be {typeof(T)}: use byte, ushort, short or float", name);
}
