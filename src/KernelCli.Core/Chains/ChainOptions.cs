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
