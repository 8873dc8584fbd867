using KernelCli.Kernels;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Paths;

/// <summary>What a path is chosen by.</summary>
/// <param name="Kernel">The kernel, already turned for a convolution.</param>
/// <param name="Stride">Step of the kernel.</param>
/// <param name="Dilation">Step of the taps.</param>
/// <param name="Source">Type of the source samples.</param>
/// <param name="Result">Type of the result's samples.</param>
/// <param name="SourceWhite">White in the unit of the source samples.</param>
/// <param name="ResultWhite">White in the unit of the result.</param>
internal sealed record PathRequest(Kernel Kernel, Step Stride, Step Dilation, SampleType Source, SampleType Result, double SourceWhite, double ResultWhite);
