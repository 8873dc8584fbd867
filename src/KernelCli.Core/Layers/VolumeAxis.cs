using KernelCli.SlidingWindow;

namespace KernelCli.Layers;

/// <summary>How a kernel moves along one axis of a volume.</summary>
/// <param name="Mode">How far the kernel may reach outside.</param>
/// <param name="Before">Explicit padding on both sides.</param>
/// <param name="Stride">Positions from output to output.</param>
/// <param name="Border">What the kernel reads outside.</param>
internal readonly record struct VolumeAxis(PaddingMode Mode, int Before, int Stride, Border Border)
{
    /// <summary>Number of padding positions before the first position of the volume.</summary>
    public int Front(int kernel) => (int)Margins(kernel).Before;

    /// <summary>Number of outputs: <c>floor((in + padding - kernel) / stride) + 1</c>; for same, <c>ceil(in / stride)</c>.</summary>
    public int Outputs(int length, int kernel)
    {
        (long before, long after) = Margins(kernel);
        return checked((int)AxisGeometry.CountOutputs(before + length + after, kernel, Stride));
    }

    private (long Before, long After) Margins(int kernel) => AxisGeometry.Margins(Mode, kernel, kernel / 2, Before, Before);
}
