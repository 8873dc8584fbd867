using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Layers;

/// <summary>
/// A convolution layer: <c>out(o, y, x) = activation(bias(o) + sum over i, j, k of weight(o, i, j, k) * in(g + i, y sy +
/// j dy - py, x sx + k dx - px))</c>, where g is the first input channel of o's group; or its transpose, in which every
/// input sample adds its multiple of the kernel to the output.
/// </summary>
public sealed record ConvolutionLayer
{
    private const int MaxPadding = 1_000_000;

    // Keeps tap offsets and padded rows within 32 bits.
    private const int MaxSpan = 1 << 28;

    /// <summary>Weights of shape (out, in / groups, rows, columns); of a transposed layer (in, out / groups, rows, columns).</summary>
    /// <exception cref="ArgumentNullException">They are null.</exception>
    public required Tensor Weights { get; init => field = value ?? throw new ArgumentNullException(nameof(Weights)); }

    /// <summary>One number for each output channel; null for zeros.</summary>
    public Tensor? Bias { get; init; }

    /// <summary>The step of the kernels.</summary>
    public Spacing Stride { get; init; } = Spacing.One;

    /// <summary>The spacing of the taps.</summary>
    public Spacing Dilation { get; init; } = Spacing.One;

    /// <summary>
    /// Columns (X) and rows (Y) of padding on each side of the input;
    /// a transposed layer removes them from its output instead.
    /// </summary>
    public (int X, int Y) Padding { get; init; }

    /// <summary>How the padding is filled; ignored by a transposed layer.</summary>
    public Border Border { get; init; } = Border.Constant(0);

    /// <summary>Number of channel groups. The outputs of a group depend only on the inputs of the same group.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether this is a transposed convolution.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>Extra columns (X) and rows (Y) at the end of a transposed layer's output.</summary>
    public (int X, int Y) OutputPadding { get; init; }

    /// <summary>The activation that is applied to each sum.</summary>
    public Activation Activation { get; init; }

    /// <summary>Channels of the output.</summary>
    public int OutputChannels => IsTransposed ? Weights.Shape[1] * Groups : Weights.Shape[0];

    /// <summary>Channels of the input.</summary>
    public int InputChannels => IsTransposed ? Weights.Shape[0] : Weights.Shape[1] * Groups;

    /// <summary>The shape of the output: (channels, rows, columns).</summary>
    /// <param name="input">The shape of the input: (channels, rows, columns).</param>
    /// <exception cref="ArgumentException">The shapes do not match, or a
    /// size is out of range; the message names the shapes.</exception>
    public int[] OutputShape(int[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string shapes =
            $"weights {Tensor.Text(Weights.Shape)}{(Groups == 1 ? "" : $" in {Groups} groups")} on an input {Tensor.Text(input)}";
        if (Weights.Shape.Length != 4 || Array.Exists(Weights.Shape, side => side < 1))
            throw new ArgumentException($"{shapes}: weights have the axes (out, in, rows, columns), none of them 0");
        if (input.Length != 3 || Array.Exists(input, side => side < 1))
            throw new ArgumentException($"{shapes}: an input has the axes (channels, rows, columns), none of them 0", nameof(input));
        if (Groups < 1 || Weights.Shape[0] % Groups != 0 || InputChannels != input[0])
            throw new ArgumentException($"{shapes}: these weights want {InputChannels} channels", nameof(input));
        if (Bias is not null && (Bias.Shape.Length != 1 || Bias.Shape[0] != OutputChannels))
            throw new ArgumentException($"{shapes}: a bias {Tensor.Text(Bias.Shape)} where ({OutputChannels}) is needed");
        foreach (int padding in (ReadOnlySpan<int>)[Padding.X, Padding.Y, OutputPadding.X, OutputPadding.Y])
            if (padding is < 0 or > MaxPadding)
                throw new ArgumentException($"{shapes}: a padding of {padding}; 0 to {MaxPadding} are possible");
        if ((Weights.Shape[2] - 1L) * Dilation.Y > MaxSpan || (Weights.Shape[3] - 1L) * Dilation.X > MaxSpan)
            throw new ArgumentException($"{shapes}: with dilation {Dilation} the kernel spans more than {MaxSpan}");
        long rows = Side(input[1], Weights.Shape[2], Stride.Y, Dilation.Y, Padding.Y, OutputPadding.Y);
        long columns = Side(input[2], Weights.Shape[3], Stride.X, Dilation.X, Padding.X, OutputPadding.X);
        if (rows < 1 || columns < 1 || rows > int.MaxValue || columns > int.MaxValue)
            throw new ArgumentException(
                $"{shapes}: the kernel is larger than the padded input, or nothing is left of the output", nameof(input));
        return [OutputChannels, (int)rows, (int)columns];
    }

    /// <summary>Runs the layer.</summary>
    /// <param name="input">Shape (channels, rows, columns).</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="limits">The limits on the buffers; null for the default.</param>
    /// <param name="cancellation">Checked before each row of the output.</param>
    /// <returns>A tensor of the shape that <see cref="OutputShape"/> gives.</returns>
    /// <exception cref="ArgumentNullException">The input is null.</exception>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    /// <exception cref="ImageLimitException">The buffers would exceed the limits.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Tensor Run(Tensor input, int threads = 0, ImageLimits? limits = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return LayerEngine.Run(this, input, threads, limits ?? ImageLimits.Default, VectorWidths.Best, cancellation);
    }

    private long Side(long input, long kernel, long stride, long dilation, long padding, long outputPadding) => IsTransposed
        ? ((input - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + outputPadding + 1
        : AxisGeometry.CountOutputs(input + (2 * padding), (dilation * (kernel - 1)) + 1, stride);
}
