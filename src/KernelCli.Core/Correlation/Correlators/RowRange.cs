using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Correlators;

/// <summary>The columns that a correlator makes, and what it is told of the rows: everything horizontal.</summary>
/// <param name="Axis">The horizontal axis.</param>
/// <param name="FirstOutput">First output column.</param>
/// <param name="Outputs">Number of output columns.</param>
/// <param name="Channels">Interleaved channels.</param>
/// <param name="Sample">Type of the source samples.</param>
/// <param name="Border">What stands outside.</param>
/// <param name="Constant">One sample of a constant border, as bytes.</param>
/// <param name="BypassCache">Whether the result goes to a plane that is larger than the caches.</param>
internal sealed record RowRange(
    AxisGeometry Axis, int FirstOutput, int Outputs, int Channels, SampleType Sample, BorderMode Border, byte[] Constant, bool BypassCache)
{
    /// <summary>Samples of an output row.</summary>
    public int Samples => Outputs * Channels;

    /// <summary>Whether neighbouring taps read neighbouring samples, and output rows follow each other without a step.</summary>
    public bool IsContiguous => Channels == 1 && Axis.Stride == 1 && Axis.Dilation == 1 && IsRowByRow;

    /// <summary>Whether output rows and kernel rows follow each other without a step.</summary>
    public bool IsRowByRow { get; init; } = true;

    /// <summary>Rows of the kernel.</summary>
    public int KernelRows { get; init; } = 1;

    /// <summary>The margins and strides of these columns.</summary>
    public RowExtension CreateExtension() => new(Axis, FirstOutput, Outputs, Channels, Sample.Bytes(), Border, Constant);
}
