using KernelCli.Correlation;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Chains;

/// <summary>Everything about a chain but its steps.</summary>
public sealed record ChainOptions
{
    /// <summary>What is filtered of a colour picture.</summary>
    public ChannelMode Channels { get; init; } = ChannelMode.Gray;

    /// <summary>What gray means.</summary>
    public Luma Luma { get; init; } = Luma.Bt601;

    /// <summary>What becomes of alpha.</summary>
    public AlphaMode Alpha { get; init; } = AlphaMode.Auto;

    /// <summary>Padding, border, stride and flip of steps that do not say their own.</summary>
    public CorrelationOptions Geometry { get; init; } = CorrelationOptions.Default;

    /// <summary>How results outside the output range are brought in.</summary>
    public RangeMode Range { get; init; } = RangeMode.Clip;

    /// <summary>The sample type of the result; null for that of the picture.</summary>
    public SampleType? Depth { get; init; }

    /// <summary>Where it is noted what results were before they were rounded and clamped; null to save the time.</summary>
    public ClippingStatistics? Statistics { get; init; }

    /// <summary>What buffers may cost.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;
}

/// <summary>What becomes of an alpha channel.</summary>
public enum AlphaMode
{
    /// <summary>Colours are weighted by alpha for kernels with a positive sum; for others alpha is passed through.</summary>
    Auto,

    /// <summary>Colours are filtered as they are, alpha is passed through.</summary>
    Keep,

    /// <summary>Alpha is dropped before anything else.</summary>
    Drop,
}

/// <summary>What is filtered of a colour picture.</summary>
public enum ChannelMode
{
    /// <summary>Its luma.</summary>
    Gray,

    /// <summary>Every colour channel.</summary>
    Color,
}

/// <summary>How results outside the output range are brought in.</summary>
public enum RangeMode
{
    /// <summary>Below becomes 0, above white.</summary>
    Clip,

    /// <summary>The absolute value, then clipped.</summary>
    Abs,

    /// <summary>Half the range is added (128 of 256, 32768 of 65536, 0.5 of 1), then clipped: signed results around gray.</summary>
    Mid,

    /// <summary>The least value of the picture becomes 0, the largest white. Buffers the picture.</summary>
    Stretch,
}
