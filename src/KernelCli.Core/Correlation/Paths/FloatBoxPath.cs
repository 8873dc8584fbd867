using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Correlation.Paths;

/// <summary>Any samples under equal weights in float32.</summary>
internal sealed class FloatBoxPath : CorrelationPath
{
    private readonly PathRequest _request;
    private readonly Scaling _scaling;

    private FloatBoxPath(PathRequest request) =>
        (_request, _scaling) = (request, Scaling.Of(request.Kernel, request.Kernel.Traits.Denominator, request.SourceWhite, request.ResultWhite));

    public override string Description => $"box {_request.Kernel.Width}x{_request.Kernel.Height}: float32 window sums";

    /// <summary>The path, or null where it does not apply.</summary>
    public static FloatBoxPath? TryCreate(PathRequest request) =>
        request.Kernel.Traits.IsBox && request.Stride == Spacing.One && request.Dilation == Spacing.One ? new FloatBoxPath(request) : null;

    public override RowCorrelator Create<TSimd, TVector>(RowRange range) =>
        new FloatBoxCorrelator<TSimd, TVector>(range, _request.Kernel.Width, _request.Kernel.Height,
            Finish<TSimd, TVector>(range));

    private RowFinish Finish<TSimd, TVector>(RowRange range)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
    {
        (double Least, double Most)? whole = _request.WholeSums();
        return FinishChoice.Pick<TSimd, TVector>(
            SumType.Single, whole?.Least ?? 0, whole?.Most ?? 0, _scaling, _request.Result, range.BypassCache, whole is not null);
    }
}
