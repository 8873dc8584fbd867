using KernelCli.Primitives;

namespace KernelCli.SlidingWindow;

/// <summary>How results are written.</summary>
internal enum StoreMode
{
    /// <summary>Through the caches.</summary>
    Cached,

    /// <summary>
    /// Bypassing the caches, for a plane that is larger than they are; this avoids reading the destination first.
    /// </summary>
    NonTemporal,
}

/// <summary>The columns that a filter computes, and everything it needs to load their source rows.</summary>
internal sealed record Strip
{
    /// <summary>The horizontal axis.</summary>
    public required AxisGeometry Axis { get; init; }

    /// <summary>First output column.</summary>
    public required int FirstOutput { get; init; }

    /// <summary>Number of output columns.</summary>
    public required int Outputs { get; init; }

    /// <summary>Interleaved channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Type of the source samples.</summary>
    public required SampleType Sample { get; init; }

    /// <summary>How positions outside the picture are mapped to pixels.</summary>
    public required BorderMode Border { get; init; }

    /// <summary>One sample of a constant border, or one pixel, as bytes.</summary>
    public required byte[] Constant { get; init; }

    /// <summary>How results are written.</summary>
    public required StoreMode StoreMode { get; init; }

    /// <summary>Samples of an output row.</summary>
    public int Samples => Outputs * Channels;

    /// <summary>Creates the padder that pads source rows for these columns.</summary>
    public RowPadder CreatePadder() => new(Axis, FirstOutput, Outputs, Channels, Sample.Bytes(), Border, Constant);
}
