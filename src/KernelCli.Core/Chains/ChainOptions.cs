using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;

namespace KernelCli.Chains;

/// <summary>Everything about a chain but its steps.</summary>
public sealed record ChainOptions
{
    /// <summary>Which channels of a colour picture are filtered.</summary>
    public ChannelMode Channels { get; init; } = ChannelMode.Gray;

    /// <summary>The formula for gray.</summary>
    public Luma Luma { get; init; } = Luma.Bt601;

    /// <summary>How alpha is handled.</summary>
    public AlphaMode Alpha { get; init; } = AlphaMode.Auto;

    /// <summary>Default padding, border, stride, dilation and flip of the steps, and the number of threads.</summary>
    /// <exception cref="ArgumentNullException">They are null.</exception>
    public CorrelationOptions Geometry
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Geometry));
    } = CorrelationOptions.Default;

    /// <summary>How results outside the output range are mapped into it.</summary>
    public RangeMode Range { get; init; } = RangeMode.Clip;

    /// <summary>The sample type of the result; null for that of the picture.</summary>
    public SampleType? Depth { get; init; }

    /// <summary>Whether stored values are filtered, or linear light.</summary>
    public LightMode Light { get; init; } = LightMode.Encoded;

    /// <summary>The curve of linear light; null for that of the picture.</summary>
    internal LightCurve? Curve { get; init; }

    /// <summary>
    /// Where the picture is filtered; null for everywhere. Elsewhere it stays as it is: its luma where the result is gray. The chain
    /// must keep the size. Places unite: the greater weight counts.
    /// </summary>
    public IReadOnlyList<Place>? Where { get; init; }

    /// <summary>Whether the results are left as float32 in the unit of the rows before the last step, not rounded or clamped.</summary>
    internal bool IsUnrounded { get; init; }

    /// <summary>Which samples hold no value; null if all do.</summary>
    public NoData? NoData { get; init; }

    /// <summary>Collects statistics of the results before rounding and clamping; null to save the time.</summary>
    internal ClippingStatistics? Statistics { get; init; }

    /// <summary>The vector width of the loops.</summary>
    internal VectorWidth Width { get; init; } = VectorWidths.Best;

    /// <summary>Limits on the size of pictures and buffers.</summary>
    /// <exception cref="ArgumentNullException">They are null.</exception>
    public ImageLimits Limits { get; init => field = value ?? throw new ArgumentNullException(nameof(Limits)); } = ImageLimits.Default;
}

/// <summary>How an alpha channel is handled.</summary>
public enum AlphaMode
{
    /// <summary>
    /// Unsharp masking and kernels with a positive gain weight colours
    /// by alpha. Other kernels and gradients pass alpha through.
    /// </summary>
    Auto,

    /// <summary>Colours are filtered as they are, alpha is passed through.</summary>
    Keep,

    /// <summary>Alpha is dropped before anything else.</summary>
    Drop,
}

/// <summary>What of the light of a picture is filtered.</summary>
public enum LightMode
{
    /// <summary>The stored values, which follow a curve so that their steps look alike.</summary>
    Encoded,

    /// <summary>
    /// Linear light: samples are decoded by the picture's curve, sRGB's unless its metadata name another, before luma and filters, and
    /// encoded after. Float samples are linear light already. Levels that name a brightness are decoded too.
    /// </summary>
    Linear,
}

/// <summary>Which channels of a colour picture are filtered.</summary>
public enum ChannelMode
{
    /// <summary>One gray channel, computed by <see cref="ChainOptions.Luma"/>.</summary>
    Gray,

    /// <summary>Every colour channel.</summary>
    Color,
}

/// <summary>How results outside the output range are mapped into it.</summary>
public enum RangeMode
{
    /// <summary>Values below 0 become 0, values above white become white.</summary>
    Clip,

    /// <summary>The absolute value, then clipped.</summary>
    Abs,

    /// <summary>
    /// Half the range is added (128 of 256, 32768 of 65536, 0.5 of 1), then clipped: signed results are centred on gray.
    /// </summary>
    Mid,

    /// <summary>The smallest value of the picture becomes 0, the largest becomes white. Buffers the picture.</summary>
    Stretch,
}
