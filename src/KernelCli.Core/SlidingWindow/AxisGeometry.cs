using KernelCli.Primitives;

namespace KernelCli.SlidingWindow;

/// <summary>
/// One axis of a correlation: tap t of output i reads source position <c>i * Stride + t * Dilation - Before</c>.
/// Positions below 0 and from SourceLength on are supplied by the border.
/// </summary>
internal sealed class AxisGeometry
{
    public int SourceLength { get; private init; }

    public int Outputs { get; private init; }

    public int Taps { get; private init; }

    public int Stride { get; private init; }

    public int Dilation { get; private init; }

    public int Before { get; private init; }

    /// <summary>
    /// The position in the whole picture of source position 0, where the source is a part of it: filters that work in
    /// segments lay them out in the whole picture, so that a part gives the same results.
    /// </summary>
    public int Origin { get; private set; }

    /// <summary>How far an output reads before and after its own position, where outputs and source have one size.</summary>
    public int Reach => (int)Math.Max(Math.Abs((long)Before), Math.Abs((long)Span - 1 - Before));

    /// <summary>Number of positions from the first tap to the last, inclusive.</summary>
    public int Span => ((Taps - 1) * Dilation) + 1;

    /// <summary>
    /// Computes the number of outputs: <c>floor((in + before + after - Span) / stride) + 1</c>;
    /// for same padding, <c>ceil(in / stride)</c>.
    /// </summary>
    /// <param name="axis">"wide" or "high", for the message.</param>
    /// <param name="kernel">The name of the parameter that has the kernel, for the exception.</param>
    /// <param name="source">Source positions.</param>
    /// <param name="taps">Number of taps.</param>
    /// <param name="anchor">Index of the tap that is placed on the output pixel; used by same padding.</param>
    /// <param name="stride">Source positions from one output to the next.</param>
    /// <param name="dilation">Source positions from one tap to the next.</param>
    /// <param name="mode">The padding mode.</param>
    /// <param name="before">Explicit padding at the start.</param>
    /// <param name="after">Explicit padding at the end.</param>
    /// <exception cref="KernelTooLargeException">The kernel is larger than the padded picture.</exception>
    /// <exception cref="ImageLimitException">The result would be too large to index.</exception>
    public static AxisGeometry Create(
        string axis, string kernel, int source, int taps, int anchor, int stride, int dilation, PaddingMode mode, int before, int after)
    {
        long span = ((long)(taps - 1) * dilation) + 1;
        if (span > int.MaxValue / 4)
            throw new KernelTooLargeException(axis, span, int.MaxValue / 4, kernel);
        (long front, long back) = Margins(mode, span, (long)anchor * dilation, before, after);
        long padded = front + source + back;
        if (padded < span)
            throw new KernelTooLargeException(axis, span, padded, kernel);
        long outputs = CountOutputs(padded, span, stride);
        if (outputs > int.MaxValue / 64)
            throw new ImageLimitException("pixels on one side", int.MaxValue / 64, outputs, "use less padding or a smaller picture");
        return new AxisGeometry
        {
            SourceLength = source,
            Outputs = (int)outputs,
            Taps = taps,
            Stride = stride,
            Dilation = dilation,
            Before = (int)front,
        };
    }

    /// <summary>An axis whose number of outputs is already known.</summary>
    public static AxisGeometry Create(int source, int outputs, int taps, int stride, int dilation, int before) => new()
    {
        SourceLength = source,
        Outputs = outputs,
        Taps = taps,
        Stride = stride,
        Dilation = dilation,
        Before = before,
    };

    /// <summary>The axis of a part that begins at a position of the whole picture.</summary>
    public AxisGeometry StartingAt(int origin)
    {
        var axis = (AxisGeometry)MemberwiseClone();
        axis.Origin = origin;
        return axis;
    }

    /// <summary>Positions of padding before and after the source.</summary>
    /// <param name="mode">The padding mode.</param>
    /// <param name="span">Number of positions from the first tap to the last, inclusive.</param>
    /// <param name="anchor">Offset from the first tap to the tap that
    /// is placed on the output pixel; used by same padding.</param>
    /// <param name="before">Explicit padding at the start.</param>
    /// <param name="after">Explicit padding at the end.</param>
    public static (long Before, long After) Margins(PaddingMode mode, long span, long anchor, int before, int after) => mode switch
    {
        PaddingMode.Same => (anchor, span - 1 - anchor),
        PaddingMode.Valid => (0, 0),
        PaddingMode.Full => (span - 1, span - 1),
        _ => (before, after),
    };

    /// <summary>Number of outputs, <c>floor((padded - span) / stride) + 1</c>; 0 if the kernel does not fit.</summary>
    public static long CountOutputs(long padded, long span, long stride) => padded < span ? 0 : ((padded - span) / stride) + 1;

    /// <summary>
    /// An axis over the same source that reads a run of consecutive positions, with one output and one tap for each.
    /// </summary>
    public AxisGeometry Positions(long start, int length) => new()
    {
        SourceLength = SourceLength,
        Outputs = length,
        Taps = 1,
        Stride = 1,
        Dilation = 1,
        Before = checked((int)-start),
    };

    /// <summary>The source position under the first tap of an output.</summary>
    public long Start(int output) => ((long)output * Stride) - Before;
}

/// <summary>A kernel does not fit into the padded picture.</summary>
internal sealed class KernelTooLargeException(string axis, long span, long padded, string kernel)
    : ArgumentException($"the kernel is {span} pixels {axis}, the padded picture only {padded}", kernel);
