using KernelCli.Correlation.Correlators;
using KernelCli.Correlation.Finishing;

namespace KernelCli.Correlation.Paths;

/// <summary>Any samples under any weights in float32.</summary>
internal sealed class FloatPath(PathRequest request) : CorrelationPath
{
    private readonly Scaling _scaling = Scaling.Of(request.Kernel, 1, request.SourceWhite, request.ResultWhite);

    public override string Description =>
        $"{(request.Kernel.Traits.Factors is null ? "dense" : "separable")} {request.Kernel.Width}x{request.Kernel.Height}: float32, fused multiply-adds";

    public override RowCorrelator Create<TSimd, TVector>(RowRange range) =>
        new FloatCorrelator<TSimd, TVector>(range, request.Kernel, FinishChoice.Pick<TSimd, TVector>(SumType.Single, 0, 0, _scaling, request.Result, range.BypassCache));
}
