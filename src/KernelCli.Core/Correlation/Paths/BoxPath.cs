using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Kernels;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Paths;

/// <summary>Bytes under equal weights: running sums.</summary>
internal sealed class BoxPath : CorrelationPath
{
    // Sums of one window along a row must fit 16 bits: 257 * 255 = 65535.
    private const int MaxWidth = 257;

    private readonly Kernel _kernel;
    private readonly Scaling _scaling;
    private readonly SampleType _result;

    private BoxPath(PathRequest request) =>
        (_kernel, _result, _scaling) = (request.Kernel, request.Result, Scaling.Of(request.Kernel, request.Kernel.Traits.Denominator, request.SourceWhite, request.ResultWhite));

    public override string Description => $"box {_kernel.Width}x{_kernel.Height}: running sums in {(Is32Bit ? 32 : 16)} bits, exact";

    private double Most => 255.0 * _kernel.Width * _kernel.Height;

    private bool Is32Bit => Most > ushort.MaxValue;

    /// <summary>The path, or null where it does not apply.</summary>
    public static BoxPath? TryCreate(PathRequest request) =>
        request.Source is SampleType.UInt8 && request.Kernel.Traits.IsBox && request.Stride == Spacing.One && request.Dilation == Spacing.One
        && !(IsShort(request.Kernel.Width) && IsShort(request.Kernel.Height)) && request.Kernel.Width <= MaxWidth && (double)request.Kernel.Width * request.Kernel.Height * 255 < int.MaxValue
            ? new BoxPath(request)
            : null;

    // Lines of three and five taps have loops of their own.
    private static bool IsShort(int taps) => taps is 3 or 5;

    public override RowCorrelator Create<TSimd, TVector>(RowRange range) =>
        new BoxCorrelator<TSimd, TVector>(range, _kernel.Width, _kernel.Height, Is32Bit,
            FinishChoice.Pick<TSimd, TVector>(Is32Bit ? SumType.Int32 : SumType.UInt16, 0, Most, _scaling, _result, range.BypassCache));
}
